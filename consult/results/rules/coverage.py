"""Who has come so far beside who lives here: shares that are safe to show, and who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from consult.disclosure import HIDDEN, LEAST_BASE, safe_column, share

# A group is missing when its share of replies is less than this part of its share of people.
MISSING = 0.8
STEP = 10
MOST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Group:
    """Replies of one group beside its share of the population; None is not known or not shown."""

    key: str
    label: str
    replies: int | None
    share: int | None
    expected: int | None

    @property
    def text(self) -> str:
        """The number of replies in words."""
        return HIDDEN if self.replies is None else f"{self.replies:,}"

    @property
    def is_missing(self) -> bool:
        """Whether far fewer replied than live here."""
        known = self.share is not None and self.expected is not None
        return known and self.share < MISSING * self.expected  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Day:
    """How many had replied by the end of a day, in whole tens (L-SDC-05)."""

    day: date
    so_far: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """How many began a survey, and how many left at each question and did not come back."""

    began: int
    places: tuple[Group, ...]


def groups_of(
    labels: Mapping[str, str],
    replies: Mapping[str | None, int],
    population: Mapping[str, int] | None = None,
    not_told: str = "Did not say",
) -> list[Group]:
    """Return every group with its replies, suppressed together, and its share of the population.

    Shares are of those who said which group is theirs.
    """
    population = population or {}
    known = {key: replies.get(key, 0) for key in labels}
    rest = sum(replies.values()) - sum(known.values())
    counts = [*known.values(), rest]
    safe = safe_column(counts, adds_up=True, total=sum(counts))
    said, people = sum(known.values()), sum(population.values())
    groups = [
        Group(
            key,
            label,
            count,
            None if count is None else share(count, said),
            round(100 * population[key] / people) if people and key in population else None,
        )
        for (key, label), count in zip(labels.items(), safe, strict=False)
    ]
    return [*groups, Group("", not_told, safe[-1], None, None)]


def missing_first(groups: Sequence[Group]) -> list[Group]:
    """Return the groups that are missing, the widest gap first."""
    missing = [group for group in groups if group.is_missing]
    return sorted(missing, key=lambda group: (group.share or 0) - (group.expected or 0))


def by_day(sent: Mapping[date, int], last: date) -> list[Day]:
    """Return how many had replied by the end of each day of the last fortnight."""
    if not sent:
        return []
    first = min(sent)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    totals = accumulate(sent.get(day, 0) for day in days)
    steps = [Day(day, total // STEP * STEP) for day, total in zip(days, totals, strict=True)]
    return steps[-MOST_DAYS:]


def leaving(labels: Mapping[str, str], left: Mapping[str, int], sent: int) -> Leaving | None:
    """Return where people left, or nothing while so few began that it could tell of them."""
    known = {key: left.get(key, 0) for key in labels}
    began = sent + sum(known.values())
    if began < LEAST_BASE:
        return None
    *counts, _finished = safe_column([*known.values(), sent], adds_up=True, total=began)
    return Leaving(
        began,
        tuple(
            Group(key, label, count, None if count is None else share(count, began), None)
            for (key, label), count in zip(labels.items(), counts, strict=True)
        ),
    )


def median_minutes(people: Mapping[int, int]) -> int | None:
    """Return the minutes that half of them took at most, or nothing where they are few."""
    total = sum(people.values())
    if total < LEAST_BASE:
        return None
    reached = accumulate(people[minutes] for minutes in sorted(people))
    return next(
        minutes
        for minutes, so_far in zip(sorted(people), reached, strict=True)
        if so_far >= total / 2
    )
