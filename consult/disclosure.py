"""The one place where counts are made safe to show: nobody can be worked out from a number.

Audiences are the columns of a table. Each column is published on its own: no page adds audiences
up, so no two columns share a sum. What is known of a column is its shown cells, the audience's
total and, where the answers add up, that everybody stands in one row. So there is one equation a
column: the hidden cells have a known sum R. With two of them or more, each can be anything from 0
to R; they are made to sum to at least 4, which leaves five values or more for each. Where people
choose several there is no such sum, only a most: if all choices that could be made were made, what
is missing is known as well, and the same care is taken.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

THRESHOLD = 5
LEAST_BASE = 20
LEAST_HIDDEN_CELLS = 2
FEW = "fewer than 5"
HIDDEN = "hidden"
HIDDEN_NOTE = "Some numbers are hidden so that nobody can be worked out."

Column = tuple[int | None, ...]
Cell = tuple[int, int]


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


def safe_table(
    counts: Sequence[Sequence[int]],
    bases: Sequence[int],
    *,
    adds_up: bool,
    most: int | None = None,
    hidden_rows: Collection[int] = (),
    hidden_columns: Collection[int] = (),
) -> tuple[Column, ...] | None:
    """Return a table of rows by groups as it may be shown, row by row; None is hidden.

    Nothing at all is returned where no table is safe. `bases` are the people of each group, and
    nobody is in two. Bases and the sums of rows are taken to be known, but for `hidden_rows` and
    `hidden_columns`, which stay hidden as whole lines. `adds_up` and `most` are as for a column.

    Raises:
        ValueError: the counts do not fit the bases.
    """
    sums = [sum(column) for column in zip(*counts, strict=True)]
    fits = all(0 <= n <= base for row in counts for n, base in zip(row, bases, strict=True))
    if not fits or (adds_up and sums != list(bases)):
        raise ValueError(f"counts {counts} do not fit the bases {bases}")
    each = 1 if adds_up else most or len(counts)
    spare = [each * base - said for base, said in zip(bases, sums, strict=True)]
    rows = [at for at in range(len(counts)) if at not in hidden_rows]
    columns = [at for at in range(len(bases)) if at not in hidden_columns]
    told = _Told(
        lines=tuple(
            _told_of(line, columns)
            for line in [*(counts[at] for at in rows), _rest(counts, hidden_rows, spare)]
        ),
        bases=_told_of(bases, columns),
        rows=len(rows),
        columns=len(columns),
        adds_up=adds_up,
        pools_rows=bool(hidden_rows),
    )
    hidden = told.hidden()
    if hidden is None:
        return None
    is_shown = {(rows[r], columns[c]) for r, c in told.cells if (r, c) not in hidden}
    return tuple(
        tuple(count if (row, at) in is_shown else None for at, count in enumerate(line))
        for row, line in enumerate(counts)
    )


def _told_of(line: Sequence[int], columns: Sequence[int]) -> tuple[int, ...]:
    """Return what is known of a line: some of its counts, and the sum of all others."""
    chosen = [line[at] for at in columns]
    return (*chosen, sum(line) - sum(chosen))


def _rest(
    counts: Sequence[Sequence[int]], hidden_rows: Collection[int], spare: Sequence[int]
) -> list[int]:
    """Return the sum of the hidden rows, with the choices nobody made: known by subtraction."""
    hidden = (counts[at] for at in hidden_rows)
    return [sum(column) for column in zip(spare, *hidden, strict=True)]


@dataclass(frozen=True, slots=True)
class _Told:
    """All that can be known of a table: its lines, the last row and column being what is left over.

    What is left over is not on the page, yet anybody can work it out. Each hidden count is made a
    corner of a rectangle of hidden counts between which people could change places: no line sums
    to anything else, and five values or more are possible for each.
    """

    lines: tuple[tuple[int, ...], ...]
    bases: tuple[int, ...]
    rows: int
    columns: int
    adds_up: bool
    pools_rows: bool

    @property
    def cells(self) -> list[Cell]:
        """The cells that stand on the page."""
        return list(product(range(self.rows), range(self.columns)))

    def hidden(self) -> set[Cell] | None:
        """Return the cells to hide, or None where no rectangle would be wide enough."""
        hidden: set[Cell] = set()
        covered: set[Cell] = set()
        everywhere = product(range(len(self.lines)), range(len(self.bases)))
        few = [cell for cell in everywhere if self._is_telling(*cell)]
        for cell in few:
            if cell in covered:
                continue
            corners = self._cheapest(cell, hidden.union(few))
            if corners is None:
                return None
            hidden |= corners
            covered |= corners
        return hidden

    def _is_telling(self, row: int, at: int) -> bool:
        """Return whether a count tells of a few people, or what all of a small group said."""
        count, base, whole = self.lines[row][at], self.bases[at], sum(self.lines[row])
        if row == self.rows:
            return self.pools_rows and count < THRESHOLD and bool(base)
        if at == self.columns and base and count < THRESHOLD:
            return True
        alone = count > 0 and count in {size for size in (base, whole) if size < LEAST_BASE}
        few = is_few(count) or (not self.adds_up and is_few(base - count))
        return few or alone

    def _cheapest(self, cell: Cell, hidden: set[Cell]) -> set[Cell] | None:
        """Return the corners of the rectangle at a cell that hides the fewest people more."""
        row, at = cell
        found = [
            (sum(self._cost(each) for each in corners - hidden), other, across, corners)
            for other, across in product(range(len(self.lines)), range(len(self.bases)))
            if other != row and across != at and self._swing(row, at, other, across)
            for corners in [{cell, (row, across), (other, at), (other, across)}]
        ]
        return min(found)[-1] if found else None

    def _cost(self, cell: Cell) -> int:
        row, at = cell
        is_on_page = row < self.rows and at < self.columns
        return self.lines[row][at] + 1 if is_on_page else 0

    def _swing(self, row: int, at: int, other: int, across: int) -> bool:
        """Return whether enough people could change places between the corners."""
        ups, downs = [(row, at), (other, across)], [(row, across), (other, at)]
        more = min(*map(self._room, ups), *map(self._count, downs))
        fewer = min(*map(self._room, downs), *map(self._count, ups))
        return more + fewer >= THRESHOLD - 1

    def _count(self, cell: Cell) -> int:
        return self.lines[cell[0]][cell[1]]

    def _room(self, cell: Cell) -> int:
        """Return how many more could stand in a cell; what is left over has no end of room."""
        row, at = cell
        return self.bases[at] - self._count(cell) if row < self.rows else sum(self.bases)
