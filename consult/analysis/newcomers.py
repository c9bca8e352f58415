"""Find the subjects that a codebook does not know: words that weakly explained comments share."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from consult.analysis.grouping import Flags, Indices
from consult.analysis.reading import words
from consult.analysis.wordlists import word_list

READ_ROWS = 20_000
FEWEST = 5
PLACING = frozenset({"in", "at", "to", "from", "near", "round", "around"})
OFTEN_PLACED = 0.25
SHORTEST_WORD = 4
MOSTLY = 0.6
SAME_SUBJECT = 0.3

Telling = Sequence[Sequence[str]]


def find_newcomers(
    texts: Sequence[str],
    telling: Telling,
    is_weak: Flags,
    known_words: Collection[str],
    least_share: float,
) -> list[Indices]:
    """Return the rows of each new subject; `telling` are the telling words of each folded text.

    A word that also turns up where the codebook is sure, or that people are "in" or go "to"
    (the name of a town), is no subject.
    """
    read = np.linspace(0, len(texts) - 1, min(READ_ROWS, len(texts))).astype(int).tolist()
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row in read:
        for one in {stem(word) for word in telling[row] if len(word) >= SHORTEST_WORD}:
            rows_of[one].append(row)
    known = {stem(word) for word in {*known_words, *word_list("common_words")}}
    known |= _places([texts[row] for row in read])
    least = max(round(least_share * len(read)), FEWEST)
    subjects = {
        one: frozenset(rows)
        for one, rows in rows_of.items()
        if one not in known and len(rows) >= least and is_weak[rows].mean() >= MOSTLY
    }
    return _rows_with(_joined(subjects), telling)


def _joined(subjects: dict[str, frozenset[int]]) -> dict[str, int]:
    """Return the number of the subject each word speaks of; words of the same rows are one."""
    seen: list[set[int]] = []
    number: dict[str, int] = {}
    for one in sorted(subjects, key=lambda each: (-len(subjects[each]), each)):
        rows = subjects[one]
        same = (
            at for at, group in enumerate(seen) if len(group & rows) >= SAME_SUBJECT * len(rows)
        )
        number[one] = next(same, len(seen))
        if number[one] == len(seen):
            seen.append(set())
        seen[number[one]] |= rows
    return number


def _rows_with(number: dict[str, int], telling: Telling) -> list[Indices]:
    """Return the rows that have a word of each subject."""
    found: list[list[int]] = [[] for _ in set(number.values())]
    for row, said in enumerate(telling if number else ()):
        for subject in {number[one] for one in map(stem, said) if one in number}:
            found[subject].append(row)
    return [np.array(rows) for rows in found]


def _places(texts: Sequence[str]) -> set[str]:
    """Return stems that often follow a word such as "in" or "near"."""
    after: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for text in texts:
        found = words(text)
        everywhere.update(map(stem, found))
        after.update(stem(word) for before, word in pairwise(found) if before in PLACING)
    return {word for word, times in after.items() if times >= OFTEN_PLACED * everywhere[word]}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Cut the commonest English endings off a word."""
    for ending in ("ings", "ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_WORD:
            return word[: -len(ending)]
    return word
