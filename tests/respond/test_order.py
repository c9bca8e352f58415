"""The order in which answers stand: shuffled for each person, or put in order by them."""

import pytest

from consult.respond.rules import (
    AnswerRefused,
    Given,
    in_shown_order,
    moved,
    shown_order,
    with_ranked_first,
)
from consult.survey.rules import Option, Question, QuestionType

OPTIONS = (
    *(Option(key, key.upper()) for key in "abcdef"),
    Option("not_sure", "I am not sure"),
    Option("none", "None of these", exclusive=True),
)
SHUFFLED = Question("q", QuestionType.SEVERAL, "Which?", options=OPTIONS, shuffle=True)
ORDERED = Question("q", QuestionType.RANKING, "In which order?", options=OPTIONS[:4])


def keys(question: Question) -> str:
    return " ".join(option.key for option in question.options)


def test_each_person_has_an_order_of_their_own_and_keeps_it() -> None:
    orders = {keys(in_shown_order(SHUFFLED, f"key {n}")) for n in range(20)}

    assert len(orders) > 10
    assert keys(in_shown_order(SHUFFLED, "key")) == keys(in_shown_order(SHUFFLED, "key"))


def test_not_sure_and_none_of_these_stay_last() -> None:
    for number in range(20):
        assert keys(in_shown_order(SHUFFLED, f"key {number}")).endswith(" not_sure none")


def test_a_scale_is_never_shuffled_but_its_statements_are() -> None:
    rows = tuple(Option(f"row_{n}", f"Statement {n}") for n in range(6))
    grid = Question(
        "q", QuestionType.STATEMENTS, "Do you agree?", options=OPTIONS, rows=rows, shuffle=True
    )
    shown = [in_shown_order(grid, f"key {number}") for number in range(20)]

    assert {each.options for each in shown} == {OPTIONS}
    assert len({each.rows for each in shown}) > 10

    agree = Question("q", QuestionType.AGREE, "Do you agree?", options=OPTIONS, shuffle=True)
    assert in_shown_order(agree, "key") == agree
    assert shown_order([agree], "key") == {}


def test_the_shown_order_is_what_was_shown() -> None:
    shown = shown_order([SHUFFLED, ORDERED], "key")

    assert shown == {"q": keys(in_shown_order(SHUFFLED, "key")).split()}


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        ("", "c:up", "c"),
        ("c", "a:up", "ca"),
        ("ca", "a:up", "ac"),
        ("ac", "a:up", "ac"),
        ("ac", "a:down", "ca"),
        ("ca", "a:down", "c"),
        ("ca", "b:down", "ca"),
        ("cab", "c:down", "acb"),
    ],
)
def test_up_and_down_move_one_at_a_time(before: str, move: str, after: str) -> None:
    assert "".join(moved(ORDERED, Given(ranks=tuple(before)), move).ranks) == after


def test_with_few_places_up_takes_the_last_one() -> None:
    two = Question("q", QuestionType.RANKING, "Which two?", options=OPTIONS[:4], most=2)

    assert moved(two, Given(ranks=("a", "b")), "c:up").ranks == ("a", "c")


@pytest.mark.parametrize("move", ["z:up", "a:sideways", "", "up"])
def test_a_move_of_nothing_is_refused(move: str) -> None:
    with pytest.raises(AnswerRefused):
        moved(ORDERED, Given(ranks=("a",)), move)


def test_what_has_a_place_stands_first() -> None:
    assert keys(with_ranked_first(ORDERED, Given(ranks=("d", "b")))) == "d b a c"
    assert with_ranked_first(SHUFFLED, Given(ranks=("d",))) == SHUFFLED
