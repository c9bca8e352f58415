"""Which language a comment is in: slang and typing mistakes stay English."""

import csv
from pathlib import Path

import pytest

from consult.analysis.language import LANGUAGES, language_of
from tests.analysis.builders import labelled_comments

SENTENCES = Path(__file__).with_name("languages.csv")
TONES = Path(__file__).with_name("tones.csv")


def column(path: Path, name: str) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return [row[name] for row in csv.DictReader(file)]


def test_sentences_in_many_languages_are_told_apart() -> None:
    spoken = column(SENTENCES, "language")
    found = language_of(column(SENTENCES, "text"))
    foreign = [said == told for said, told in zip(spoken, found, strict=True) if said != "en"]
    assert len(foreign) > 90
    assert sum(foreign) >= 0.95 * len(foreign)


def test_messy_english_stays_english() -> None:
    messy = [
        text
        for text, spoken in zip(
            column(SENTENCES, "text"), column(SENTENCES, "language"), strict=True
        )
        if spoken == "en"
    ]
    messy += column(TONES, "text") + labelled_comments()[0]
    assert len(messy) > 300
    assert sum(code != "en" for code in language_of(messy)) <= 0.01 * len(messy)


@pytest.mark.parametrize("text", ["", "👍", "123", "gyms", "Ms Okonkwo", "\x00"])
def test_what_is_not_surely_another_language_is_english(text: str) -> None:
    assert language_of([text]) == ["en"]


def test_every_language_told_has_a_name() -> None:
    assert set(column(SENTENCES, "language")) <= set(LANGUAGES)
