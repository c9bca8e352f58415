"""The one place where counts are made safe to show: nobody can be worked out from a number.

Audiences are the columns of a table. Each column is published on its own: no page adds audiences
up, so no two columns share a sum. What is known of a column is its shown cells, the audience's
total and, where the answers add up, that everybody stands in one row. So there is one equation a
column: the hidden cells have a known sum R. With two of them or more, each can be anything from 0
to R; they are made to sum to at least 4, which leaves five values or more for each. Where people
choose several there is no such sum, only a most: if all choices that could be made were made, what
is missing is known as well, and the same care is taken.
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


def safe_column(
    counts: Sequence[int], *, adds_up: bool, total: int, most: int | None = None
) -> Column:
    """Return one audience's counts as they may be shown; None is hidden.

    `adds_up`: everybody of the `total` is in exactly one count. Elsewhere (several choices, top
    three) a count tells also of those it leaves out, so it is hidden when they are few; `most` is
    how many each may choose. That all of a small group said the same is hidden too (L-SDC-03).

    Raises:
        ValueError: the counts should add up and do not, or count more people than there are.
    """
    if (adds_up and sum(counts) != total) or any(not 0 <= count <= total for count in counts):
        raise ValueError(f"counts {list(counts)} do not fit a total of {total}")
    if is_few(total):
        return (None,) * len(counts)
    if adds_up:
        hidden = {at for at, count in enumerate(counts) if is_few(count)}
        hidden |= _of_one_mind(counts, total)
        hidden = _covered(counts, hidden, spare=0, least=LEAST_HIDDEN_CELLS)
    else:
        few = {at for at, n in enumerate(counts) if is_few(n) or is_few(total - n)}
        spare = total * (len(counts) if most is None else most) - sum(counts)
        hidden = _covered(counts, few | _of_one_mind(counts, total), spare=spare, least=1)
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


def _of_one_mind(counts: Sequence[int], total: int) -> set[int]:
    """Return what all of a small group said: it would tell of each of them."""
    is_small = 0 < total < LEAST_BASE
    return {at for at, count in enumerate(counts) if is_small and count == total}


def _covered(counts: Sequence[int], hidden: set[int], *, spare: int, least: int) -> set[int]:
    """Hide more, the smallest first, until no hidden count can be worked out from the others.

    What is missing from a known sum is then at least 4, so that five values or more are left for
    each hidden count; `spare` is how far the sum itself is open.
    """
    smallest_first = sorted(range(len(counts)), key=lambda at: (counts[at], at))
    for at in smallest_first if hidden else ():
        missing = sum(counts[each] for each in hidden) + spare
        if len(hidden) >= least and missing >= THRESHOLD - 1:
            break
        hidden = hidden | {at}
    return hidden
