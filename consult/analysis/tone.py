"""A hint of how a comment sounds, -1 to 1: never a measure, never for safeguarding.

TextBlob weighs single words. Round it stand our own lists: what young people say otherwise
("proper peng"), what it does not notice in this field ("bullied"), and what it reads backwards: a
negation further off ("I don't feel safe"), a wish ("more good clubs please"), mockery ("cheers for
shutting it"). Cost: about 0.035 s for 1,000
short comments.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from consult.analysis.language import ENGLISH, language_of_words
from consult.analysis.spelling import fold, words
from consult.analysis.wordlists import word_list

Tones = npt.NDArray[np.float32]

MAX_CHARACTERS = 1500
REACH = 4
CLEAR = 0.1

_LISTS = {
    "praise": ("weigh", 0.8),
    "gladness": ("weigh", 0.5),
    "blame": ("weigh", -0.8),
    "hurt": ("weigh", -0.5),
    "questions_that_complain": ("complain", -0.4),
    "sarcasm": ("mock", 0.0),
    "wishes": ("wish", 0.0),
    "plain_negations": ("say nothing", 0.0),
    "negations": ("negate", 0.0),
}
_TEXTBLOB = 0.7
_NOT_BAD, _NOT_GOOD, _LACK, _ONLY_LACKS = -0.5, -0.8, -0.25, -0.5
_MOCKING, _GONE, _TOO, _LONG = -0.5, -0.3, -0.4, -0.35
_STRONGER = 1.3
_BEFORE_BUT, _AFTER_BUT = 0.5, 1.3
_EVENNESS = 0.4
_BEING = ("is", "are", "was", "were", "im", "its", "be", "been", "theyre", "so", "proper", "well")

_CLAUSES = re.compile(r"[.!?;:,()\n]+|(?=\bbut\b)|(?=\balthough\b)|(?=\bthough\b)")
_STRENGTHENING = word_list("strengthening_words")
_JOINING = frozenset({"and", "because", "but", "cos", "coz", "cuz", "if", "so", "until", "when"})
_NUMBERS = (*map(str, range(2, 61)), "two", "three", "four", "five", "six", "eight", "nine", "ten")
_PERIODS = ("hours", "weeks", "months", "years", "miles", "times")


class _Mark(NamedTuple):
    """A word or phrase that changes how a clause sounds: what it does, and by how much."""

    words: tuple[str, ...]
    does: str
    weight: float = 0.0


@lru_cache(maxsize=65536)
def tone_of(text: str) -> float:
    """Return a hint of how a comment sounds, -1 (against) over 0 (neither, not clear) to 1 (for).

    It is a guess from words, wrong for about one comment in three, and never a measure. What is
    not in English is not read: 0.
    """
    folded = fold(text[:MAX_CHARACTERS])
    if language_of_words(words(folded), text) != ENGLISH:
        return 0.0
    gained = lost = 0.0
    is_mocking = False
    for clause in _CLAUSES.split(folded):
        said = words(clause)
        if not said:
            continue
        good, bad, mocks = _weigh(said)
        if said[0] == "but":
            gained, good, bad = gained * _BEFORE_BUT, good * _AFTER_BUT, bad * _AFTER_BUT
        gained, lost, is_mocking = gained + good, lost + bad, is_mocking or mocks
    total = _MOCKING - gained + lost if is_mocking else gained + lost
    return float(total / (total**2 + _EVENNESS) ** 0.5)


def tones_of(texts: Sequence[str]) -> Tones:
    """Return the tone of each comment, float32[n]; every wording is read once."""
    told = {text: tone_of(text) for text in dict.fromkeys(texts)}
    return np.fromiter((told[text] for text in texts), dtype=np.float32, count=len(texts))


def spread_of(tones: Sequence[float] | Tones) -> tuple[int, int, int]:
    """Count how many sound negative, mixed (or neither) and positive.

    People disagree about a theme where both the first and the last count are worth a look.
    """
    told = np.asarray(tones)
    against, in_favour = int((told < -CLEAR).sum()), int((told > CLEAR).sum())
    return against, len(told) - against - in_favour, in_favour


def _weigh(said: tuple[str, ...]) -> tuple[float, float, bool]:
    """Return what speaks for and against in one clause, and whether it mocks."""
    good = bad = 0.0
    negated: int | None = None
    does: set[str] = set()
    for at, mark in _marks(said):
        does.add(mark.does)
        is_near = negated is not None and at - negated <= REACH
        if mark.does in ("negate", "join") or not is_near:
            bad += _LACK if negated is not None else 0.0
            negated = at if mark.does == "negate" else None
        weight = mark.weight * (_STRONGER if at and said[at - 1] in _STRENGTHENING else 1.0)
        if negated is not None and mark.does == "weigh":
            weight *= _NOT_BAD if weight < 0 else _NOT_GOOD
            negated = None
        good, bad = good + max(0.0, weight), bad + min(0.0, weight)
    bad += _LACK if negated is not None else 0.0
    if "wish" in does or _opens_with_wish(said):
        good, bad = 0.0, bad if bad < _ONLY_LACKS else 0.0
    if "gone" in does:
        good, bad = 0.0, bad - good
    return good, bad, "mock" in does


def _marks(said: tuple[str, ...]) -> Iterator[tuple[int, _Mark]]:
    """Give the marks of a clause in turn and where they stand, the longest at each place.

    A word that strengthens the next is no mark of its own ("dead good").
    """
    marks, lengths = _known_marks()
    end = 0
    for at, word in enumerate(said):
        if at < end or word not in lengths:
            continue
        mark = next(
            (marks[run] for n in lengths[word] if (run := said[at : at + n]) in marks), None
        )
        if mark is None:
            continue
        end = at + len(mark.words)
        follows = marks.get(said[end : end + 1])
        if said[end - 1] in _STRENGTHENING and follows and follows.does == "weigh":
            continue
        yield at, mark


def _opens_with_wish(said: tuple[str, ...]) -> bool:
    opening = word_list("opening_wishes")
    return said[0] in opening or " ".join(said[:2]) in opening or " ".join(said[:3]) in opening


@cache
def _known_marks() -> tuple[dict[tuple[str, ...], _Mark], dict[str, tuple[int, ...]]]:
    """Return all marks, ours in place of TextBlob's, and the lengths of those by first word."""
    marks: dict[tuple[str, ...], _Mark] = {}
    for word, weight in _textblob_words():
        marks[(word,)] = _Mark((word,), "weigh", weight)
    for phrase, does, weight in _listed():
        for form in _forms(tuple(phrase.split())):
            marks[form] = _Mark(form, does, weight)
    lengths: dict[str, set[int]] = {}
    for form in marks:
        lengths.setdefault(form[0], set()).add(len(form))
    return marks, {word: tuple(sorted(each, reverse=True)) for word, each in lengths.items()}


def _listed() -> Iterator[tuple[str, str, float]]:
    """Give the words and phrases of our own, what each does, and its weight."""
    for name, (does, weight) in _LISTS.items():
        yield from ((phrase, does, weight) for phrase in word_list(name))
    yield from ((word, "join", 0.0) for word in _JOINING)
    yield from (
        ("used to", "gone", _GONE),
        ("get used to", "say nothing", 0.0),
        ("too", "weigh", _TOO),
    )
    for number in _NUMBERS:
        yield from ((f"{number} {period}", "weigh", _LONG) for period in _PERIODS)
        yield from ((f"{number} years {end}", "say nothing", 0.0) for end in ("old", "ago"))


def _forms(phrase: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a phrase as it is, or with each form of "be" where it begins with that word."""
    return [(being, *phrase[1:]) for being in _BEING] if phrase[0] == "be" else [phrase]


def _textblob_words() -> list[tuple[str, float]]:
    """Return TextBlob's words and weights, imported late because its reader is slow to load."""
    from textblob.en import sentiment

    sentiment.load()
    silent = word_list("no_tone")
    weights = ((word, _TEXTBLOB * told[None][0]) for word, told in sentiment.items())
    return [(word, weight) for word, weight in weights if weight and word not in silent]
