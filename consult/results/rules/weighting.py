"""Weights that make replies look like the people who live here, and what they cost in certainty.

Raking (iterative proportional fitting): each margin in turn is made to fit, again and again. People
who share every group get the same weight, so it is worked out by cell. Weights are held between two
caps; the margins then fit as well as the caps allow.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.results.rules.proportions import CONFIDENCE, Interval, wilson

LOWEST, HIGHEST = 0.3, 3.0
MOST_ROUNDS = 500
CLOSE_ENOUGH = 1e-10

# A cell is one group of each margin; None where people did not say.
Cell = tuple[str | None, ...]
Margin = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each cell of people, their mean 1, and what weighting costs."""

    by_cell: Mapping[Cell, float]
    design_effect: float
    effective: float
    capped: int


def rake(
    people: Mapping[Cell, float],
    margins: Sequence[Margin],
    *,
    lowest: float = LOWEST,
    highest: float = HIGHEST,
) -> Weights:
    """Return weights that make the margins of `people` stand as the margins given do.

    Whoever did not say keeps their share of a margin. `capped` is how many people stand at a cap.

    Raises:
        ValueError: a group of a margin that should have people has none.
    """
    cells = [cell for cell, count in people.items() if count > 0]
    total = math.fsum(people[cell] for cell in cells)
    weights = dict.fromkeys(cells, 1.0)
    for _ in range(MOST_ROUNDS):
        before = dict(weights)
        for at, margin in enumerate(margins):
            _fit(weights, people, at, margin)
        weights = _held(weights, people, lowest, highest)
        if max(abs(weights[cell] - before[cell]) for cell in cells) < CLOSE_ENOUGH:
            break
    capped = sum(people[cell] for cell in cells if weights[cell] in {lowest, highest})
    pairs = [(people[cell], weights[cell]) for cell in cells]
    effect = design_effect(pairs)
    return Weights(weights, effect, total / effect, round(capped))


def design_effect(weighted: Iterable[tuple[float, float]]) -> float:
    """Return Kish's design effect of pairs (people, weight): 1 where all weights are the same."""
    pairs = list(weighted)
    people = math.fsum(count for count, _ in pairs)
    weight = math.fsum(count * each for count, each in pairs)
    return people * math.fsum(count * each * each for count, each in pairs) / (weight * weight)


def weighted_share(
    said: Mapping[Cell, float],
    people: Mapping[Cell, float],
    weights: Weights,
    confidence: float = CONFIDENCE,
) -> tuple[float, Interval]:
    """Return the weighted share of people who said something, with an interval.

    It is Wilson's with the effective number of people in place of their number.
    """
    by_cell = weights.by_cell
    whole = math.fsum(count * by_cell[cell] for cell, count in people.items() if count)
    part = math.fsum(count * by_cell[cell] for cell, count in said.items() if count)
    share = min(part / whole, 1.0)
    return share, wilson(share * weights.effective, weights.effective, confidence)


def _held(
    weights: Mapping[Cell, float], people: Mapping[Cell, float], lowest: float, highest: float
) -> dict[Cell, float]:
    """Return weights between the caps whose mean is 1, as near as the caps allow."""
    total, held = math.fsum(people[cell] for cell in weights), dict(weights)
    for _ in range(MOST_ROUNDS):
        mean = math.fsum(held[cell] * people[cell] for cell in held) / total
        held = {cell: min(max(weight / mean, lowest), highest) for cell, weight in held.items()}
        if abs(mean - 1) < CLOSE_ENOUGH:
            break
    return held


def _fit(weights: dict[Cell, float], people: Mapping[Cell, float], at: int, margin: Margin) -> None:
    """Scale the weights of each group of one margin, so that its share is as it should be."""
    groups: dict[str, list[Cell]] = {group: [] for group, share in margin.items() if share > 0}
    for cell in weights:
        if cell[at] in groups:
            groups[cell[at] or ""].append(cell)
    sums = {
        group: math.fsum(weights[cell] * people[cell] for cell in cells)
        for group, cells in groups.items()
    }
    if not all(sums.values()):
        raise ValueError("nobody stands in a group that should have people")
    whole, wanted = math.fsum(sums.values()), math.fsum(margin[group] for group in groups)
    for group, cells in groups.items():
        factor = margin[group] / wanted * whole / sums[group]
        for cell in cells:
            weights[cell] *= factor
