"""The words that mark a theme out from the others: class-based TF-IDF (Grootendorst 2022)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from consult.analysis.grouping import Indices
from consult.analysis.reading import words
from consult.analysis.vectors import content_words

KEYWORDS = 8
CHANCE = 0.9
FEW = 4


def keywords_of(
    texts: Sequence[str], groups: Sequence[Indices], avoid: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    """Return up to eight words for each group of folded texts, most telling first.

    A word must come from two comments where the group has as many, so that one person's
    detail does not stand for all; words to avoid are left out.
    """
    counts = [
        Counter(word for at in group for word in set(content_words(texts[at]))) for group in groups
    ]
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    average = sum(everywhere.values()) / max(1, len(groups))
    return [
        _telling(count, everywhere, average, len(group), avoid)
        for count, group in zip(counts, groups, strict=True)
    ]


def filled_up(
    telling: tuple[str, ...], hints: Sequence[str], texts: Sequence[str]
) -> tuple[str, ...]:
    """Add words known to belong to a theme, where the folded texts use them and too few tell it."""
    used = " ".join(" ".join(words(text)) for text in texts) if len(telling) < FEW else ""
    said = [hint for hint in hints if f" {hint} " in f" {used} " and hint not in telling]
    return (*telling, *said[: max(0, FEW - len(telling))])


def _telling(
    count: Counter[str], everywhere: Counter[str], average: float, size: int, avoid: frozenset[str]
) -> tuple[str, ...]:
    shared = min(2, size)
    worth = {
        word: (times - CHANCE) / size * float(np.log1p(average / everywhere[word]))
        for word, times in count.items()
        if times >= shared and word not in avoid and word.isalpha()
    }
    return tuple(sorted(worth, key=lambda word: (-worth[word], word))[:KEYWORDS])
