"""Recognise a theme again: which new group of comments is which theme we know already."""

from collections.abc import Sequence
from dataclasses import dataclass

# From this overlap on (shared comments over all comments of both) a group is a theme we know.
LEAST_OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Group:
    """A group of comments the machine has just found, under the machine's own name."""

    id: int
    name: str
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class Known:
    """A theme we know: the machine's name for it, and the sets of comments it is known by."""

    id: int
    machine_name: str
    members: tuple[frozenset[int], ...]


def recognise(groups: Sequence[Group], known: Sequence[Known]) -> dict[int, int]:
    """Return the id of the known theme for each group id that is one: best overlap first."""
    scored = [(_likeness(group, theme), group.id, theme.id) for group in groups for theme in known]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, group_id, theme_id in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if score < LEAST_OVERLAP:
            break
        if group_id not in found and theme_id not in taken:
            found[group_id] = theme_id
            taken.add(theme_id)
    return found


def _likeness(group: Group, theme: Known) -> float:
    """Return the best overlap, 0 to 1; the machine's own name used again is enough to know it."""
    best = max((_overlap(group.members, members) for members in theme.members), default=0.0)
    same_name = bool(group.name) and group.name == theme.machine_name
    return max(best, LEAST_OVERLAP) if same_name else best


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0
