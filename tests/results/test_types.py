"""Counting what is not simply chosen: statements, orders, points, numbers, days."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.respond.models import Answer
from consult.results.rules import QuestionResult, Shared
from consult.results.rules.figures import means, quartiles
from consult.results.services import question_results, results_as_csv
from consult.survey.models import Consultation
from consult.survey.rules import Audience, Option
from tests.builders import make_consultation, make_submission, make_survey, make_survey_version

YOUNG = Audience.YOUNG_PERSON
OPTIONS = [{"key": key, "label": key.upper()} for key in "abcd"]
QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "bus",
        "type": "statements",
        "title": "How true is this?",
        "options": OPTIONS[:2],
        "rows": [{"key": "clean", "label": "The bus is clean."}, {"key": "late", "label": "Late."}],
    },
    {"key": "order", "type": "ranking", "title": "What comes first?", "options": OPTIONS},
    {"key": "share", "type": "points", "title": "Share out.", "options": OPTIONS[:3], "total": 10},
    {"key": "wait", "type": "number", "title": "How long?", "unit": "minutes"},
    {"key": "day", "type": "date", "title": "Which day?"},
    {"key": "look", "type": "pictures", "title": "Which?", "options": OPTIONS, "most": 2},
    {"key": "photo", "type": "photo", "title": "Show us."},
]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Twenty-four young people, each much like the one before.

    The bus is clean: 12 A, 12 B; late: 24 A. First in order: B, then A, C, D of all. Points: A 6,
    B 4 of 22; 2 give C all ten. They wait 1 to 24 minutes, and come 18 in March and 6 in May.
    """
    consultation = make_consultation(session)
    make_survey_version(session, make_survey(session, consultation, questions=QUESTIONS))
    for number in range(24):
        submission = make_submission(session, consultation, answers={"look": ["a", "b"]})
        session.add_all(
            Answer(submission_id=submission.id, **values) for values in _answers(number)
        )
    session.commit()
    return consultation


def _answers(number: int) -> list[dict[str, Any]]:
    shares = {"a": 6, "b": 4, "c": 0} if number >= 2 else {"c": 10}
    clean = "a" if number % 2 else "b"
    month = 3 if number < 18 else 5
    return [
        {"question_key": "bus", "row_key": "clean", "option_key": clean},
        {"question_key": "bus", "row_key": "late", "option_key": "a"},
        *(
            {"question_key": "order", "option_key": key, "place": place}
            for place, key in enumerate("bacd", start=1)
        ),
        *(
            {"question_key": "share", "option_key": key, "amount": points}
            for key, points in shares.items()
        ),
        {"question_key": "wait", "option_key": "", "amount": number + 1},
        {"question_key": "day", "option_key": "", "given_on": date(2027, month, 4)},
    ]


def results(session: Session, consultation: Consultation) -> dict[str, QuestionResult]:
    return {each.key: each for each in question_results(session, consultation.id)}


def counts(result: QuestionResult) -> dict[str, str]:
    return {row.label: row.cells[YOUNG].text for row in result.rows}


def figures(result: QuestionResult) -> dict[str, str]:
    return {figure.label: figure.texts[YOUNG] for figure in result.figures}


def test_each_statement_is_counted_on_its_own(session: Session, consultation: Consultation) -> None:
    found = results(session, consultation)

    assert found["bus.clean"].title == "How true is this? The bus is clean."
    assert counts(found["bus.clean"]) == {
        "A": "12 (50%)",
        "B": "12 (50%)",
        "Did not answer": "0 (0%)",
    }
    assert counts(found["bus.late"])["A"] == "24 (100%)"


def test_an_order_counts_who_put_what_among_the_first_three(
    session: Session, consultation: Consultation
) -> None:
    order = results(session, consultation)["order"]

    assert order.note == "How many put each among their first three."
    assert counts(order) == {"A": "24 (100%)", "B": "24 (100%)", "C": "24 (100%)", "D": "0 (0%)"}


def test_points_are_means_and_none_tells_of_two_people(
    session: Session, consultation: Consultation
) -> None:
    share = results(session, consultation)["share"]

    assert counts(share)["Answered"] == "24 (100%)"
    # Two people gave C all they had: C is hidden, and so are those two left out of A and B.
    assert figures(share) == {"A": "hidden", "B": "hidden", "C": "hidden"}
    assert share.has_hidden


def test_numbers_are_a_middle_and_an_inner_half(
    session: Session, consultation: Consultation
) -> None:
    wait = results(session, consultation)["wait"]

    assert figures(wait) == {
        "Middle answer": "12.5",
        "Half of the answers lie between": "6.8 and 18.2",
    }


def test_days_are_counted_by_month(session: Session, consultation: Consultation) -> None:
    day = results(session, consultation)["day"]

    assert counts(day) == {
        "March 2027": "18 (75%)",
        "May 2027": "6 (25%)",
        "Did not answer": "0 (0%)",
    }


def test_several_pictures_stand_alone_and_photos_are_not_counted(
    session: Session, consultation: Consultation
) -> None:
    found = results(session, consultation)

    assert counts(found["look"]) == {
        "A": "24 (100%)",
        "B": "24 (100%)",
        "C": "0 (0%)",
        "D": "0 (0%)",
    }
    assert "photo" not in found


def test_the_file_holds_the_figures_too(session: Session, consultation: Consultation) -> None:
    lines = results_as_csv(question_results(session, consultation.id)).split("\r\n")

    assert "wait,How long?,_median,Middle answer,Young person,,,12.5" in lines


def test_figures_of_fewer_than_twenty_are_hidden() -> None:
    assert set(quartiles([5.0] * 19).values()) == {"hidden"}
    options = [Option("a", "A"), Option("b", "B")]
    shared = {"a": Shared(19, 90), "b": Shared(19, 100)}
    assert set(means(options, shared, 19).values()) == {"hidden"}


def test_a_hidden_mean_is_never_alone() -> None:
    options = [Option(key, key) for key in "abc"]
    shared = {"a": Shared(40, 200), "b": Shared(40, 190), "c": Shared(3, 10)}

    found = {option.key: text for option, text in means(options, shared, 40).items()}

    # All points add up to 400: C alone would follow from A and B.
    assert found["c"] == "hidden"
    assert [*found.values()].count("hidden") == 2


def test_a_mean_is_over_everybody_who_shared_points_out() -> None:
    options = [Option(key, key) for key in "ab"]
    shared = {"a": Shared(40, 200), "b": Shared(30, 200)}

    assert [*means(options, shared, 40).values()] == ["5", "5"]
