"""Pictures show what tables show and nothing else; words are those that several people used."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from sqlalchemy.orm import Session

from consult.disclosure import LEAST_BASE
from consult.people.rules import Role
from consult.respond.models import Answer, Comment
from consult.respond.services.taking_back import take_back
from consult.results.rules import Cell, Tally, cards_of, result_of, used_words
from consult.results.rules.pictures import Card, Look, Mark
from consult.results.services import question_results, results_as_csv
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.survey.rules import Audience, Option, Question, QuestionType
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_consultation,
    make_submission,
    make_survey,
    make_user,
)
from tests.builders import make_survey_version as publish
from tests.page import Browser, one

YOUNG, PARENT = Audience.YOUNG_PERSON, Audience.PARENT
SCALE = tuple(Option(str(at), f"Level {at}") for at in range(1, 6))
OPTIONS = tuple(Option(key, key.upper()) for key in "abcde")
LEAST_VALUES = 5


def card_of(kind: QuestionType, tally: Tally, **more: Any) -> Card:
    question = Question("ease", kind, "How easy?", **more)
    [card] = cards_of([result_of({YOUNG: question}, {YOUNG: tally})])
    return card


def marks(card: Card) -> list[Mark]:
    assert card.picture is not None
    return [mark for line in card.picture.lines for mark in line.marks.values()]


def test_a_scale_is_one_bar_of_five_parts_that_differ_in_more_than_colour() -> None:
    chosen = {"1": 10, "2": 20, "3": 30, "4": 20, "5": 20}
    card = card_of(QuestionType.FACES, Tally(100, 100, chosen=chosen), options=SCALE)

    assert card.picture is not None
    assert card.picture.look is Look.PARTS
    assert [part.percent for part in marks(card)[0].parts] == [10, 20, 30, 20, 20]
    assert [look for look, _ in card.picture.key] == ["s1", "s2", "s3", "s4", "s5"]


def test_hidden_parts_leave_no_gap_that_could_be_measured() -> None:
    chosen = {"1": 40, "2": 2, "3": 30, "4": 3, "5": 25}
    card = card_of(QuestionType.FACES, Tally(100, 100, chosen=chosen), options=SCALE)

    [mark] = marks(card)
    assert [(part.label, part.percent) for part in mark.parts] == [
        ("Level 1", 40),
        ("Level 3", 30),
        ("Level 5", 25),
    ]
    assert mark.is_partial
    assert "Level 2 not shown" in mark.text


def test_a_group_under_twenty_has_no_bars() -> None:
    card = card_of(QuestionType.FACES, Tally(19, 19, chosen={"1": 10, "5": 9}), options=SCALE)

    assert LEAST_BASE == 20
    assert card.picture is None


def test_the_statements_of_a_grid_stand_in_one_picture(session: Session) -> None:
    rows = [{"key": "clean", "label": "It is clean."}, {"key": "late", "label": "It is late."}]
    grid = {"key": "bus", "type": "statements", "title": "The bus?", "rows": rows}
    consultation = asked(
        session, {**grid, "options": [{"key": "1", "label": "No"}, {"key": "2", "label": "Yes"}]}
    )
    for number in range(24):
        submission = make_submission(session, consultation)
        at = {"submission_id": submission.id, "question_key": "bus"}
        session.add(Answer(**at, row_key="clean", option_key="1" if number < 12 else "2"))
        session.add(Answer(**at, row_key="late", option_key="2"))
    session.commit()

    [card] = cards_of(question_results(session, consultation.id))

    assert card.picture is not None
    assert card.title == "The bus?"
    assert [line.label for line in card.picture.lines] == ["It is clean.", "It is late."]
    assert len(card.results) == 2


def test_points_are_lengths_and_numbers_a_line_with_its_middle() -> None:
    wait = card_of(QuestionType.NUMBER, Tally(40, 40, numbers=list(range(1, 41))))

    assert wait.picture is not None
    assert wait.picture.look is Look.SPANS
    assert marks(wait)[0].span == (36, 68, 100)
    assert marks(wait)[0].text == "Middle 20.5, half between 10.8 and 30.2"
    assert card_of(QuestionType.NUMBER, Tally(19, 19, numbers=[3.0] * 19)).picture is None


def asked(session: Session, *questions: Mapping[str, Any]) -> Consultation:
    consultation = make_consultation(session)
    publish(session, make_survey(session, consultation, questions=[dict(one) for one in questions]))
    return consultation


def test_an_order_says_how_many_put_each_first(session: Session) -> None:
    options = [{"key": key, "label": key.upper()} for key in "abcd"]
    order = {"key": "order", "type": "ranking", "title": "What first?", "options": options}
    consultation = asked(session, order)
    for number in range(30):
        submission = make_submission(session, consultation)
        session.add_all(
            Answer(submission_id=submission.id, question_key="order", option_key=key, place=place)
            for place, key in enumerate("abcd" if number < 20 else "cbad", start=1)
        )
    session.commit()

    [result] = question_results(session, consultation.id)

    assert [cell.text for cell in result.places[YOUNG]["a"]] == ["20 (67%)", "0 (0%)", "10 (33%)"]
    assert "order,What first?,a,A (put first),Young person,20,67," in results_as_csv([result])


@st.composite
def orders(draw: st.DrawFn) -> tuple[dict[str, list[int]], int]:
    """Draw what people put first, second and third, and how many people there were."""
    keys = "abcde"[: draw(st.integers(3, 5))]
    habits = draw(st.lists(st.permutations(keys), min_size=1, max_size=3))
    placed = {key: [0, 0, 0] for key in keys}
    total = draw(st.integers(0, 6))
    for habit in habits:
        people = draw(st.integers(0, 30))
        total += people
        for place, key in enumerate(habit[:3]):
            placed[key][place] += people
    return placed, total


@settings(max_examples=60, deadline=None)
@given(orders())
def test_nobody_is_worked_out_of_an_order(drawn: tuple[dict[str, list[int]], int]) -> None:
    placed, total = drawn
    options = tuple(option for option in OPTIONS if option.key in placed)
    chosen = {key: sum(places) for key, places in placed.items()}
    question = Question("order", QuestionType.RANKING, "What first?", options=options)
    result = result_of(
        {YOUNG: question}, {YOUNG: Tally(total, total, chosen=chosen, placed=placed)}
    )
    if not 0 < total < LEAST_VALUES:
        cells = [result.places[YOUNG][option.key] for option in options]
        sums = [row.cells[YOUNG].count for row in result.rows]
        assert all(left >= LEAST_VALUES for left in values_left(cells, sums, total))


def values_left(
    cells: Sequence[Sequence[Cell]], sums: Sequence[int | None], most: int
) -> list[int]:
    """Return how many values each hidden count of a place can have.

    The attacker knows that whoever answered gave all three places, but not how many did.
    """
    counts = [cell.count for row in cells for cell in row]
    low = np.array([*(0 if count is None else count for count in counts), 0])
    high = np.array([*(most if count is None else count for count in counts), most])
    lines, ends = [], []
    for place in range(3):
        line = np.zeros(low.size)
        line[place:-1:3], line[-1] = 1, -1
        lines.append(line)
        ends.append((0, 0))
    for at, known in enumerate(sums):
        line = np.zeros(low.size)
        line[3 * at : 3 * at + 3] = 1
        lines.append(line)
        ends.append((0, most) if known is None else (known, known))
    told = LinearConstraint(np.array(lines), *map(np.array, zip(*ends, strict=True)))

    def end(at: int, sign: int) -> int:
        aim = np.zeros(low.size)
        aim[at] = sign
        found = milp(aim, constraints=told, bounds=Bounds(low, high), integrality=np.ones(low.size))
        assert found.success
        return round(float(sign * found.fun))

    hidden = [at for at, count in enumerate(counts) if count is None]
    return [end(at, -1) - end(at, 1) + 1 for at in hidden]


def test_words_are_those_of_five_people_and_not_of_all_but_a_few() -> None:
    found = used_words(
        {YOUNG: 30, PARENT: 19}, {YOUNG: {"bus": 10, "park": 4, "I": 28}, PARENT: {"bus": 19}}
    )

    assert [(row.label, row.cells[YOUNG].text) for row in found.rows] == [("bus", "10 (33%)")]
    assert found.read == {YOUNG: "30"}


@pytest.fixture
def writers(session: Session) -> Consultation:
    """Twenty-four who wrote: 8 of buses, 6 of a bus, 5 of Mrs Pemberton, 5 of nothing at all."""
    question = {"key": "one_thing", "type": "long_text", "title": "What should change?"}
    consultation = asked(session, question)
    said = (
        ["Later buses"] * 8 + ["A later bus"] * 6 + ["Mrs Pemberton helps"] * 5 + ["It is ok"] * 5
    )
    for words in said:
        make_submission(session, consultation, comments={"one_thing": words})
    return consultation


def words_of(session: Session, consultation: Consultation) -> dict[str, str]:
    [result] = question_results(session, consultation.id)
    return {row.label: row.cells[YOUNG].text for row in result.words.rows} if result.words else {}


def test_forms_of_a_word_are_one_and_names_are_left_out(
    session: Session, writers: Consultation
) -> None:
    assert words_of(session, writers) == {
        "buses": "14 (58%)",
        "later": "14 (58%)",
        "helps": "5 (21%)",
    }


def test_there_are_no_words_where_it_is_hidden_how_many_wrote(
    session: Session, writers: Consultation
) -> None:
    for _ in range(2):
        make_submission(session, writers)
    [result] = question_results(session, writers.id)
    assert result.rows[0].cells[YOUNG].text == "hidden"
    assert result.words is None


def test_held_words_are_gone_from_the_list_at_once(session: Session, writers: Consultation) -> None:
    assert "helps" in words_of(session, writers)
    helps = session.query(Comment).filter_by(text="Mrs Pemberton helps").first()
    assert helps is not None
    raise_concern(session, helps.id, user_id=make_user(session, Role.ANALYST).id, now=NOW)

    assert "helps" not in words_of(session, writers)


def test_results_kept_change_as_soon_as_anybody_answers_or_takes_back(session: Session) -> None:
    consultation = asked(
        session,
        {
            "key": "ok",
            "type": "yes_no",
            "title": "Ok?",
            "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}],
        },
    )
    for _ in range(30):
        make_submission(session, consultation, answers={"ok": "yes"})

    def yes() -> int | None:
        [result] = question_results(session, consultation.id)
        return result.rows[0].cells[YOUNG].count

    assert (yes(), yes()) == (30, 30)
    last = make_submission(session, consultation, answers={"ok": "yes"})
    assert yes() == 31
    take_back(session, last, today=TODAY)
    assert yes() == 30


def test_words_lead_to_themes_for_those_who_may_read_them(
    session: Session, browser: Browser, writers: Consultation
) -> None:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{writers.id}/results")

    card = one(page, "section[aria-labelledby=q-one_thing]")
    assert "Words people used" in card.get_text()
    assert card.select(f"a[href='/staff/consultations/{writers.id}/themes']")
