"""Who came from which area and of which age stands on three pages: together they tell of nobody."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from sqlalchemy.orm import Session

from consult.disclosure import is_few
from consult.people.rules import Role
from consult.results.rules.questions import NOT_ANSWERED
from consult.results.services import (
    cross_table,
    import_population,
    question_results,
    theme_table,
    watch,
    weighted_question,
)
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import (
    NOW,
    PASSWORD,
    QUESTIONS,
    TODAY,
    make_areas,
    make_comment,
    make_consultation,
    make_survey,
    make_survey_version,
    make_theme,
    make_user,
)
from tests.page import Browser
from tests.results.replies import say, times

EASE = "things_to_do_ease"
YOUNG, PARENT, EASY = Audience.YOUNG_PERSON, Audience.PARENT, Audience.EASY_READ
AGES = [
    {"key": "under_8", "label": "Under 8"},
    {"key": "8_10", "label": "8 to 10"},
    {"key": "11_12", "label": "11 or 12"},
    {"key": "13_15", "label": "13 to 15"},
    {"key": "rather_not_say", "label": "I would rather not say"},
]
ASKED = [
    {**question, "options": AGES} if question["key"] == "age_band" else question
    for question in QUESTIONS
]
YES_NO = [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]
HOME_HELP = {"key": "home_help", "type": "yes_no", "title": "Do you get help?", "options": YES_NO}
KEYS = [*(option["key"] for option in AGES), NOT_ANSWERED.key]
LEAST_VALUES = 5

CAME = [
    {PARENT: [3, 10, 20, 30, 2, 30]},
    {YOUNG: [3, 10, 20, 30, 2, 30]},
    {YOUNG: [3, 10, 20, 30, 6, 30], PARENT: [20, 20, 20, 20, 0, 3]},
    {YOUNG: [41, 30, 30, 25, 2, 30], EASY: [2, 30, 28, 21, 9, 2]},
    {YOUNG: [0, 4, 25, 30, 0, 0], EASY: [0, 0, 22, 21, 1, 0], PARENT: [8, 0, 0, 0, 0, 0]},
    {YOUNG: [25, 30, 40, 35, 20, 20], EASY: [21, 30, 28, 21, 5, 8]},
]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    for audience in Audience:
        own = [*ASKED, HOME_HELP] if audience is PARENT else ASKED
        make_survey_version(session, make_survey(session, consultation, audience, questions=own))
    return consultation


def come(session: Session, consultation: Consultation, ages: dict[Audience, list[int]]) -> None:
    for audience, counts in ages.items():
        for key, count in zip(KEYS, counts, strict=True):
            said = {} if key == NOT_ANSWERED.key else {"age_band": key}
            if count:
                replies = times(count, **{EASE: "5"}, **said)
                say(session, consultation, replies, audience, **said)


Shown = dict[tuple[Audience, str], int | None]


def on_results(session: Session, consultation: Consultation) -> Shown:
    found = {each.key: each for each in question_results(session, consultation.id)}["age_band"]
    return {
        (audience, row.option_key): cell.count
        for row in found.rows
        for audience, cell in row.cells.items()
    }


def on_compare(session: Session, consultation: Consultation) -> Shown:
    return {
        (audience, group.key): group.base
        for audience in Audience
        for group in cross_table(
            session, consultation.id, EASE, by="age", audience=audience, today=TODAY
        ).groups
    }


def values_left(
    cells: Shown, totals: dict[Audience, int], sums: dict[str, int | None]
) -> dict[tuple[Audience, str], int]:
    """Return how many values each hidden count can have, by all three pages."""
    at = {cell: number for number, cell in enumerate(cells)}
    lines, known = [], []
    for audience, total in totals.items():
        if not is_few(total):
            lines.append([cell[0] is audience for cell in cells])
            known.append(total)
    told = [key for key in sums if key]
    for key, count in sums.items():
        if count is not None:
            of_group = [c[1] == key if key else c[1] not in told for c in cells]
            whose = [cell[0] is not PARENT for cell in cells]
            lines.append([a and b for a, b in zip(of_group, whose, strict=True)])
            known.append(count)
    low = np.array([0 if count is None else count for count in cells.values()])
    high = np.array([sum(totals.values()) if n is None else n for n in cells.values()])
    within = LinearConstraint(np.array(lines, dtype=float), known, known)

    def end(cell: tuple[Audience, str], sign: int) -> int:
        aim = np.zeros(len(cells))
        aim[at[cell]] = sign
        found = milp(
            aim, constraints=within, bounds=Bounds(low, high), integrality=np.ones(len(cells))
        )
        assert found.success
        return round(float(sign * found.fun))

    hidden = [cell for cell, count in cells.items() if count is None]
    return {cell: end(cell, -1) - end(cell, 1) + 1 for cell in hidden}


@pytest.mark.parametrize("came", CAME)
def test_results_and_groups_and_who_has_come_tell_of_nobody_together(
    session: Session, consultation: Consultation, came: dict[Audience, list[int]]
) -> None:
    come(session, consultation, came)

    results, bases = on_results(session, consultation), on_compare(session, consultation)
    seen = {group.key: group.replies for group in watch(session, consultation, TODAY).ages}

    assert results == bases
    assert not any(count is not None and is_few(count) for count in results.values())
    totals = {audience: sum(came.get(audience, [])) for audience in Audience}
    left = values_left(results, totals, seen)
    assert {cell: n for cell, n in left.items() if n < LEAST_VALUES} == {}


def test_where_nobody_is_few_every_age_is_told(
    session: Session, consultation: Consultation
) -> None:
    come(session, consultation, CAME[-1])

    told = on_results(session, consultation)

    assert [told[YOUNG, key] for key in KEYS] == CAME[-1][YOUNG]
    assert [told[EASY, key] for key in KEYS] == CAME[-1][EASY]


def test_no_age_hides_behind_one_that_nobody_could_choose(
    session: Session, consultation: Consultation
) -> None:
    come(session, consultation, CAME[0])

    assert "20_25" not in {group.key for group in watch(session, consultation, TODAY).ages}


def test_a_weighted_share_tells_of_no_group_that_is_hidden(
    session: Session, consultation: Consultation
) -> None:
    for area, lots, little in (("saltby", 40, 40), ("eastquay", 28, 2), ("thornwick", 30, 20)):
        for age in ("8_10", "11_12"):
            said = {EASE: "5"}, {EASE: "1"}, {EASE: "3"}
            replies = [
                *times(lots, **said[0]),
                *times(little // 2, **said[1]),
                *times(20, **said[2]),
            ]
            say(session, consultation, replies, area_key=area, age_band=age)
    lines = (
        f"{area},{age},500,County census,2026-06-30\n"
        for area in ("saltby", "eastquay", "thornwick")
        for age in ("8_10", "11_12")
    )
    text = "area,age_band,people,source,counted_on\n" + "".join(lines)
    import_population(session, text, actor="user:1", now=NOW)

    found = weighted_question(session, consultation.id, EASE, audience=YOUNG, today=TODAY)
    by_area = cross_table(session, consultation.id, EASE, by="area", audience=YOUNG, today=TODAY)

    assert found.why_not == ""
    hidden = {row.option_key for row in by_area.rows if row.has_hidden}
    shares = {row.option_key: row.percent for row in found.rows}
    # Two in Eastquay said "1": another answer hides with it, and is weighed no more than it is.
    assert "1" in hidden
    assert all(shares[key] is None for key in hidden)
    assert any(share is not None for share in shares.values())


def test_a_split_that_is_not_for_this_question_falls_back_to_who_answered(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    come(session, consultation, CAME[-1])
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    here = f"/staff/consultations/{consultation.id}/compare"

    for chosen in (
        f"question={EASE}&by={EASE}",
        f"question={EASE}&by=home_help&who=young_person",
        "question=home_help&by=home_help&who=parent",
    ):
        page = browser.open(f"{here}?{chosen}")
        assert page.select_one("#by option[selected]")["value"] == "audience"

    def ways(who: str) -> set[str]:
        page = browser.open(f"{here}?question={EASE}&who={who}")
        return {option["value"] for option in page.select("#by option")}

    assert "home_help" in ways("parent")
    assert "home_help" not in ways("young_person")


def test_only_what_was_asked_of_children_and_young_people_is_weighed(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    come(session, consultation, CAME[-1])
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)

    page = browser.open(f"/staff/consultations/{consultation.id}/weighted")

    offered = {option["value"] for option in page.select("#question option")}
    assert EASE in offered
    assert "home_help" not in offered


def test_an_age_stands_within_a_sentence_in_small_letters(
    session: Session, consultation: Consultation
) -> None:
    make_theme(session, consultation, comments=[make_comment(session, consultation)])
    come(session, consultation, CAME[-1])

    themes = theme_table(session, consultation, by="age", audience=YOUNG, today=TODAY)
    answers = cross_table(session, consultation.id, EASE, by="age", audience=YOUNG, today=TODAY)

    assert themes is not None
    assert themes.groups[0].people == answers.groups[0].people == "those aged under 8"
