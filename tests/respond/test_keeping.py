"""Answers as a draft keeps them, as conditions see them, as people read them, as they count."""

from datetime import date
from typing import Any

import pytest

from consult.respond.rules import (
    ChosenOption,
    Given,
    Speech,
    chosen_options,
    found,
    kept,
    lines_of,
    said,
    words_of,
    written_words,
)
from consult.survey.rules import Chose, Definition, Option, Question, QuestionType

OPTIONS = (Option("a", "Parks"), Option("b", "Buses"), Option("c", "Lights"))
ROWS = (Option("r", "The bus is clean."), Option("s", "The bus is late."))


def asked(kind: QuestionType, key: str = "q", **more: Any) -> Question:
    options = OPTIONS if kind.has_options else ()
    return Question(key, kind, "Which?", **{"options": options, **more})


STATEMENTS = asked(QuestionType.STATEMENTS, rows=ROWS)
OTHER = asked(QuestionType.SEVERAL, other=True)

CASES: list[tuple[Question, Given, list[str]]] = [
    (asked(QuestionType.SINGLE), Given(choices=("a",)), ["Parks"]),
    (asked(QuestionType.PICTURES), Given(choices=("a", "b", "c")), ["Parks, Buses and Lights"]),
    (OTHER, Given(choices=("a", "other"), other="A skate park"), ["Parks and A skate park"]),
    (OTHER, Given(choices=("other",)), ["Something else"]),
    (asked(QuestionType.RANKING), Given(ranks=("b", "a")), ["1. Buses", "2. Parks"]),
    (STATEMENTS, Given(marks=(("s", "a"),)), ["The bus is late.: Parks"]),
    (asked(QuestionType.POINTS), Given(marks=(("a", "4"), ("b", "6"))), ["Parks: 4", "Buses: 6"]),
    (asked(QuestionType.NUMBER, unit="minutes"), Given(value="12"), ["12 minutes"]),
    (asked(QuestionType.DATE), Given(value="2027-05-03"), ["3 May 2027"]),
    (asked(QuestionType.AREA), Given(choices=("saltby",)), ["Saltby"]),
    (asked(QuestionType.CLAUSE, clause="4.2"), Given(text="More light."), ["More light."]),
    (asked(QuestionType.DATE), Given(), []),
]


@pytest.mark.parametrize(("question", "given", "lines"), CASES)
def test_an_answer_is_said_in_words(question: Question, given: Given, lines: list[str]) -> None:
    assert lines_of(question, given, Speech({"saltby": "Saltby"})) == lines


@pytest.mark.parametrize(("question", "given", "lines"), CASES)
def test_an_answer_kept_and_found_again_is_the_same(
    question: Question, given: Given, lines: list[str]
) -> None:
    assert found({"q": kept(given)}, "q") == given


def test_an_answer_can_be_repeated_in_one_line() -> None:
    assert words_of(asked(QuestionType.RANKING), Given(ranks=("b", "a"))) == "Buses and Parks"
    points = Given(marks=(("a", "4"), ("b", "6")))
    assert words_of(asked(QuestionType.POINTS), points) == "Parks: 4; Buses: 6"


def test_a_condition_sees_who_gave_points_and_no_one_who_gave_none() -> None:
    seen = said(asked(QuestionType.POINTS), Given(marks=(("a", "10"), ("b", "0"))))

    assert seen.options == {"a"}


def test_everything_on_the_path_is_counted_and_nothing_else() -> None:
    survey = Definition(
        questions=(
            asked(QuestionType.SINGLE, "first"),
            asked(QuestionType.LONG_TEXT, "why", show_if=Chose("first", ("a",))),
            asked(QuestionType.STATEMENTS, "grid", rows=ROWS),
            asked(QuestionType.POINTS, "points"),
            asked(QuestionType.DATE, "day"),
            asked(QuestionType.NUMBER, "wait"),
        )
    )
    answers = {
        "first": kept(Given(choices=("b",))),
        "why": kept(Given(text="I changed my mind about this.")),
        "grid": kept(Given(marks=(("r", "a"),))),
        "points": kept(Given(marks=(("a", "10"),))),
        "day": kept(Given(value="2027-05-03")),
        "wait": kept(Given(value="2.5")),
    }

    assert chosen_options(survey, answers) == [
        ChosenOption("first", "b"),
        ChosenOption("grid", "a", row_key="r"),
        ChosenOption("points", "a", amount=10.0),
        ChosenOption("day", "", given_on=date(2027, 5, 3)),
        ChosenOption("wait", "", amount=2.5),
    ]
    assert written_words(survey, answers) == {}
