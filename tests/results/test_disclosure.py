"""No number on a page lets anybody be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.disclosure import Column, safe_column, share, shown

# Small numbers often: that is where people can be worked out.
counts_of_people = st.one_of(st.integers(0, 8), st.integers(0, 400))
columns = st.lists(counts_of_people, min_size=2, max_size=9)


def hidden_places(column: Column) -> list[int]:
    return [at for at, cell in enumerate(column) if cell is None]


@given(columns)
def test_a_column_that_adds_up_leaves_five_values_or_more_for_each_hidden_cell(
    counts: list[int],
) -> None:
    total = sum(counts)
    column = safe_column(counts, adds_up=True, total=total)
    places = hidden_places(column)
    if not places or shown(total) == "fewer than 5":
        return
    assert len(places) >= 2
    # All else is published: each hidden cell can be any whole number from 0 to what is missing.
    missing = total - sum(cell for cell in column if cell is not None)
    assert missing >= 4
    assert len(range(missing + 1)) >= 5


@given(columns)
def test_1_to_4_people_are_never_told(counts: list[int]) -> None:
    column = safe_column(counts, adds_up=True, total=sum(counts))
    assert not {1, 2, 3, 4} & set(column)


@given(columns, st.integers(0, 10))
def test_of_several_choices_neither_few_who_chose_nor_few_who_did_not_are_told(
    counts: list[int], more: int
) -> None:
    total = max(counts) + more
    for cell in safe_column(counts, adds_up=False, total=total):
        assert cell is None or (cell not in range(1, 5) and total - cell not in range(1, 5))


@given(columns)
def test_what_is_shown_is_true_and_the_same_every_time(counts: list[int]) -> None:
    column = safe_column(counts, adds_up=True, total=sum(counts))
    assert column == safe_column(counts, adds_up=True, total=sum(counts))
    assert len(column) == len(counts)
    assert all(cell in (None, count) for cell, count in zip(column, counts, strict=True))


@given(columns)
def test_what_has_nobody_to_protect_is_all_shown(counts: list[int]) -> None:
    total = sum(counts)
    of_one_mind = 0 < total < 20 and total in counts
    if not of_one_mind and not any(0 < count < 5 for count in counts):
        assert safe_column(counts, adds_up=True, total=sum(counts)) == tuple(counts)


@pytest.mark.parametrize(
    ("counts", "safe"),
    [
        ([30, 20, 10], (30, 20, 10)),
        ([30, 20, 3], (30, None, None)),
        ([30, 3, 0, 20], (30, None, None, None)),
        ([30, 4, 0, 20], (30, None, None, 20)),
        ([30, 2, 2, 20], (30, None, None, 20)),
        ([9, 9, 3], (None, 9, None)),
        ([0, 2, 1], (None, None, None)),
        ([0, 0], (0, 0)),
    ],
)
def test_the_smallest_go_first_and_only_as_many_as_needed(counts: list[int], safe: Column) -> None:
    assert safe_column(counts, adds_up=True, total=sum(counts)) == safe


def test_a_choice_that_nearly_everybody_made_is_hidden() -> None:
    assert safe_column([38, 20, 3, 40, 0], adds_up=False, total=40) == (None, 20, None, 40, 0)


@pytest.mark.parametrize(
    ("counts", "adds_up", "total"), [([5, 5], True, 11), ([12], False, 11), ([-1], False, 5)]
)
def test_counts_that_do_not_fit_are_a_mistake(counts: list[int], adds_up: bool, total: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        safe_column(counts, adds_up=adds_up, total=total)


def test_a_percentage_needs_20_people_and_no_few() -> None:
    assert share(5, 20) == 25
    assert share(5, 19) is None
    assert share(4, 100) is None
    assert share(97, 100) is None
    assert share(100, 100) == 100
