"""What every way of grouping gives back: how strongly each comment belongs to each group."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

CLOSE_TO_BEST = 0.9
MOST_THEMES_EACH = 3


@dataclass(frozen=True)
class Grouping:
    """Groups of comments, with a name and words of it where they are known, and who fits none.

    Strength tells how the groups compare for one comment, centrality how the comments compare for
    one group: both 0..1, float32[n, groups]. Groups may stand in broader ones: `parents` has the
    place of the broader group of each in `broader`, -1 for none.
    """

    strength: Matrix
    centrality: Matrix
    names: tuple[str | None, ...]
    hints: tuple[tuple[str, ...], ...]
    is_placed: Flags
    engine: str
    parents: tuple[int, ...] = ()
    broader: tuple[str | None, ...] = ()

    @cached_property
    def main(self) -> Indices:
        """Return the strongest group of each comment, -1 where none fits."""
        return np.where(self.is_placed, self.strength.argmax(axis=1), -1)


def nobody() -> Grouping:
    """Return the grouping of no comments at all."""
    none = np.zeros((0, 1), dtype=np.float32)
    return Grouping(
        none, none, (None,), ((),), np.zeros(0, dtype=np.bool_), engine="nothing to read"
    )


def memberships(grouping: Grouping) -> list[tuple[int, ...]]:
    """Return the groups of each comment, main first: those at 0.9 of the best, at most three."""
    main, strength = grouping.main, grouping.strength
    close = strength >= CLOSE_TO_BEST * strength.max(axis=1, keepdims=True)
    several = close.sum(axis=1) > 1
    placed: list[tuple[int, ...]] = [(one,) if one >= 0 else () for one in main.tolist()]
    for row in np.flatnonzero(several & (main >= 0)):
        also = np.flatnonzero(close[row])
        others = also[np.argsort(-strength[row, also], kind="stable")].tolist()
        best = int(main[row])
        placed[row] = (best, *[one for one in others if one != best][: MOST_THEMES_EACH - 1])
    return placed


def drop_small(
    strength: Matrix, is_placed: Flags, *, least: int, most: int, distinct: Flags | None = None
) -> Indices:
    """Return the columns that stay when the smallest groups hand their comments on, one by one.

    Groups that are distinct stay however small they are, while there are not too many.
    """
    counted = strength[is_placed]
    live = np.arange(strength.shape[1])
    stays = np.zeros(len(live), dtype=bool) if distinct is None else distinct
    while len(live) > 1:
        sizes = np.bincount(counted[:, live].argmax(axis=1), minlength=len(live))
        gone = sizes == 0
        if gone.all() or not gone.any():
            too_small = (sizes < least) & ~stays[live]
            if not too_small.any() and len(live) <= most:
                break
            ranked = np.where(too_small, sizes, sizes + (len(counted) + 1) * too_small.any())
            gone = np.arange(len(live)) == int(ranked.argmin())
        live = live[~gone]
    return live
