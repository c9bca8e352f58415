"""Whether two questions hang together: chi-square and Cramér's V; guards for many comparisons."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Table = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Association:
    """How far a table is from one where rows and columns have nothing to do with each other.

    `v` is Cramér's: 0 is nothing, 1 is that one follows from the other.
    """

    chi_square: float
    freedom: int
    chance: float
    v: float


def association(table: Table) -> Association:
    """Return Pearson's chi-square of independence, without correction; empty lines do not count."""
    rows = [row for row in table if sum(row)]
    columns = [column for column in zip(*rows, strict=True) if sum(column)]
    total = sum(map(sum, columns))
    of_rows = [sum(row) for row in zip(*columns, strict=True)]
    freedom = (len(of_rows) - 1) * (len(columns) - 1)
    if freedom < 1:
        return Association(0.0, 0, 1.0, 0.0)
    chi_square = math.fsum(
        (count - expected) ** 2 / expected
        for column in columns
        for count, of_row in zip(column, of_rows, strict=True)
        for expected in [of_row * sum(column) / total]
    )
    least = min(len(of_rows), len(columns)) - 1
    v = math.sqrt(chi_square / (total * least))
    return Association(chi_square, freedom, chi_square_chance(chi_square, freedom), v)


def chi_square_chance(value: float, freedom: int) -> float:
    """Return how likely chance alone gives a chi-square this large (whole degrees of freedom)."""
    half = value / 2
    if not half:
        return 1.0
    start = 0.0 if freedom % 2 == 0 else 0.5
    terms = (
        math.exp((start + n) * math.log(half) - half - math.lgamma(start + n + 1))
        for n in range(freedom // 2)
    )
    return (math.erfc(math.sqrt(half)) if start else 0.0) + math.fsum(terms)


def holm(chances: Sequence[float]) -> list[float]:
    """Return chances made larger for there being many, so that none at all is likely a fluke."""
    adjusted, so_far = [0.0] * len(chances), 0.0
    for rank, at in enumerate(_smallest_first(chances)):
        so_far = max(so_far, min(chances[at] * (len(chances) - rank), 1.0))
        adjusted[at] = so_far
    return adjusted


def benjamini_hochberg(chances: Sequence[float]) -> list[float]:
    """Return chances made larger so that few of those found are flukes."""
    adjusted, so_far = [0.0] * len(chances), 1.0
    for rank, at in reversed(list(enumerate(_smallest_first(chances), start=1))):
        so_far = min(so_far, chances[at] * len(chances) / rank)
        adjusted[at] = so_far
    return adjusted


def _smallest_first(chances: Sequence[float]) -> list[int]:
    return sorted(range(len(chances)), key=chances.__getitem__)
