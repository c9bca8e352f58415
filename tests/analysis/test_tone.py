"""How a comment sounds: a hint that minds negation and the way young people speak."""

import pytest

from consult.analysis.tone import tone_of


@pytest.mark.parametrize(
    "text",
    [
        "I don't feel safe walking home",
        "I dont feel very safe here",
        "the food is never good",
        "nobody is kind at my school",
        "I get bullied every day",
        "it's a joke",
        "Not enough to do and the park is minging",
    ],
)
def test_complaints_do_not_sound_like_praise(text: str) -> None:
    assert tone_of(text) < 0


@pytest.mark.parametrize(
    "text",
    [
        "the new skate park is proper peng",
        "youth club is sick",
        "This group was a lifeline",
        "the drop in slaps",
        "I love my library",
        "it isn't scary any more",
    ],
)
def test_praise_in_young_peoples_words_is_praise(text: str) -> None:
    assert tone_of(text) > 0


def test_being_sick_of_something_is_no_praise() -> None:
    assert tone_of("sick of this") < 0
    assert tone_of("I feel sick before school") < 0


@pytest.mark.parametrize("text", ["", "👍", "\x00", "the bus goes to town", "a" * 100_000])
def test_what_does_not_sound_like_anything_is_nought(text: str) -> None:
    assert tone_of(text) == 0
