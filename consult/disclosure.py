"""The one place where counts are made safe to show: nobody can be worked out from a number.

Audiences are the columns of a table. Each column is published on its own: no page adds audiences
up, so no two columns share a sum. What is known of a column is its shown cells, the audience's
total and, where the answers add up, that everybody stands in one row. So there is one equation a
column: the hidden cells have a known sum R. With two of them or more, each can be anything from 0
to R; they are made to sum to at least 4, which leaves five values or more for each.
"""

from collections.abc import Sequence

THRESHOLD = 5
LEAST_BASE = 20
LEAST_HIDDEN_CELLS = 2
FEW = "fewer than 5"
HIDDEN = "hidden"
HIDDEN_NOTE = "Some numbers are hidden so that nobody can be worked out."

Column = tuple[int | None, ...]


def shown(count: int) -> str:
    """Return a count of people as it may be shown: 1 to 4 are never told (L-SDC-01)."""
    return FEW if is_few(count) else f"{count:,}"


def share(count: int, base: int) -> int | None:
    """Return a whole percentage, or None where it could tell of a few people (L-SDC-03)."""
    few = is_few(count) or is_few(base - count)
    return None if base < LEAST_BASE or few else round(100 * count / base)


def is_few(count: int) -> bool:
    """Return whether this many people could be worked out: 1 to 4."""
    return 0 < count < THRESHOLD


def safe_column(counts: Sequence[int], *, adds_up: bool, total: int) -> Column:
    """Return one audience's counts as they may be shown; None is hidden.

    `adds_up`: everybody of the `total` is in exactly one count. Elsewhere (several choices, top
    three) a count tells also of those it leaves out, so it is hidden when they are few.

    Raises:
        ValueError: the counts should add up and do not, or count more people than there are.
    """
    if (adds_up and sum(counts) != total) or any(not 0 <= count <= total for count in counts):
        raise ValueError(f"counts {list(counts)} do not fit a total of {total}")
    if is_few(total):
        return (None,) * len(counts)
    if not adds_up:
        return tuple(None if is_few(n) or is_few(total - n) else n for n in counts)
    hidden = _hidden(counts)
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


def _hidden(counts: Sequence[int]) -> set[int]:
    """Return the positions to hide: the few, then the smallest until nothing can be worked out."""
    hidden = {at for at, count in enumerate(counts) if is_few(count)}
    if not hidden:
        return hidden
    smallest_first = sorted(range(len(counts)), key=lambda at: (counts[at], at))
    for at in smallest_first:
        covered = sum(counts[each] for each in hidden) >= THRESHOLD - 1
        if len(hidden) >= LEAST_HIDDEN_CELLS and covered:
            break
        hidden.add(at)
    return hidden
