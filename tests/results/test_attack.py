"""An attacker with a solver: from all that is published, what can be worked out?

Independent of how numbers are hidden: each hidden count is made as small and as large as all the
shown ones allow, by integer programming, and five values must be left (L-SDC-02).
"""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from consult.disclosure import Column, safe_column
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
        return round(sign * found.fun)

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
