"""Name a theme as a person would say it: a short clause that stands for what several wrote.

Never with a person's name or a swear word. Cost: 10 ms a theme, whatever its size.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from consult.analysis.clauses import Clause, clauses_of
from consult.analysis.grouping import Indices
from consult.analysis.spelling import fold
from consult.analysis.vectors import STOP_WORDS
from consult.analysis.wordlists import word_list

READ_MEMBERS = 300
SHARED_BY = 3
ALWAYS_CAPITAL = 0.8
OFTEN = 0.02
FEW = 6
READ_EACH = 2000
READ_SMALL = 20_000
ALIKE = 0.5
LEAST_SHARED = 0.6
BEST_LENGTH = 5

_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z][\w'’-]*")
_SMALL = re.compile(r"(?<=[a-z,;] )[a-z][\w'’-]+")

Worths = npt.NDArray[np.float64]


def personal_words(originals: Sequence[str]) -> frozenset[str]:
    """Return folded words with a capital inside sentences that not very many people write.

    Capitals are looked for everywhere; how often a word has none is judged from an even spread.
    """
    capital = Counter(
        _unowned(word) for text in originals for word in _CAPITAL.findall(text[:READ_EACH])
    )
    spread = np.linspace(0, len(originals) - 1, min(READ_SMALL, len(originals))).astype(int)
    small = Counter(
        _unowned(word) for at in spread for word in _SMALL.findall(originals[at][:READ_EACH])
    )
    weight = len(originals) / max(1, len(spread))
    common = max(FEW, OFTEN * len(originals))
    return frozenset(
        word
        for word, times in capital.items()
        if times >= ALWAYS_CAPITAL * (times + weight * small[word])
        and times + weight * small[word] <= common
    )


@lru_cache(maxsize=16384)
def _unowned(word: str) -> str:
    return fold(word).removesuffix("'s")


def name_groups(
    texts: Sequence[str],
    groups: Sequence[Indices],
    keywords: Sequence[tuple[str, ...]],
    avoid: frozenset[str] = frozenset(),
) -> list[str]:
    """Return one name for each group of folded texts, all different."""
    unfit = avoid | word_list("swearing")
    names: list[str] = []
    told: list[frozenset[str]] = []
    for group, telling in zip(groups, keywords, strict=True):
        spread = np.linspace(0, len(group) - 1, min(READ_MEMBERS, len(group))).astype(int)
        clause = _best_clause([texts[group[at]] for at in spread], telling, told, unfit)
        name = _written(clause.said) if clause else _listed(telling)
        told.append(_content(clause.plain) if clause else frozenset(telling[:2]))
        names.append(_unlike(name, names, telling))
    return names


def _best_clause(
    members: Sequence[str],
    telling: Sequence[str],
    told: Sequence[frozenset[str]],
    unfit: frozenset[str],
) -> Clause | None:
    """Return the clause that says most of what the members say, unlike the names already told."""
    found = {clause.plain: clause for text in members for clause in clauses_of(text, unfit)}
    wanted = {word: 1 / (1 + at / 3) for at, word in enumerate(telling)}
    clauses = [clause for clause in found.values() if _content(clause.plain) & wanted.keys()]
    contents = [_content(clause.plain) for clause in clauses]
    shared = _shared(members, contents)
    worth = [
        _worth(clause, content, times, wanted)
        for clause, content, times in zip(clauses, contents, shared, strict=True)
    ]
    least = min(SHARED_BY, len(members))
    for at in sorted(range(len(clauses)), key=lambda one: (-worth[one], clauses[one].plain)):
        if shared[at] >= least and not any(_are_alike(contents[at], one) for one in told):
            return clauses[at]
    return None


def _worth(
    clause: Clause, content: frozenset[str], times: float, wanted: dict[str, float]
) -> float:
    """Weigh how many say it, how telling its words are, how well it stands and how long it is."""
    says = sum(wanted.get(word, 0.0) for word in content)
    idle = sum(word not in wanted for word in content)
    near = 1 - 0.1 * abs(len(clause.plain) - BEST_LENGTH)
    return float(np.log1p(times) * says**0.5 * clause.form * near / (1 + 0.3 * idle))


def _shared(members: Sequence[str], contents: Sequence[frozenset[str]]) -> list[int]:
    """Count for each clause the members that use most of its words."""
    holding: dict[str, set[int]] = {}
    for at, text in enumerate(members):
        for word in _content(tuple(text.replace("'", "").split())):
            holding.setdefault(word, set()).add(at)
    counts = []
    for content in contents:
        times = Counter(at for word in content for at in holding.get(word, ()))
        counts.append(sum(used >= LEAST_SHARED * len(content) for used in times.values()))
    return counts


@lru_cache(maxsize=65536)
def _content(plain: tuple[str, ...]) -> frozenset[str]:
    kept = (word.strip(".,!?;:()\"'-") for word in plain)
    return frozenset(word for word in kept if word not in STOP_WORDS and len(word) > 1)


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > ALIKE * min(len(one), len(other))


def _written(said: Sequence[str]) -> str:
    """Write a clause as a name: sentence case, and capitals where a word always has them."""
    always = {word.lower(): word for word in word_list("capitals")}
    bare = [(word.removesuffix("'s"), word) for word in said]
    name = " ".join(always.get(base, base) + word[len(base) :] for base, word in bare)
    return name[:1].upper() + name[1:]


def _listed(telling: Sequence[str]) -> str:
    name = " and ".join(telling[:2]) or "other comments"
    return name[:1].upper() + name[1:]


def _unlike(name: str, taken: Sequence[str], telling: Sequence[str]) -> str:
    """Tell a name apart from those already given."""
    if name not in taken:
        return name
    spare = (f"{name} ({word})" for word in telling if word not in name.lower().split())
    numbered = (f"{name} ({at})" for at in range(2, len(taken) + 3))
    return next(other for other in (*spare, *numbered) if other not in taken)
