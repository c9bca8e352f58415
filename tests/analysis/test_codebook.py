"""The codebook of our field: wide enough, spoken by many, nobody quoted twice."""

import re
import unicodedata
from collections import Counter
from itertools import combinations

from consult.analysis.codebook import OFF_SUBJECT, FieldTheme, field_codebook

LEAST_SENTENCES = 90
LEAST_OFF_SUBJECT = 120
LEAST_LANGUAGES = 3
NEARLY_THE_SAME = 0.7
TELLING_LETTERS = {
    "Polish": re.compile("[ąćęłńśźż]"),
    "Romanian": re.compile("[ăâîșț]"),
    "Urdu": re.compile("[ٹڈڑگچپںےہکی]"),
    "Arabic": re.compile("[ةىأإي]"),
    "Bengali": re.compile("[\u0980-\u09ff]"),
}


def words_of(sentence: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", sentence.lower()).replace("’", "'").replace("'", "")
    return frozenset(re.findall(r"\w+", plain))


def languages_of(theme: FieldTheme) -> set[str]:
    said = " ".join(theme.examples)
    return {language for language, letters in TELLING_LETTERS.items() if letters.search(said)}


def near_doubles(sentences: list[str]) -> list[tuple[str, str]]:
    """Return the pairs that share too many words: such a pair shares one of its rarest ones."""
    spoken = [words_of(text) for text in sentences]
    common = Counter(word for found in spoken for word in found)
    holders: dict[str, list[int]] = {}
    doubles = []
    for at, found in enumerate(spoken):
        rarest = sorted(found, key=lambda word: (common[word], word))
        telling = rarest[: int((1 - NEARLY_THE_SAME) * len(found)) + 1]
        others = {other for word in telling for other in holders.get(word, ())}
        doubles += [
            (sentences[at], sentences[other])
            for other in others
            if len(found & spoken[other]) > NEARLY_THE_SAME * len(found | spoken[other])
        ]
        for word in telling:
            holders.setdefault(word, []).append(at)
    return doubles


def test_the_field_has_some_forty_themes_each_with_a_name_of_its_own() -> None:
    themes = field_codebook().themes
    assert 38 <= len(themes) <= 50
    for first, second in combinations(themes, 2):
        assert first.name != second.name
        assert first.description != second.description


def test_every_theme_tells_what_it_is_about_in_a_sentence_and_some_words() -> None:
    for theme in field_codebook().themes:
        assert theme.description.endswith(".")
        assert len(theme.words) == len(set(theme.words))
        assert 10 <= len(theme.words) <= 25, theme.key


def test_ninety_people_or_more_speak_in_every_theme() -> None:
    for theme in field_codebook().themes:
        least = LEAST_OFF_SUBJECT if theme.key == OFF_SUBJECT else LEAST_SENTENCES
        assert len(theme.examples) >= least, theme.key
        assert all(sentence == sentence.strip() != "" for sentence in theme.examples), theme.key


def test_every_theme_is_spoken_of_in_three_other_languages_at_least() -> None:
    for theme in field_codebook().themes:
        assert len(languages_of(theme)) >= LEAST_LANGUAGES, theme.key


def test_nobody_says_the_same_twice() -> None:
    sentences = [text for theme in field_codebook().themes for text in theme.examples]
    assert len(set(sentences)) == len(sentences)
    assert near_doubles(sentences) == []


def test_a_near_double_would_be_noticed() -> None:
    said = ["the bus is always late again", "The bus is always late.", "more buses on Sundays"]
    assert near_doubles(said) == [(said[1], said[0])]
