"""Which priorities of a plan a comment bears on, best first, or none.

A comment and a priority seldom share words ("the 42 never comes", "things to do and places to
go"). What joins them is the field: the codebook says which subjects a comment raises, and
bearing.txt how plans speak of each subject and which others it bears on (buses on things to do).
A comment bears on none where most of what it may be about bears on none.
Cost: themes × priorities, then linear in the comments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from consult.analysis.codebook import Codebook, field_codebook, likelihoods
from consult.analysis.grouping import Matrix
from consult.analysis.reading import fold, says_something, words
from consult.analysis.tokens import token_table

BEARING = Path(__file__).with_name("bearing.txt")
IN_TITLE, IN_TEXT, READ = 1.0, 0.7, 1.5
IN_A_QUOTE = 0.2
SOFTENED, SOFTENED_A_LITTLE = 0.5, 0.75
# A theme that bears on a priority no more than this bears on none as much as on that one.
ELSEWHERE = 0.4
# A comment bears on none where it bears on all together this much less than most themes do.
LEAST = 0.55
# How much a likeness of words counts beside the field, and how sharply it is read.
DIRECTLY, SHARPENED = 0.3, 10.0
MOST = 3
FAINTEST = 0.01


@dataclass(frozen=True, slots=True)
class Described:
    """A priority: its code, what it is called, what it says in full, what was quoted under it."""

    code: str
    title: str
    text: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A priority that a comment may bear on, and how likely, 0 to 1."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Subject:
    """How plans speak of a subject, and which other subjects it bears on, how much."""

    phrases: tuple[str, ...]
    near: Mapping[str, float]


def suggest(
    texts: Sequence[str], priorities: Sequence[Described], *, field: Codebook | None = None
) -> list[tuple[Suggested, ...]]:
    """Return the priorities each text bears on, best first, at most three; or none."""
    if not texts or not priorities:
        return [() for _ in texts]
    field = field or field_codebook()
    by_theme = bearings(field, priorities)
    least = LEAST * float(np.delete(by_theme, field.off_subject, axis=0).sum(axis=1).mean())
    folded = [fold(text) for text in texts]
    probable = likelihoods(SOFTENED_A_LITTLE * field.evidence(folded))
    bearing = probable @ by_theme
    score = (1 - DIRECTLY) * bearing + DIRECTLY * _alike(folded, priorities)
    return [
        _best(row, priorities) if says_something(text) and borne >= least else ()
        for text, row, borne in zip(texts, score, bearing.sum(axis=1), strict=True)
    ]


def bearings(field: Codebook, priorities: Sequence[Described]) -> Matrix:
    """Return how far each theme bears on each priority, 0 to 1, float32[themes, priorities].

    What a row lacks of one is how far such comments bear on none of them.
    """
    told = np.stack([_speaks_of(field, priority) for priority in priorities], axis=1)
    squared = (_reach(field)[:, :, None] * told[None, :, :]).max(axis=1) ** 2
    squared[field.off_subject] = 0
    everything = squared.sum(axis=1, keepdims=True) + ELSEWHERE**2
    return np.asarray(squared / everything, dtype=np.float32)


@cache
def subjects() -> Mapping[str, Subject]:
    """Return how plans speak of each theme of the codebook, by its key."""
    return dict(_subject(line) for line in BEARING.read_text(encoding="utf-8").splitlines())


def _subject(line: str) -> tuple[str, Subject]:
    key, _, told = line.partition(":")
    phrases, _, near = told.partition(">")
    weights = dict(other.split() for other in near.split(",") if other.strip())
    return key, Subject(
        tuple(_spaced(phrase) for phrase in phrases.split(",") if phrase.strip()),
        {other: float(weight) for other, weight in weights.items()},
    )


def _best(bearing: Matrix, priorities: Sequence[Described]) -> tuple[Suggested, ...]:
    order = np.argsort(-bearing, kind="stable")[:MOST]
    return tuple(
        Suggested(priorities[at].code, round(float(bearing[at]), 3))
        for at in order
        if bearing[at] >= FAINTEST
    )


def _alike(texts: Sequence[str], priorities: Sequence[Described]) -> Matrix:
    """Return how alike each text and each priority are by what words mean; rows sum to one."""
    wording = [fold(f"{priority.title} {priority.text}") for priority in priorities]
    table = token_table()
    alike = table.transform(texts) @ table.transform(wording).T
    return likelihoods(np.asarray(SHARPENED * alike, dtype=np.float32))


def _speaks_of(field: Codebook, priority: Described) -> Matrix:
    """Return how much a priority speaks of each theme, 0 to 1; quotes count for little."""
    read = SOFTENED * field.evidence([fold(f"{priority.title} {priority.text}")])
    if priority.quotes:
        quoted = field.evidence([fold(quote) for quote in priority.quotes]).mean(axis=0)
        read = (1 - IN_A_QUOTE) * read + IN_A_QUOTE * quoted
    title, text = _spaced(priority.title), _spaced(priority.text)
    named = np.zeros(len(field.themes), dtype=np.float32)
    for place, theme in enumerate(field.themes):
        phrases = subjects()[theme.key].phrases if theme.key in subjects() else ()
        named[place] = IN_TITLE * _holds(title, phrases) + IN_TEXT * _holds(text, phrases)
    return np.asarray(np.minimum(1, named + READ * likelihoods(read)[0]), dtype=np.float32)


def _reach(field: Codebook) -> Matrix:
    """Return how far comments on one theme bear on another, float32[themes, themes]."""
    at = {theme.key: place for place, theme in enumerate(field.themes)}
    reach = np.eye(len(at), dtype=np.float32)
    for key, subject in subjects().items():
        for other, weight in subject.near.items():
            if key in at and other in at:
                reach[at[key], at[other]] = weight
    return reach


def _holds(spaced: str, phrases: Sequence[str]) -> bool:
    return any(phrase in spaced for phrase in phrases)


def _spaced(text: str) -> str:
    return f" {' '.join(words(fold(text)))} "
