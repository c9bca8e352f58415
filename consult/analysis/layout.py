"""Lay groups out as themes: broader and narrower ones, largest first, and the rows of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.grouping import Grouping, Indices, memberships
from consult.analysis.reading import Reading

Rows = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One theme to be: its groups (several where it is a broader one), its rows, what it is in."""

    groups: tuple[int, ...]
    rows: Rows
    parent: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of themes, largest first (the first has id 1), and each row's ids, main first."""

    places: tuple[Place, ...]
    placed: tuple[tuple[int, ...], ...]


def lay_out(reading: Reading, grouping: Grouping, max_themes: int | None = None) -> Layout:
    """Give every group that is anybody's main theme an id, and every broader one of several.

    Broader ones go without where the two levels would make more themes than were asked for.
    """
    told = memberships(grouping)
    members = _rows_of(reading, told, len(grouping.names))
    mains = [int(at) for at in np.unique(grouping.main) if at >= 0]
    groups: dict[tuple[int, ...], list[int]] = {(at,): members[at] for at in mains}
    insides = [_inside(grouping, mains, broader) for broader in range(len(grouping.broader))]
    several = [inside for inside in insides if len(inside) > 1]
    if max_themes is None or len(mains) + len(several) <= max_themes:
        for inside in several:
            groups[inside] = sorted({row for at in inside for row in members[at]})
    order = sorted(groups, key=lambda each: (-len(groups[each]), -len(each), each))
    ids = {each: place for place, each in enumerate(order, start=1)}
    above = {at: ids[each] for each in order if len(each) > 1 for at in each}
    places = tuple(
        Place(each, tuple(groups[each]), above.get(each[0]) if len(each) == 1 else None)
        for each in order
    )
    by_text = [tuple(ids[(one,)] for one in each if (one,) in ids) for each in told]
    placed = tuple(by_text[at] if at >= 0 else () for at in reading.of_row)
    return Layout(places, placed)


def core_of(place: Place, main: Indices) -> Indices:
    """Return the texts whose main group this is."""
    return np.flatnonzero(np.isin(main, place.groups))


def _inside(grouping: Grouping, mains: Sequence[int], broader: int) -> tuple[int, ...]:
    """Return the groups that stand in a broader one."""
    return tuple(at for at in mains if grouping.parents[at] == broader)


def _rows_of(reading: Reading, told: Sequence[Rows], count: int) -> list[list[int]]:
    """Return the rows of each group, in order."""
    members: list[list[int]] = [[] for _ in range(count)]
    for row, at in enumerate(reading.of_row):
        for one in told[at] if at >= 0 else ():
            members[one].append(row)
    return members
