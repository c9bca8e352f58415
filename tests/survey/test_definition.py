"""A survey as a value: written and read again it is the same, and a bad one is named."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.survey.rules import (
    BadDefinition,
    Definition,
    Option,
    Question,
    QuestionType,
    Start,
    read_definition,
    write_definition,
)
from consult.survey.rules.definition import SCALE_KEYS
from consult.survey.rules.kinds import PICTURES
from tests.builders import definition

words = st.text(min_size=1, max_size=40).filter(str.strip)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)


@st.composite
def questions(draw: st.DrawFn, key: str) -> Question:
    kind = draw(st.sampled_from(QuestionType))
    other = draw(st.booleans()) and kind.takes_other
    options: tuple[Option, ...] = ()
    if kind.is_scale:
        options = tuple(Option(scale, draw(words)) for scale in SCALE_KEYS)
    elif kind.has_options:
        taken = keys.filter(lambda key: key != "other")
        found = draw(st.lists(taken, min_size=3, max_size=6, unique=True))
        options = tuple(Option(option, draw(words)) for option in found)
    rows = st.lists(keys, min_size=1, max_size=4, unique=True)
    grid = draw(rows) if kind is QuestionType.STATEMENTS else []
    return Question(
        key=key,
        type=kind,
        title=draw(words),
        hint=draw(st.text(max_size=20)),
        priority=draw(st.sampled_from([None, "P1", "P8"])),
        options=options,
        rows=tuple(Option(row, draw(words)) for row in grid),
        clause=draw(words) if kind is QuestionType.CLAUSE else "",
        most=draw(st.sampled_from([None, 1, 2])) if kind is QuestionType.SEVERAL else None,
        other=other,
        max_length=draw(st.integers(1, 5000)),
    )


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    asked = draw(st.lists(keys, max_size=5, unique=True))
    return Definition(
        start=Start(
            title=draw(st.text(max_size=20)),
            lead=draw(st.text(max_size=20)),
            minutes=draw(st.integers(1, 60)),
            points=tuple(draw(st.lists(st.text(max_size=10), max_size=3))),
        ),
        questions=tuple(draw(questions(key)) for key in asked),
        thanks=draw(st.text(max_size=20)),
    )


@given(definitions())
def test_a_survey_written_and_read_again_is_the_same(survey: Definition) -> None:
    assert read_definition(write_definition(survey)) == survey


def test_something_else_is_chosen_by_its_own_key_and_listed_once() -> None:
    options = [{"key": key, "label": key} for key in ("a", "b", "other")]
    entry = {"key": "q", "type": "single", "title": "Which?", "options": options, "other": True}

    question = read_definition({"questions": [entry]}).questions[0]

    assert [option.key for option in question.options] == ["a", "b"]
    assert question.option_keys == {"a", "b", "other"}


CHOICES = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"key": "Q 1", "type": "area", "title": "Where?"}, "“Where?” needs a key of small"),
        ({"key": "q", "type": "area", "title": " "}, "Write the question."),
        ({"key": "q", "type": "area"}, "Question 1 has no title."),
        ({"key": "q", "type": "dance", "title": "Dance?"}, "Question 1 cannot be read"),
        ({"key": "q", "type": "single", "title": "Which?", "options": CHOICES[:1]}, "at least 2"),
        ({"key": "q", "type": "top3", "title": "Which?", "options": CHOICES}, "at least 3"),
        ({"key": "q", "type": "single", "title": "Which?", "options": CHOICES * 2}, "Two answers"),
        ({"key": "q", "type": "faces", "title": "How?", "options": CHOICES}, "keyed 1 to 5"),
        (
            {"key": "q", "type": "several", "title": "Which?", "options": CHOICES, "most": 9},
            "more answers than there are",
        ),
        (
            {"key": "q", "type": "several", "title": "Which?", "options": CHOICES, "most": "x"},
            "Question 1 cannot be read",
        ),
        ({"key": "q", "type": "long_text", "title": "What?", "max_length": -3}, "can take from 1"),
        ({"key": "q", "type": "single", "title": "Which?", "options": [3]}, "cannot be read"),
        ("words", "Question 1 cannot be read"),
        (
            {
                "key": "q",
                "type": "pictures",
                "title": "Which?",
                "options": [*CHOICES, {"key": "c", "label": "C", "picture": "dragon"}],
            },
            "a picture we do not have: “dragon”",
        ),
        (
            {"key": "q", "type": "statements", "title": "How true?", "options": CHOICES},
            "needs statements",
        ),
        ({"key": "q", "type": "clause", "title": "What?"}, "the number of the clause"),
        (
            {"key": "q", "type": "points", "title": "Share", "options": CHOICES, "total": 9999},
            "from 1 to 1000 points",
        ),
        ({"key": "q", "type": "number", "title": "How?", "least": 5, "most": 1}, "above its larg"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(entry: Any, sentence: str) -> None:
    with pytest.raises(BadDefinition) as broken:
        read_definition({"questions": [entry]})

    assert sentence in str(broken.value)


@pytest.mark.parametrize(
    "data", [None, 7, [], {"start": 3}, {"questions": 4}, {"start": {"minutes": "x"}}]
)
def test_what_is_no_survey_is_refused_in_a_sentence(data: Any) -> None:
    with pytest.raises(BadDefinition):
        read_definition(data)


def test_two_questions_cannot_share_a_key() -> None:
    twice = definition()["questions"][:1] * 2

    with pytest.raises(BadDefinition, match="Two questions have the key"):
        read_definition({"questions": twice})


def test_every_picture_an_answer_can_have_is_drawn() -> None:
    file = Path(__file__).parents[2] / "templates" / "_parts" / "pictures.html"
    drawn = re.findall(r'^  "(\w+)": \'<', file.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(drawn) == sorted(PICTURES)


CONDITION = {"question": "first", "is": ["a"]}
FIRST = {"key": "first", "type": "single", "title": "Which?", "options": CHOICES}


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"show_if": {"question": "later", "is": ["a"]}}, "“later”, which is not asked before it"),
        ({"show_if": {"question": "second", "answered": True}}, "is not asked before it"),
        ({"show_if": CONDITION | {"is": ["z"]}}, "an answer that “Which?” does not offer"),
        ({"show_if": {"question": "first", "least": 3}}, "an answer that “Which?” does not offer"),
        ({"jumps": [{"to": "first"}]}, "can only lead on to a later question"),
        ({"jumps": [{"to": "nowhere"}]}, "leads to a question that is not there"),
        ({"title": "Why [[later]]?"}, "repeats an answer (“later”) not given before"),
        ({"show_if": {"question": "first"}}, "Question 2 cannot be read"),
    ],
)
def test_a_path_that_cannot_be_walked_is_named(second: dict[str, Any], sentence: str) -> None:
    entry = {"key": "second", "type": "long_text", "title": "Why?", **second}

    with pytest.raises(BadDefinition) as broken:
        read_definition({"questions": [FIRST, entry]})

    assert sentence in str(broken.value)
