"""Conditions and jumps read as a person would say them."""

import pytest

from consult.survey.rules import (
    END,
    Between,
    Chose,
    Condition,
    Definition,
    Every,
    Gave,
    Jump,
    Not,
    Option,
    Question,
    QuestionType,
    Some,
)
from consult.survey.rules.saying import in_words, jumps_in_words

OUT = Question(
    "out",
    QuestionType.SINGLE,
    "Do you go out?",
    options=(Option("yes", "Yes"), Option("now", "Sometimes"), Option("no", "No")),
    jumps=(Jump("why", Chose("out", ("no",))), Jump(END)),
)
AGE = Question("age", QuestionType.NUMBER, "How old are you?")
GRID = Question(
    "grid",
    QuestionType.STATEMENTS,
    "How far do you agree?",
    rows=(Option("safe", "I feel safe"),),
    options=(Option("1", "Not at all"), Option("2", "A lot")),
)
WHY = Question("why", QuestionType.LONG_TEXT, "You said [[out|no]]. Why?")
SURVEY = Definition(questions=(OUT, AGE, GRID, WHY))
YES = Chose("out", ("yes", "now"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (YES, "if “Do you go out?” is “Yes” or “Sometimes”"),
        (Chose("out", ("yes", "now", "no")), "if “Do you go out?” is “Yes”, “Sometimes” or “No”"),
        (Not(Chose("out", ("no",))), "if “Do you go out?” is not “No”"),
        (Gave("why"), "if “You said …. Why?” is answered"),
        (Not(Gave("age")), "if “How old are you?” is not answered"),
        (Between("age", 11, None), "if “How old are you?” is 11 or more"),
        (Between("age", None, 7.5), "if “How old are you?” is 7.5 or less"),
        (Between("age", 8, 10), "if “How old are you?” is from 8 to 10"),
        (
            Chose("grid", ("2",), "safe"),
            "if “How far do you agree?”, “I feel safe”, is “A lot”",
        ),
        (
            Every((YES, Some((Gave("age"), Gave("why"))))),
            "if “Do you go out?” is “Yes” or “Sometimes” and "
            "(“How old are you?” is answered or “You said …. Why?” is answered)",
        ),
        (
            Not(Every((Gave("age"), Gave("out")))),
            "if it is not so that (“How old are you?” is answered "
            "and “Do you go out?” is answered)",
        ),
        (Chose("gone", ("x",)), "if “gone” is “x”"),
    ],
)
def test_a_condition_is_said_in_words(condition: Condition, words: str) -> None:
    assert in_words(condition, SURVEY) == words


def test_each_jump_is_a_sentence() -> None:
    assert jumps_in_words(OUT, SURVEY) == [
        "If “Do you go out?” is “No”, go to question 4, “You said …. Why?”.",
        "Go to the end.",
    ]
