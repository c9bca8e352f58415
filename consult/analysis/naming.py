"""Name a theme as a person would: with a phrase several people used, never with a person's name."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from consult.analysis.grouping import Indices
from consult.analysis.reading import fold
from consult.analysis.reading import words as words_of
from consult.analysis.vectors import STOP_WORDS

LONGEST_PHRASE = 4
SHARED_BY = 3
ALWAYS_CAPITAL = 0.8
OFTEN = 0.02
FEW = 6
READ_EACH = 2000

_INSIDE = re.compile(r"(?<=[a-z,;] )([A-Z][a-z][\w'’-]*)|(?<=[a-z,;] )([a-z][\w'’-]+)")
_SENTENCES = re.compile(r"[.!?;:,()\n]+")


def personal_words(originals: Sequence[str]) -> frozenset[str]:
    """Return folded words with a capital inside sentences that not very many people write."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in originals:
        for large, little in _INSIDE.findall(text[:READ_EACH]):
            (capital if large else small)[_plain(large or little)] += 1
    common = max(FEW, OFTEN * len(originals))
    return frozenset(
        word
        for word, times in capital.items()
        if times >= ALWAYS_CAPITAL * (times + small[word]) and times + small[word] <= common
    )


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    return fold(word).removesuffix("'s")


def name_groups(
    texts: Sequence[str],
    groups: Sequence[Indices],
    keywords: Sequence[tuple[str, ...]],
    avoid: frozenset[str] = frozenset(),
) -> list[str]:
    """Return one name for each group of folded texts, all different."""
    everywhere = Counter(phrase for text in texts for phrase in set(_phrases(text, avoid)))
    names: list[str] = []
    for group, telling in zip(groups, keywords, strict=True):
        name = _best_phrase([texts[row] for row in group], everywhere, avoid)
        name = name or " and ".join(telling[:2]) or "other comments"
        names.append(_unlike(name[:1].upper() + name[1:], names, telling))
    return names


def _best_phrase(members: Sequence[str], everywhere: Counter[str], avoid: frozenset[str]) -> str:
    """Return the phrase that most members share, few others use and that says the most."""
    within = Counter(phrase for text in members for phrase in set(_phrases(text, avoid)))
    worth: dict[str, float] = {}
    for phrase, times in within.items():
        if times < min(SHARED_BY, len(members)):
            continue
        telling = sum(word not in STOP_WORDS for word in phrase.split())
        belongs = times / everywhere[phrase]
        worth[phrase] = float(np.log1p(times) * belongs**0.5 * (0.5 + telling))
    return max(worth, key=lambda phrase: (worth[phrase], phrase)) if worth else ""


def _phrases(text: str, avoid: frozenset[str]) -> Iterator[str]:
    """Give the runs of two to four words that begin and end with a word that carries meaning."""
    for sentence in _SENTENCES.split(text[:READ_EACH]):
        found = words_of(sentence.strip())
        for start in range(len(found)):
            for end in range(start + 2, min(start + LONGEST_PHRASE, len(found)) + 1):
                run = found[start:end]
                if _carries(run[0]) and _carries(run[-1]) and avoid.isdisjoint(run):
                    yield " ".join(run)


def _carries(word: str) -> bool:
    return word not in STOP_WORDS and word.isalpha() and len(word) > 1


def _unlike(name: str, taken: Sequence[str], telling: Sequence[str]) -> str:
    """Tell a name apart from those already given."""
    if name not in taken:
        return name
    spare = (f"{name} ({word})" for word in telling if word not in name.lower().split())
    numbered = (f"{name} ({at})" for at in range(2, len(taken) + 3))
    return next(other for other in (*spare, *numbered) if other not in taken)
