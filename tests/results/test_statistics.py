"""Intervals, tests, guards and weights: as published, and as scipy works them out."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from consult.results.rules.association import (
    association,
    benjamini_hochberg,
    chi_square_chance,
    holm,
)
from consult.results.rules.proportions import chance_of_difference, fisher, newcombe, wilson
from consult.results.rules.weighting import Cell, design_effect, rake, weighted_share

SIX_DIGITS = 5e-7
parts = st.tuples(st.integers(0, 400), st.integers(1, 400)).filter(lambda pair: pair[0] <= pair[1])


def close(found: Sequence[float] | float, expected: Sequence[float] | float, to: float) -> bool:
    return bool(np.allclose(found, expected, rtol=to, atol=to))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_as_newcombe_printed_it(
    part: int, whole: int, low: float, high: float
) -> None:
    found = wilson(part, whole)
    assert close([found.low, found.high], [low, high], 5e-5)


@given(parts)
def test_wilsons_interval_is_as_scipy_has_it(share: tuple[int, int]) -> None:
    ours, theirs = wilson(*share), stats.binomtest(*share).proportion_ci(method="wilson")
    assert close([ours.low, ours.high], [theirs.low, theirs.high], SIX_DIGITS)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
    ],
)
def test_the_interval_of_a_difference_is_as_newcombe_printed_it(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    found = newcombe(*counts)
    assert close([found.low, found.high], [low, high], 5e-5)


def test_no_share_is_no_interval() -> None:
    for part, whole in ((1, 0), (5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="is no share"):
            wilson(part, whole)


def test_the_lady_tasting_tea() -> None:
    assert close(fisher(3, 4, 1, 4), 0.485714, SIX_DIGITS)


@given(parts, parts)
def test_fishers_test_is_as_scipy_has_it(one: tuple[int, int], other: tuple[int, int]) -> None:
    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    assert close(fisher(*one, *other), stats.fisher_exact(table).pvalue, SIX_DIGITS)


@given(parts, parts)
def test_two_shares_are_compared_as_chi_square_does(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    table = np.array([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    if (table.sum(axis=0) == 0).any():
        assert chance_of_difference(*one, *other) == 1
        return
    expected = stats.contingency.expected_freq(table)
    few = expected.min() < 5
    theirs = stats.fisher_exact(table) if few else stats.chi2_contingency(table, correction=False)
    assert close(chance_of_difference(*one, *other), theirs.pvalue, SIX_DIGITS)


@given(st.floats(0, 200), st.integers(1, 40))
def test_the_chance_of_a_chi_square_is_as_scipy_has_it(value: float, freedom: int) -> None:
    assert close(chi_square_chance(value, freedom), stats.chi2.sf(value, freedom), SIX_DIGITS)


@given(st.lists(st.lists(st.integers(1, 90), min_size=3, max_size=3), min_size=2, max_size=5))
def test_chi_square_and_cramers_v_are_as_scipy_has_them(table: list[list[int]]) -> None:
    ours, theirs = association(table), stats.chi2_contingency(table, correction=False)
    assert ours.freedom == theirs.dof
    v = stats.contingency.association(np.array(table), method="cramer")
    found = [ours.chi_square, ours.chance, ours.v]
    assert close(found, [theirs.statistic, theirs.pvalue, v], SIX_DIGITS)


def test_snedecors_hair_and_eyes_hang_together() -> None:
    # Fisher 1940, children of Caithness: 5,387 by eyes and hair; chi-square 1240.04, V 0.277.
    caithness = [
        [326, 38, 241, 110, 3],
        [688, 116, 584, 188, 4],
        [343, 84, 909, 412, 26],
        [98, 48, 403, 681, 85],
    ]
    found = association(caithness)
    assert (round(found.chi_square, 2), found.freedom, round(found.v, 3)) == (1240.04, 12, 0.277)


def test_empty_lines_say_nothing() -> None:
    assert association([[5, 0, 9], [7, 0, 2], [0, 0, 0]]).freedom == 1
    assert association([[5, 9], [0, 0]]).chance == 1


def test_holm_and_benjamini_hochberg_are_as_published() -> None:
    assert close(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02], SIX_DIGITS)
    # Benjamini and Hochberg 1995, the fifteen comparisons of their example.
    of_1995 = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    of_1995 += [0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert sum(chance <= 0.05 for chance in benjamini_hochberg(of_1995)) == 4
    assert sum(chance <= 0.05 for chance in holm(of_1995)) == 3


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_false_discovery_guard_is_as_scipy_has_it(chances: list[float]) -> None:
    assert close(benjamini_hochberg(chances), stats.false_discovery_control(chances), SIX_DIGITS)


def test_raking_meets_the_margins_and_keeps_every_odds_ratio() -> None:
    # Only one table does both: what is meant by raking.
    seed = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
    rows = {"a": 150, "b": 300, "c": 400, "d": 150}
    columns = {"1": 200, "2": 300, "3": 400, "4": 100}
    people: dict[Cell, float] = {
        (row, column): float(seed[at, of])
        for at, row in enumerate(rows)
        for of, column in enumerate(columns)
    }
    weights = rake(people, [rows, columns], lowest=0, highest=1000).by_cell
    fitted = np.array([people[cell] * weights[cell] for cell in people]).reshape(4, 4)
    fitted *= 1000 / fitted.sum()
    assert close(fitted.sum(axis=1), list(rows.values()), SIX_DIGITS)
    assert close(fitted.sum(axis=0), list(columns.values()), SIX_DIGITS)
    assert close(_odds(fitted), _odds(seed), SIX_DIGITS)


def _odds(table: np.ndarray) -> list[float]:
    return list((table[:-1, :-1] * table[1:, 1:] / (table[:-1, 1:] * table[1:, :-1])).flat)


def test_two_by_two_raked_by_hand() -> None:
    # Margins half and half, odds ratio 4: x / (0.5 - x) is 2, so x is a third.
    people: dict[Cell, float] = {
        ("y", "u"): 40.0,
        ("y", "v"): 20.0,
        ("o", "u"): 30.0,
        ("o", "v"): 60.0,
    }
    half = [{"y": 1, "o": 1}, {"u": 1, "v": 1}]
    weights = rake(people, half).by_cell
    shares = {cell: people[cell] * weights[cell] / 150 for cell in people}
    assert close(list(shares.values()), [1 / 3, 1 / 6, 1 / 6, 1 / 3], SIX_DIGITS)


def test_weights_are_held_between_the_caps() -> None:
    people: dict[Cell, float] = {("y",): 990.0, ("o",): 10.0}
    weights = rake(people, [{"y": 1, "o": 1}])
    assert close([weights.by_cell["o",], weights.by_cell["y",]], [3, 0.97 / 0.99], SIX_DIGITS)
    assert weights.capped == 10


def test_who_did_not_say_keeps_their_share() -> None:
    people: dict[Cell, float] = {("y",): 60.0, ("o",): 30.0, (None,): 10.0}
    weights = rake(people, [{"y": 1, "o": 1}])
    assert close(weights.by_cell[None,], 1, SIX_DIGITS)
    assert close(weights.by_cell["y",], 0.75, SIX_DIGITS)


def test_nobody_can_be_weighed_into_being() -> None:
    with pytest.raises(ValueError, match="nobody stands"):
        rake({("y",): 60.0}, [{"y": 1, "o": 1}])


def test_the_design_effect_is_kishs() -> None:
    assert design_effect([(100, 1.0)]) == 1
    # Half have weight 1 and half 3: 1 + variance over squared mean is 1.25.
    assert close(design_effect([(50, 1.0), (50, 3.0)]), 1.25, SIX_DIGITS)


@settings(max_examples=30)
@given(st.lists(st.integers(5, 200), min_size=4, max_size=4), st.floats(0.2, 0.8))
def test_kish_is_one_and_the_squared_variation_of_the_weights(
    counts: list[int], share: float
) -> None:
    cells: list[Cell] = [("y", "u"), ("y", "v"), ("o", "u"), ("o", "v")]
    people: dict[Cell, float] = dict(zip(cells, map(float, counts), strict=True))
    weights = rake(people, [{"y": share, "o": 1 - share}, {"u": 1, "v": 1}])
    each = np.repeat([weights.by_cell[cell] for cell in cells], counts)
    assert close(weights.design_effect, 1 + stats.variation(each) ** 2, SIX_DIGITS)
    assert close(weights.effective, each.sum() ** 2 / (each**2).sum(), SIX_DIGITS)


def test_a_weighted_share_has_the_interval_of_fewer_people() -> None:
    people: dict[Cell, float] = {("y",): 80.0, ("o",): 20.0}
    weights = rake(people, [{"y": 1, "o": 1}])
    share, interval = weighted_share({("y",): 40.0, ("o",): 18.0}, people, weights)
    # Half of it each: (40/80 + 18/20) / 2; effective: 100 / 1.5625 = 64.
    assert close([share, weights.effective], [0.7, 64], SIX_DIGITS)
    plain = wilson(0.7 * 64, 64)
    assert close([interval.low, interval.high], [plain.low, plain.high], SIX_DIGITS)
