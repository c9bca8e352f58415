"""How a comment sounds: a hint that minds negation and the way young people speak."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from textblob import TextBlob

from consult.analysis.tone import CLEAR, spread_of, tone_of, tones_of

SENTENCES = Path(__file__).with_name("tones.csv")


def sentences(part: str) -> tuple[list[str], list[int]]:
    """Return sentences of our own and how they sound; those set aside tuned nothing."""
    with SENTENCES.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    return [row["text"] for row in rows], [int(row["tone"]) for row in rows]


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


@pytest.mark.parametrize(
    "text", ["", "👍", "\x00", "the bus goes to town", "a" * 100_000, "Mae'n dda iawn yma"]
)
def test_what_does_not_sound_like_anything_is_nought(text: str) -> None:
    assert tone_of(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "more good youth clubs please",
        "I wish there was a nice library",
        "It would be great if it opened at weekends",
        "not bad not good",
        "I am six years old",
    ],
)
def test_a_wish_is_neither_praise_nor_blame(text: str) -> None:
    assert abs(tone_of(text)) <= CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "cheers for shutting our club, really helpful",
        "love how a bench is called provision",
        "I used to love school",
        "why does everything fun cost money",
        "we waited 14 months",
        "nobody told us",
    ],
)
def test_mockery_and_what_is_lacking_sound_negative(text: str) -> None:
    assert tone_of(text) < -CLEAR


def test_sentences_set_aside_are_read_better_than_by_counting_single_words() -> None:
    texts, labels = sentences("aside")
    ours = tones_of(texts)
    alone = np.array([TextBlob(text).sentiment.polarity for text in texts])
    took_side = np.array(labels) != 0
    is_glad = np.array(labels)[took_side] > 0
    guessed = np.sign(np.where(np.abs(ours) > CLEAR, ours, 0))
    assert np.mean(guessed == labels) >= 0.65
    assert roc_auc_score(is_glad, ours[took_side]) >= 0.88
    assert roc_auc_score(is_glad, ours[took_side]) > roc_auc_score(is_glad, alone[took_side])


def test_a_batch_is_told_as_one_by_one() -> None:
    texts = [*sentences("tune")[0], "", "I love it", "I love it"]
    told = tones_of(texts)
    assert told.dtype == np.float32
    assert told == pytest.approx([tone_of(text) for text in texts], abs=1e-6)
    assert tones_of([]).shape == (0,)


def test_the_spread_counts_both_sides_and_who_takes_none() -> None:
    assert spread_of([-0.5, -0.2, 0.0, 0.05, 0.9]) == (2, 2, 1)
    assert spread_of([]) == (0, 0, 0)
