"""Reading comments: who said something, and what counts as the same answer."""

import pytest

from consult.analysis.codebook import field_codebook
from consult.analysis.reading import fold, gather, says_something, why_apart
from tests.analysis.builders import LABELLED, UNSEEN, labelled_comments


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "n/a",
        "N/A",
        "none",
        "None",
        "NOTHING",
        "see above",
        "As above.",
        "idk",
        "Don't know",
        "i dunno",
        "👍",
        "...",
        "123",
        "\x00",
        "no comment",
        "nothing to add, sorry",
        "sdfkjhsdf",
        "nic",
        "dim byd",
    ],
)
def test_answers_without_content_say_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "buses",
        "bullying",
        "There is nothing to do",
        "No one listens",
        "I don't know who to talk to",
        "toilets",
        "TV",
        "nothing for teenagers",
        "Nie wiem gdzie szukać pomocy",
        "gyms",
        "LGBT",
        "he told me to do it",
        "only doing this to save money",
        "your mum should be allowed in",
        "bananas at breakfast club",
        "মাস শেষে হাতে টাকা থাকে না",
    ],
)
def test_short_answers_with_content_say_something(text: str) -> None:
    assert says_something(text)


def test_spelling_case_and_accents_do_not_make_answers_different() -> None:
    reading = gather(["More buses!", "more  BUSES", "n/a", "Café please", "cafe please"])
    assert reading.of_row == (0, 0, -1, 1, 1)
    assert reading.first_rows == (0, 3)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \u200b ", "empty"),
        ("👍👍", "only signs"),
        ("?!", "only signs"),
        ("12", "only signs"),
        ("said it all at the workshop", "nothing to say"),
        ("dunno", "nothing to say"),
        ("hahaha", "nothing to say"),
        ("skibidi sigma", "nothing to say"),
        ("hi miss", "nothing to say"),
        ("asdfgh", "keyboard mashing"),
        ("hjkdfs sdfgl", "keyboard mashing"),
        ("aaaaaaaa", "keyboard mashing"),
        ("the bus", ""),
    ],
)
def test_it_is_said_why_an_answer_is_set_apart(text: str, why: str) -> None:
    assert why_apart(text) == why


def test_rows_set_apart_are_told_by_why_and_repeats_are_counted() -> None:
    reading = gather(["more buses", "😀", "n/a", "More buses", "", "idk", "more buses please"])
    assert reading.apart == {"empty": (4,), "only signs": (1,), "nothing to say": (2, 5)}
    assert reading.of_row == (0, -1, -1, 0, -1, -1, 1)
    assert reading.counts == (2, 1)


def test_languages_are_listed_and_nothing_in_them_is_dropped() -> None:
    reading = gather(["more buses", "Brakuje miejsc zabaw dla dzieci", "বাসের ভাড়া বেশি", "n/a"])
    assert reading.languages == {"bn": 1, "en": 1, "pl": 1}
    assert reading.spoken == ("en", "pl", "bn")
    assert reading.of_row == (0, 1, 2, -1)


def test_folding_keeps_words_and_drops_decoration() -> None:
    assert fold("Soooo  BORED\u200b, isn’t it") == "soo bored, isn't it"


def test_the_codebook_shares_nothing_with_what_tests_it() -> None:
    themes = field_codebook().themes
    examples = {fold(example) for theme in themes for example in theme.examples}
    for file in (LABELLED, UNSEEN):
        assert examples.isdisjoint(map(fold, labelled_comments(file)[0]))
