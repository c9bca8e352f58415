"""Groups too small to be told: what is hidden so that nobody can be singled out by who they are.

The rule (k-anonymity with k = 5): a combination of characteristics stands in a file only where at
least five people of the audience share it. Where fewer do, the characteristics are hidden one after
the other, the last of the list first, until five share what is left. Those who are left alone even
then share "everything hidden" with each other and, where they are fewer than five, with as many
others as it takes. An audience of fewer than five people is left out whole.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from consult.disclosure import THRESHOLD, is_few

# The audience, then the characteristics: what is kept longest comes first.
Combination = tuple[Hashable, ...]
# No option of a survey can have this key.
HIDDEN_KEY = "_hidden"


@dataclass(frozen=True, slots=True)
class Safe:
    """Combinations as they may be told; of some, the first few people are hidden all the same."""

    told: Mapping[Combination, Combination]
    hidden_too: Mapping[Combination, int]

    def teller(self) -> Callable[[Combination], Combination | None]:
        """Return what says, person after person, what may be told; None leaves a person out."""
        left = dict(self.hidden_too)

        def tell(combination: Combination) -> Combination | None:
            if left.get(combination):
                left[combination] -= 1
                return _hidden_from(combination[:1], len(combination))
            return self.told.get(combination)

        return tell


def safe_combinations(counts: Mapping[Combination, int]) -> Safe:
    """Return how each combination may be told.

    `counts` are people by combination, all of the same length. Costs one pass for each
    characteristic, at most.
    """
    audiences: defaultdict[Hashable, dict[Combination, int]] = defaultdict(dict)
    for combination, people in counts.items():
        audiences[combination[0]][combination] = people
    told: dict[Combination, Combination] = {}
    hidden_too: dict[Combination, int] = {}
    for own in audiences.values():
        if not is_few(sum(own.values())):
            shared, alone = _shared(own)
            told |= shared
            told |= {one: _hidden_from(one[:1], len(one)) for one in alone}
            hidden_too |= _company(shared, own, _people(alone, own))
    return Safe(told, hidden_too)


def beside_words(combination: Combination, kept: int) -> Combination:
    """Return what of a combination may stand beside words: the audience and the first few."""
    return _hidden_from(combination[: 1 + kept], len(combination))


def _shared(
    counts: Mapping[Combination, int],
) -> tuple[dict[Combination, Combination], list[Combination]]:
    """Return the combinations of which something can be told, and those left alone."""
    told: dict[Combination, Combination] = {}
    alone = list(counts)
    width = len(alone[0])
    for kept in range(width, 1, -1):
        sharing: defaultdict[Combination, list[Combination]] = defaultdict(list)
        for combination in alone:
            sharing[combination[:kept]].append(combination)
        alone = []
        for key, same in sharing.items():
            if _people(same, counts) < THRESHOLD:
                alone += same
            else:
                told |= dict.fromkeys(same, _hidden_from(key, width))
    return told, alone


def _company(
    told: Mapping[Combination, Combination], counts: Mapping[Combination, int], alone: int
) -> dict[Combination, int]:
    """Return whom else to hide, so that those left alone are five: as few people as can be.

    They are taken from the largest group, if five stay in it; else whole groups, smallest first.
    """
    if not is_few(alone):
        return {}
    groups: defaultdict[Combination, list[Combination]] = defaultdict(list)
    for combination in sorted(told, key=repr):
        groups[told[combination]].append(combination)
    sizes = {group: _people(same, counts) for group, same in groups.items()}
    by_size = sorted(sizes, key=lambda group: (sizes[group], repr(group)))
    missing = THRESHOLD - alone
    if sizes[by_size[-1]] - missing >= THRESHOLD:
        return _first(missing, groups[by_size[-1]], counts)
    hidden: dict[Combination, int] = {}
    for group in by_size:
        if missing > 0:
            hidden |= {one: counts[one] for one in groups[group]}
            missing -= sizes[group]
    return hidden


def _first(
    missing: int, combinations: Iterable[Combination], counts: Mapping[Combination, int]
) -> dict[Combination, int]:
    hidden = {}
    for combination in combinations:
        hidden[combination] = min(missing, counts[combination])
        missing -= hidden[combination]
    return hidden


def _people(combinations: Iterable[Combination], counts: Mapping[Combination, int]) -> int:
    return sum(counts[each] for each in combinations)


def _hidden_from(kept: Combination, width: int) -> Combination:
    return kept + (HIDDEN_KEY,) * (width - len(kept))
