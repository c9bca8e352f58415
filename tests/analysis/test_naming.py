"""How a theme is named: a short clause in people's own words, and words that mark it out."""

import numpy as np
import pytest

from consult.analysis.clauses import clauses_of, tag_of
from consult.analysis.keywords import keywords_of, root
from consult.analysis.naming import name_groups, personal_words
from consult.analysis.reading import fold

BUSES = [
    "the buses stop too early",
    "Buses stop too early on Sundays",
    "buses stop too early, so I can't go to training",
    "I think the last bus goes too early",
    "why do buses stop so early",
    "buses round here stop at six",
]
LUNCHES = [
    "school lunches are too small",
    "The lunches are too small and cold",
    "our lunches are too small for year 11",
    "lunches cost a lot",
    "please can we have bigger lunches",
    "lunches are cold",
]
LOCKS = [
    "was my bike stolen outside the pool",
    "my bike was stolen by the station",
    "My bike was stolen in May",
    "someone stole a bike again",
    "two bikes got stolen from the rack",
]


def names(*groups: list[str], avoid: frozenset[str] = frozenset()) -> list[str]:
    texts = [fold(text) for group in groups for text in group]
    ends = np.cumsum([len(group) for group in groups])
    rows = np.split(np.arange(len(texts)), ends[:-1])
    return name_groups(texts, rows, keywords_of(texts, rows, avoid), avoid)


def clauses(text: str) -> set[str]:
    return {" ".join(clause.said) for clause in clauses_of(fold(text), frozenset())}


def test_a_theme_is_named_as_people_say_it() -> None:
    about_buses, about_lunches, about_bikes = names(BUSES, LUNCHES, LOCKS)
    assert about_buses.removeprefix("The ").capitalize() == "Buses stop too early"
    assert about_lunches in {"The lunches are too small", "School lunches are too small"}
    assert about_bikes.startswith("My bike was stolen")


def test_names_are_short_clauses_that_begin_and_end_well() -> None:
    for name in names(BUSES, LUNCHES, LOCKS):
        words = name.lower().split()
        assert 3 <= len(words) <= 7
        assert tag_of(words[0]) not in {"IN", "CC", "TO"}
        assert tag_of(words[-1]) not in {"IN", "CC", "TO", "DT"}


def test_the_same_name_is_never_given_twice() -> None:
    given = names(BUSES, BUSES[::-1], BUSES)
    assert len(set(given)) == 3


def test_no_name_swears_or_names_a_person() -> None:
    rude = [f"{text} ffs it is shit" for text in BUSES]
    about = [f"Priya says {fold(text)}" for text in LUNCHES]
    given = " ".join(names(rude, about, avoid=frozenset({"priya"}))).lower()
    assert not {"shit", "ffs", "priya"} & set(given.split())


def test_only_who_asks_why_is_taken_to_say_that_it_is_so() -> None:
    assert clauses("Will the library stay open?") == set()
    assert clauses("can my children open an account") == set()
    assert "the steps to join the club" in clauses("what are the steps to join the club")


def test_a_question_is_turned_into_what_it_is_about() -> None:
    assert "my card was declined" in clauses("Why was my card declined?")
    assert "the bus stops early" in clauses("why does the bus stop early")
    assert "cancel the school trip" in clauses("How do I cancel the school trip")
    assert not any(" do you " in clause for clause in clauses("which cards do you accept"))


def test_abbreviations_keep_their_capitals() -> None:
    waits = ["the camhs list is long", "camhs list is too long", "I think the camhs list is long"]
    assert "CAMHS" in names(waits)[0]


@pytest.mark.parametrize("texts", [["ok"], ["ठीक है", "ठीक"], ["a b c d e f g h"], ["bus"] * 5])
def test_a_group_with_no_clause_still_has_a_name(texts: list[str]) -> None:
    assert names(texts)[0].strip()


def test_forms_of_a_word_are_told_once() -> None:
    (telling,) = keywords_of(
        ["the bus and buses", "buses stop", "bus stops", "bus stopped"], [np.arange(4)]
    )
    assert telling == ("bus", "stop")
    assert root("activated") == root("activation") == root("activate")
    assert root("care") != root("car")


def test_capitals_inside_sentences_tell_names_of_people() -> None:
    said = ["I saw Priya there", "ask Priya about it", "the bus to town", "we like town"]
    assert personal_words(said) == {"priya"}
