"""Reading an answer from a form: every type, what is refused, and nothing typed is lost."""

from typing import Any

import pytest

from consult.respond.rules import AnswerRefused, Given, read_answer
from consult.survey.rules import Option, Question, QuestionType

Fields = dict[str, str | list[str]]
OPTIONS = tuple(Option(key, key.upper()) for key in "abcd")
ROWS = (Option("r", "The bus is clean."), Option("s", "The bus is late."))


def asked(kind: QuestionType, **more: Any) -> Question:
    options = OPTIONS if kind.has_options else ()
    return Question("q", kind, "Which?", **{"options": options, **more})


def read(question: Question, fields: Fields, areas: tuple[str, ...] = ()) -> Given:
    lists = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return read_answer(question, lists, areas)


def refused(question: Question, fields: Fields) -> AnswerRefused:
    with pytest.raises(AnswerRefused) as found:
        read(question, fields)
    return found.value


STATEMENTS = asked(QuestionType.STATEMENTS, rows=ROWS)
RANKING, POINTS = asked(QuestionType.RANKING), asked(QuestionType.POINTS)
NUMBER = asked(QuestionType.NUMBER, least=0, most=120)
DATE, DROPDOWN = asked(QuestionType.DATE), asked(QuestionType.DROPDOWN)
PICTURES = asked(QuestionType.PICTURES, most=2)
ALONE = asked(QuestionType.SEVERAL, options=(*OPTIONS, Option("none", "None", exclusive=True)))


@pytest.mark.parametrize(
    ("question", "fields", "given"),
    [
        (DROPDOWN, {"answer": "b"}, Given(choices=("b",))),
        (PICTURES, {"answer": ["a", "c"]}, Given(choices=("a", "c"))),
        (ALONE, {"answer": "none"}, Given(choices=("none",))),
        (STATEMENTS, {"row-r": "a"}, Given(marks=(("r", "a"),))),
        (RANKING, {"rank-c": "1", "rank-a": "2"}, Given(ranks=("c", "a"))),
        (RANKING, {"rank-c": "4", "rank-a": "2"}, Given(ranks=("a", "c"))),
        (POINTS, {"points-a": "7", "points-b": " 3 "}, Given(marks=(("a", "7"), ("b", "3")))),
        (NUMBER, {"value": " 1,2 "}, Given(value="12")),
        (NUMBER, {"value": "۱۲"}, Given(value="12")),
        (DATE, {"day": "5", "month": "11", "year": "2027"}, Given(value="2027-11-05")),
        (DATE, {"day": "৫", "month": "১১", "year": "২০২৭"}, Given(value="2027-11-05")),
    ],
)
def test_an_answer_is_read(question: Question, fields: Fields, given: Given) -> None:
    assert read(question, fields) == given


@pytest.mark.parametrize(
    "question", [DROPDOWN, PICTURES, STATEMENTS, RANKING, POINTS, NUMBER, DATE, ALONE]
)
def test_any_question_may_be_left_empty(question: Question) -> None:
    assert read(question, {}).is_empty
    blank: Fields = dict.fromkeys(("answer", "value", "day", "month", "year", "rank-a"), "")
    assert read(question, blank | {"points-a": " ", "row-r": ""}).is_empty


@pytest.mark.parametrize(
    ("question", "fields", "sentence"),
    [
        (DROPDOWN, {"answer": "z"}, "Choose from the answers on this page."),
        (DROPDOWN, {"answer": ["a", "b"]}, "Choose one answer."),
        (PICTURES, {"answer": ["a", "b", "c"]}, "Choose up to 2 answers."),
        (ALONE, {"answer": ["a", "none"]}, "Choose “None” alone, or take it away."),
        (STATEMENTS, {"row-r": "z"}, "Choose from the answers on this page."),
        (RANKING, {"rank-a": "1", "rank-b": "1"}, "Choose something different for each place."),
        (RANKING, {"rank-a": "9"}, "Choose from the answers on this page."),
        (POINTS, {"points-a": "7"}, "Share out 10 points. You have 3 left to give."),
        (POINTS, {"points-a": "12"}, "Share out 10 points. You gave 2 too many."),
        (POINTS, {"points-a": "lots"}, "Write points as whole numbers, such as 3."),
        (NUMBER, {"value": "a few"}, "Write a number, such as 12."),
        (NUMBER, {"value": "121"}, "Write a number of 120 or less."),
        (NUMBER, {"value": "-1"}, "Write a number of 0 or more."),
        (DATE, {"day": "31", "month": "2", "year": "2027"}, "There is no such day."),
        (DATE, {"day": "3", "month": "May", "year": "2027"}, "in numbers."),
        (DATE, {"day": "3", "month": "5"}, "in numbers."),
        (DATE, {"day": "3", "month": "5", "year": "27"}, "Write the year with 4 numbers"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_kept(
    question: Question, fields: Fields, sentence: str
) -> None:
    error = refused(question, fields)

    assert sentence in str(error)
    kept = str(error.given)
    typed = [
        value for each in fields.values() for value in ([each] if isinstance(each, str) else each)
    ]
    assert all(f"'{value}'" in kept for value in typed)


def test_an_area_is_one_of_those_there_are() -> None:
    question = asked(QuestionType.AREA)

    assert read(question, {"answer": "saltby"}, ("saltby",)).choices == ("saltby",)
    with pytest.raises(AnswerRefused):
        read(question, {"answer": "atlantis"}, ("saltby",))
