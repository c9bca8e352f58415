"""Figures of numbers and points: never where they could tell of a few people.

A mean is shown only where enough people answered and nobody can be worked out from who gave an
option any points: points add up to a known sum, so that what is hidden is never one alone.
"""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.disclosure import HIDDEN, LEAST_BASE, safe_column
from consult.survey.rules import Audience, Option

LEAST_HIDDEN_MEANS = 2
MIDDLE = Option("_median", "Middle answer")
HALF = Option("_half", "Half of the answers lie between")


@dataclass(frozen=True, slots=True)
class Shared:
    """What one option was given: by how many people any points at all, and how many in all."""

    people: int
    points: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a question, in words, for each audience."""

    option_key: str
    label: str
    texts: Mapping[Audience, str]


def quartiles(numbers: Sequence[float]) -> dict[Option, str]:
    """Return the middle of some numbers and where the inner half lies, in words."""
    if len(numbers) < LEAST_BASE:
        return {MIDDLE: HIDDEN, HALF: HIDDEN}
    low, middle, high = statistics.quantiles(numbers, n=4, method="inclusive")
    return {MIDDLE: _short(middle), HALF: f"{_short(low)} and {_short(high)}"}


def means(options: Sequence[Option], shared: Mapping[str, Shared], base: int) -> dict[Option, str]:
    """Return the mean points of each option over everybody who shared points out, in words."""
    given = [shared.get(option.key, Shared(0, 0)) for option in options]
    people = [each.people for each in given]
    shown = [base >= LEAST_BASE] * len(given)
    for at, count in enumerate(safe_column(people, adds_up=False, total=base)):
        shown[at] &= count is not None
    if shown.count(False) in range(1, LEAST_HIDDEN_MEANS):
        shown[min((at for at in range(len(given)) if shown[at]), key=lambda at: people[at])] = False
    return {
        option: _short(each.points / base) if is_shown else HIDDEN
        for option, each, is_shown in zip(options, given, shown, strict=True)
    }


def joined(columns: Mapping[Audience, Mapping[Option, str]]) -> Iterator[Figure]:
    """Yield each figure with its text for every audience that has it."""
    labels = {option.key: option.label for column in columns.values() for option in column}
    for key, label in labels.items():
        texts = {
            audience: text
            for audience, column in columns.items()
            for option, text in column.items()
            if option.key == key
        }
        yield Figure(key, label, texts)


def _short(number: float) -> str:
    """Return a number with one decimal where it needs one."""
    return f"{round(number, 1):,.1f}".removesuffix(".0")
