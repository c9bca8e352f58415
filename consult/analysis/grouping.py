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
    one group: both 0..1, float32[n, groups].
    """

    strength: Matrix
    centrality: Matrix
    names: tuple[str | None, ...]
    hints: tuple[tuple[str, ...], ...]
    is_placed: Flags
    engine: str

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
    placed: list[tuple[int, ...]] = []
    for row, main in zip(grouping.strength, grouping.main, strict=True):
        if main < 0:
            placed.append(())
            continue
        close = np.flatnonzero(row >= CLOSE_TO_BEST * row[main])
        others = [int(at) for at in close[np.argsort(-row[close], kind="stable")] if at != main]
        placed.append((int(main), *others[: MOST_THEMES_EACH - 1]))
    return placed


def drop_small(strength: Matrix, is_placed: Flags, *, least: int, most: int) -> Indices:
    """Return the columns that stay when the smallest groups hand their comments on, one by one."""
    counted = strength[is_placed]
    live = np.arange(strength.shape[1])
    while len(live) > 1:
        sizes = np.bincount(counted[:, live].argmax(axis=1), minlength=len(live))
        gone = sizes == 0
        if gone.all() or not gone.any():
            smallest = int(sizes.argmin())
            if sizes[smallest] >= least and len(live) <= most:
                break
            gone = np.arange(len(live)) == smallest
        live = live[~gone]
    return live
