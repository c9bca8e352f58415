"""How far coders agree beyond chance: Cohen's kappa, Krippendorff's alpha, each with an interval.

A value is whatever a coder put on a comment; None is a comment that coder did not code. Where
comments carry several labels, values are sets and half-shared sets count as half agreed (MASI,
Passonneau 2006), which for one label each is the same as the nominal measure. The intervals (95 %)
come from drawing the comments anew (bootstrap, percentiles). Cost: comments × labels.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Value = Hashable | None
Labels = frozenset[str] | None
Distance = Callable[[Hashable, Hashable], float]
Floats = npt.NDArray[np.float64]

DRAWS = 1000
TAIL = 2.5
PART, OVERLAP = 2 / 3, 1 / 3
TWO = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement beyond chance, 1 at best, 0 as by chance; None where chance cannot be told."""

    value: float | None
    low: float | None
    high: float | None
    comments: int
    agreed: float


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How far coders agree on one label; kappa only where there are two coders."""

    label: str
    kappa: Agreement | None
    alpha: Agreement


def nominal(one: Hashable, other: Hashable) -> float:
    """Return 0 for the same value and 1 for another."""
    return float(one != other)


def masi(one: Hashable, other: Hashable) -> float:
    """Return how far two sets of labels are apart, 0 to 1 (Passonneau 2006)."""
    if one == other or not isinstance(one, frozenset) or not isinstance(other, frozenset):
        return nominal(one, other)
    shared = one & other
    if not shared:
        return 1.0
    alike = PART if shared in (one, other) else OVERLAP
    return 1 - alike * len(shared) / len(one | other)


def cohen_kappa(
    first: Sequence[Value], second: Sequence[Value], *, distance: Distance = nominal, seed: int = 0
) -> Agreement:
    """Return Cohen's kappa (1960; 1968 with a distance) of two coders on what both coded."""
    pairs = Counter(
        (one, other)
        for one, other in zip(first, second, strict=True)
        if one is not None and other is not None
    )
    if not pairs:
        return Agreement(None, None, None, 0, 0.0)
    values = sorted({value for pair in pairs for value in pair}, key=repr)
    at = {value: place for place, value in enumerate(values)}
    rows = [at[one] for one, _ in pairs]
    columns = [at[other] for _, other in pairs]
    apart = _distances(values, distance)
    marks = np.eye(len(values))

    def measure(times: Floats) -> Floats:
        count = times.sum(axis=1)
        observed = times @ apart[rows, columns] / count
        by_first, by_second = times @ marks[rows], times @ marks[columns]
        expected = ((by_first @ apart) * by_second).sum(axis=1) / count**2
        return _beyond_chance(observed, expected)

    agreed = 1 - float(np.dot(list(pairs.values()), apart[rows, columns])) / pairs.total()
    return _with_interval(measure, list(pairs.values()), agreed, seed)


def krippendorff_alpha(
    units: Sequence[Sequence[Value]], *, distance: Distance = nominal, seed: int = 0
) -> Agreement:
    """Return Krippendorff's alpha (2011) of any number of coders; `units` holds a row a comment.

    Comments that fewer than two coders coded say nothing of agreement and are left out.
    """
    coded = (tuple(value for value in unit if value is not None) for unit in units)
    patterns = Counter(tuple(sorted(unit, key=repr)) for unit in coded if len(unit) >= TWO)
    if not patterns:
        return Agreement(None, None, None, 0, 0.0)
    values = sorted({value for unit in patterns for value in unit}, key=repr)
    apart = _distances(values, distance)
    held = np.array([[unit.count(value) for value in values] for unit in patterns], dtype=float)
    sizes = held.sum(axis=1)
    within = ((held @ apart) * held).sum(axis=1) / (sizes - 1)

    def measure(times: Floats) -> Floats:
        count, totals = times @ sizes, times @ held
        observed = times @ within / count
        expected = ((totals @ apart) * totals).sum(axis=1) / (count * (count - 1))
        return _beyond_chance(observed, expected)

    times = list(patterns.values())
    agreed = 1 - float(np.dot(times, within) / np.dot(times, sizes))
    return _with_interval(measure, times, agreed, seed)


def agree_overall(codings: Sequence[Sequence[Labels]], *, seed: int = 0) -> LabelAgreement:
    """Return how far coders agree on whole comments: a row a comment, a set of labels a coder."""
    return _both("", codings, masi, seed)


def agree_by_label(
    codings: Sequence[Sequence[Labels]], labels: Sequence[str], *, seed: int = 0
) -> list[LabelAgreement]:
    """Return how far coders agree on whether a comment carries each of these labels."""
    return [
        _both(label, [[_carries(one, label) for one in row] for row in codings], nominal, seed)
        for label in labels
    ]


def _carries(labels: Labels, label: str) -> bool | None:
    return None if labels is None else label in labels


def _both(
    label: str, codings: Sequence[Sequence[Value]], distance: Distance, seed: int
) -> LabelAgreement:
    kappa = None
    if codings and all(len(row) == TWO for row in codings):
        first, second = zip(*codings, strict=True)
        kappa = cohen_kappa(first, second, distance=distance, seed=seed)
    return LabelAgreement(label, kappa, krippendorff_alpha(codings, distance=distance, seed=seed))


def _distances(values: Sequence[Hashable], distance: Distance) -> Floats:
    return np.array([[distance(one, other) for other in values] for one in values], dtype=float)


def _beyond_chance(observed: Floats, expected: Floats) -> Floats:
    """Return 1 - observed / expected, nan where nothing could have been coded otherwise."""
    unsure = np.full(len(expected), np.nan)
    np.divide(observed, expected, out=unsure, where=expected > 0)
    return 1.0 - unsure


def _with_interval(
    measure: Callable[[Floats], Floats], times: Sequence[int], agreed: float, seed: int
) -> Agreement:
    counts = np.asarray(times, dtype=float)
    total = int(counts.sum())
    value = float(measure(counts[None, :])[0])
    if np.isnan(value):
        return Agreement(None, None, None, total, agreed)
    drawn = np.random.default_rng(seed).multinomial(total, counts / total, size=DRAWS)
    spread = measure(drawn.astype(float))
    low, high = np.nanpercentile(spread, [TAIL, 100 - TAIL])
    return Agreement(value, float(low), float(high), total, agreed)
