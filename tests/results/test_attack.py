"""An attacker with a solver: from all that is published, what can be worked out?

Independent of how numbers are hidden: each hidden count is made as small and as large as all the
shown ones allow, by integer programming, and five values must be left (L-SDC-02).
"""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from consult.disclosure import Column, safe_column, safe_table
from consult.results.rules import too_few
from consult.survey.rules import Audience

LEAST_VALUES = 5
counts_of_people = st.one_of(st.integers(0, 8), st.integers(0, 60))


@st.composite
def several_choices(draw: st.DrawFn) -> tuple[list[int], int, int]:
    """Draw what people chose, up to `most` things each: (counts, total, most)."""
    options = draw(st.integers(3, 6))
    most = draw(st.integers(1, 3))
    choices = st.lists(st.integers(0, options - 1), min_size=0, max_size=most, unique=True)
    keen = st.lists(st.integers(0, options - 1), min_size=most, max_size=most, unique=True)
    people = draw(st.lists(st.one_of(choices, keen), min_size=1, max_size=40))
    counts = [sum(option in person for person in people) for option in range(options)]
    return counts, len(people), most


def values_left(column: Column, total: int, least_sum: int, most_sum: int) -> list[int]:
    """Return how many values each hidden count can have, given everything that is shown."""
    low = np.array([0 if cell is None else cell for cell in column])
    high = np.array([total if cell is None else cell for cell in column])
    all_of_them = LinearConstraint(np.ones((1, len(column))), least_sum, most_sum)

    def end(at: int, sign: int) -> int:
        aim = np.zeros(len(column))
        aim[at] = sign
        found = milp(
            aim, constraints=all_of_them, bounds=Bounds(low, high), integrality=np.ones(len(column))
        )
        assert found.success
        return round(float(sign * found.fun))

    return [end(at, -1) - end(at, 1) + 1 for at, cell in enumerate(column) if cell is None]


def is_few(total: int) -> bool:
    return 0 < total < LEAST_VALUES


@settings(max_examples=60, deadline=None)
@given(st.lists(counts_of_people, min_size=2, max_size=7))
def test_nobody_is_worked_out_of_answers_that_add_up(counts: list[int]) -> None:
    total = sum(counts)
    column = safe_column(counts, adds_up=True, total=total)
    if not is_few(total):  # else the total is not published either
        assert all(left >= LEAST_VALUES for left in values_left(column, total, total, total))


@settings(max_examples=60, deadline=None)
@given(several_choices())
def test_nobody_is_worked_out_of_several_choices(chosen: tuple[list[int], int, int]) -> None:
    counts, total, most = chosen
    column = safe_column(counts, adds_up=False, total=total, most=most)
    if not is_few(total):
        assert all(left >= LEAST_VALUES for left in values_left(column, total, 0, most * total))


def test_a_top_three_that_everybody_filled_hides_a_second_count() -> None:
    counts: Sequence[int] = [48, 50, 50, 2]
    assert safe_column(counts, adds_up=False, total=100, most=3) == (48, 50, 50, None)
    assert safe_column(counts, adds_up=False, total=50, most=3) == (None, 50, 50, None)


def test_what_all_of_a_small_group_said_is_hidden() -> None:
    assert safe_column([0, 8, 0], adds_up=True, total=8) == (None, None, 0)
    assert safe_column([8, 6, 0], adds_up=False, total=14) == (8, 6, 0)
    assert safe_column([14, 6, 0], adds_up=False, total=14) == (None, 6, 0)
    assert safe_column([0, 30, 0], adds_up=True, total=30) == (0, 30, 0)


def test_a_place_is_not_shown_when_the_whole_less_the_place_leaves_a_few() -> None:
    young, parent = Audience.YOUNG_PERSON, Audience.PARENT
    assert not too_few({young: 30}, {young: 60})
    assert too_few({young: 30}, {young: 33})
    assert too_few({young: 30}, {young: 60, parent: 2})
    assert not too_few({young: 30, parent: 8}, {young: 60, parent: 8})
    assert too_few({young: 19}, {young: 60})


@st.composite
def cross_tables(draw: st.DrawFn) -> tuple[list[list[int]], list[int], bool, int]:
    """Draw a table of answers by groups: (counts, bases, adds up, most)."""
    rows, groups = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    adds_up = draw(st.booleans())
    size = st.one_of(st.just(0), st.integers(0, 6), st.integers(3, 40))
    if adds_up:
        lines = st.lists(size, min_size=groups, max_size=groups)
        counts = draw(st.lists(lines, min_size=rows, max_size=rows))
        return counts, [sum(column) for column in zip(*counts, strict=True)], True, 1
    most = draw(st.integers(1, rows))
    bases = [draw(size) for _ in range(groups)]
    columns = [draw(several_of(base, rows, most)) for base in bases]
    return [list(row) for row in zip(*columns, strict=True)], bases, False, most


@st.composite
def several_of(draw: st.DrawFn, people: int, rows: int, most: int) -> list[int]:
    """Draw how many of some people chose each row, up to `most` each."""
    counts, left = [], people * most
    for _ in range(rows):
        counts.append(draw(st.integers(0, min(people, left))))
        left -= counts[-1]
    return draw(st.permutations(counts))


Published = tuple[tuple[Column, ...], Column, Column]


def published(
    counts: Sequence[Sequence[int]], bases: Sequence[int], adds_up: bool, most: int
) -> Published | None:
    """Return all that pages show of a table: cells, bases, and how many gave each answer."""
    total = sum(bases)
    of_bases = safe_column(bases, adds_up=True, total=total)
    of_rows = safe_column([sum(row) for row in counts], adds_up=adds_up, total=total, most=most)
    cells = safe_table(
        counts,
        bases,
        adds_up=adds_up,
        most=most,
        hidden_rows=[at for at, cell in enumerate(of_rows) if cell is None],
        hidden_columns=[at for at, cell in enumerate(of_bases) if cell is None],
    )
    return None if cells is None else (cells, of_bases, of_rows)


def values_of_hidden_cells(shown: Published, total: int, adds_up: bool, most: int) -> list[int]:
    """Return how many values each hidden cell can have: cells, bases and sums are all unknowns."""
    cells, bases, sums = shown
    rows, groups = len(sums), len(bases)
    known = np.array([*(cell for row in cells for cell in row), *bases, *sums], dtype=float)
    is_open = np.isnan(known)
    low, high = np.where(is_open, 0, known), np.where(is_open, total, known)
    lines, least, greatest = [], [], []

    def add(parts: dict[int, int], low: float, high: float) -> None:
        lines.append([parts.get(at, 0) for at in range(len(known))])
        least.append(low)
        greatest.append(high)

    base_at, sum_at = rows * groups, rows * groups + groups
    add({base_at + group: 1 for group in range(groups)}, total, total)
    for row in range(rows):
        add({row * groups + g: 1 for g in range(groups)} | {sum_at + row: -1}, 0, 0)
    for group in range(groups):
        column = {row * groups + group: 1 for row in range(rows)}
        add(column | {base_at + group: -most}, 0 if adds_up else -np.inf, 0)
        for at in column:
            add({at: 1, base_at + group: -1}, -np.inf, 0)
    within = LinearConstraint(np.array(lines), np.array(least), np.array(greatest))

    def end(at: int, sign: int) -> int:
        aim = np.zeros(len(known))
        aim[at] = sign
        found = milp(
            aim,
            constraints=within,
            bounds=Bounds(low, high),
            integrality=np.ones(len(known)),
        )
        assert found.success
        return round(float(sign * found.fun))

    # Nobody can be in a cell of a group, or of an answer, that is known to have nobody.
    empty = {at for at in range(base_at) if 0 in (bases[at % groups], sums[at // groups])}
    asked = [int(at) for at in np.flatnonzero(is_open) if at not in empty]
    return [end(at, -1) - end(at, 1) + 1 for at in asked]


@settings(max_examples=150, deadline=None)
@given(cross_tables())
def test_nobody_is_worked_out_of_a_cross_table(
    drawn: tuple[list[list[int]], list[int], bool, int],
) -> None:
    counts, bases, adds_up, most = drawn
    total = sum(bases)
    shown = None if is_few(total) else published(counts, bases, adds_up, most)
    if shown is not None:
        left = values_of_hidden_cells(shown, total, adds_up, most)
        assert all(values >= LEAST_VALUES for values in left)
        assert not any(is_few(cell) for row in shown[0] for cell in row if cell is not None)
