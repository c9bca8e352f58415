"""Reading comments: who said something, and what counts as the same answer."""

import pytest

from consult.analysis.codebook import field_codebook
from consult.analysis.reading import fold, gather, says_something
from tests.analysis.builders import labelled_comments


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
    ],
)
def test_short_answers_with_content_say_something(text: str) -> None:
    assert says_something(text)


def test_spelling_case_and_accents_do_not_make_answers_different() -> None:
    reading = gather(["More buses!", "more  BUSES", "n/a", "Café please", "cafe please"])
    assert reading.of_row == (0, 0, -1, 1, 1)
    assert reading.first_rows == (0, 3)


def test_folding_keeps_words_and_drops_decoration() -> None:
    assert fold("Soooo  BORED\u200b, isn’t it") == "soo bored, isn't it"


def test_the_codebook_shares_nothing_with_what_tests_it() -> None:
    themes = field_codebook().themes
    examples = {fold(example) for theme in themes for example in theme.examples}
    assert examples.isdisjoint(map(fold, labelled_comments()[0]))
