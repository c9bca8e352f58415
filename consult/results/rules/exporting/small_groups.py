"""Groups too small to be told: what is hidden so that nobody can be singled out by who they are.

The rule (k-anonymity with k = 5): a combination of characteristics stands in a file only where at
least five people of the audience share it. Where fewer do, the characteristics are hidden one after
the other, the last of the list first, until five share what is left. Those who are left alone even
then share "everything hidden" with each other and, where they are fewer than five, with the
smallest group beside them. An audience of fewer than five people is left out whole.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping

from consult.disclosure import THRESHOLD, is_few

# The audience, then the characteristics: what is kept longest comes first.
Combination = tuple[Hashable, ...]
# No option of a survey can have this key.
HIDDEN_KEY = "_hidden"
Safe = dict[Combination, Combination]


def safe_combinations(counts: Mapping[Combination, int]) -> Safe:
    """Return each combination as it may be told; whoever is not in it is left out.

    `counts` are people by combination, all of the same length. Costs one pass for each
    characteristic, at most.
    """
    audiences: defaultdict[Hashable, dict[Combination, int]] = defaultdict(dict)
    for combination, people in counts.items():
        audiences[combination[0]][combination] = people
    safe: Safe = {}
    for own in audiences.values():
        if not is_few(sum(own.values())):
            safe |= _of_audience(own)
    return safe


def _of_audience(counts: Mapping[Combination, int]) -> Safe:
    safe: Safe = {}
    alone: Collection[Combination] = counts
    width = len(next(iter(counts)))
    for kept in range(width, 1, -1):
        sharing: defaultdict[Combination, list[Combination]] = defaultdict(list)
        for combination in alone:
            sharing[combination[:kept]].append(combination)
        told = {key for key, same in sharing.items() if _people(same, counts) >= THRESHOLD}
        alone = [one for key, same in sharing.items() if key not in told for one in same]
        for key in told:
            safe |= dict.fromkeys(sharing[key], _hidden_from(key, width))
    return _together(safe, alone, counts)


def _together(
    safe: Safe, alone: Collection[Combination], counts: Mapping[Combination, int]
) -> Safe:
    """Hide all of those left alone, and of the smallest groups until five are together."""
    sizes: Counter[Combination] = Counter()
    for combination, told in safe.items():
        sizes[told] += counts[combination]
    hidden = _people(alone, counts)
    joining = set()
    for told in sorted(sizes, key=lambda each: (sizes[each], repr(each))):
        if not is_few(hidden):
            break
        joining.add(told)
        hidden += sizes[told]
    some = next(iter(counts))
    nothing = _hidden_from(some[:1], len(some))
    return {one: nothing if told in joining else told for one, told in safe.items()} | (
        dict.fromkeys(alone, nothing)
    )


def _people(combinations: Collection[Combination], counts: Mapping[Combination, int]) -> int:
    return sum(counts[each] for each in combinations)


def _hidden_from(kept: Combination, width: int) -> Combination:
    return (*kept, *(HIDDEN_KEY for _ in range(width - len(kept))))
