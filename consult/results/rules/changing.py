"""What changed since a consultation before: the same question and answers, then and now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.disclosure import is_few
from consult.results.rules.association import holm
from consult.results.rules.cells import Row
from consult.results.rules.comparing import (
    LEAST_GAP,
    NO_DIFFERENCE,
    TOO_FEW,
    UNLIKELY,
    Part,
    can_be_compared,
)
from consult.results.rules.proportions import Interval, chance_of_difference, newcombe
from consult.results.rules.questions import NOT_ANSWERED, QuestionResult
from consult.survey.rules import Audience

NOBODY_ASKED = Part(None, None, was_asked=False)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One answer then and now; `was` are its words then, where they were others."""

    option_key: str
    label: str
    was: str
    then: Part
    now: Part
    reading: str = ""

    @property
    def points(self) -> Interval | None:
        """How far the share moved, in points of 100, as far as the numbers tell."""
        if self.then.percent is None or self.now.percent is None:
            return None
        return newcombe(
            self.now.count or 0, self.now.base or 0, self.then.count or 0, self.then.base or 0
        )

    @property
    def change(self) -> str:
        """The points in words, such as +8 (+3 to +13); empty where there are none."""
        if self.points is None:
            return ""
        low, high = self.points.percents
        moved = (self.now.percent or 0) - (self.then.percent or 0)
        return f"{_signed(moved)} ({_signed(low)} to {_signed(high)})"

    @property
    def chance(self) -> float:
        """How likely chance alone moves it this far."""
        return chance_of_difference(
            self.now.count or 0, self.now.base or 0, self.then.count or 0, self.then.base or 0
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One question then and now; `was` is its title then, where the words were others."""

    key: str
    title: str
    was: str
    then_base: str
    now_base: str
    rows: tuple[ChangedRow, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden here."""
        parts = (part for row in self.rows for part in (row.then, row.now) if part.was_asked)
        return any(part.count is None for part in parts)


def _signed(points: int) -> str:
    return f"{points:+}".replace("-", "−") if points else "0"


def changes(
    before: Iterable[QuestionResult],
    after: Iterable[QuestionResult],
    audience: Audience,
    *,
    then: int,
    now: int,
) -> list[Change]:
    """Return the questions asked both times, with Holm's guard over every comparison of them all.

    `then` and `now` are how many people of the audience answered. Both times the question had the
    same key and kind, and at least one answer the same key; words may have changed, and are shown.
    """
    earlier = {result.key: result for result in before if audience in result.bases}
    found = [
        _change(earlier[result.key], result, audience, then=then, now=now)
        for result in after
        if can_be_compared(result.kind)
        and audience in result.bases
        and result.key in earlier
        and earlier[result.key].kind is result.kind
    ]
    found = [each for each in found if any(_is_both(row) for row in each.rows)]
    rows = [row for each in found for row in each.rows if _is_compared(row)]
    chances = dict(zip(map(id, rows), holm([row.chance for row in rows]), strict=True))
    return [replace(each, rows=_read(each.rows, chances)) for each in found]


def _is_both(row: ChangedRow) -> bool:
    is_answer = row.option_key != NOT_ANSWERED.key
    return is_answer and row.then.was_asked and row.now.was_asked


def _is_compared(row: ChangedRow) -> bool:
    return _is_both(row) and row.points is not None


def _read(rows: Sequence[ChangedRow], chances: Mapping[int, float]) -> tuple[ChangedRow, ...]:
    return tuple(
        replace(row, reading=_reading(row, chances.get(id(row)))) if _is_both(row) else row
        for row in rows
    )


def _reading(row: ChangedRow, chance: float | None) -> str:
    if chance is None:
        return TOO_FEW
    now, then = row.now.percent or 0, row.then.percent or 0
    if chance >= UNLIKELY or abs(now - then) < LEAST_GAP:
        return NO_DIFFERENCE
    more = "More" if now > then else "Fewer"
    return f"{more} people say this than last time: {now}% against {then}%, unlikely to be chance."


def _change(
    before: QuestionResult, after: QuestionResult, audience: Audience, *, then: int, now: int
) -> Change:
    earlier = {row.option_key: row for row in before.rows}
    kept = {row.option_key for row in after.rows}
    gone = [row for row in before.rows if row.option_key not in kept]
    rows = [
        ChangedRow(
            row.option_key,
            row.label,
            _was(earlier.get(row.option_key), row),
            _part(earlier.get(row.option_key), audience, then),
            _part(row, audience, now),
        )
        for row in after.rows
    ]
    lost = [
        ChangedRow(row.option_key, row.label, "", _part(row, audience, then), NOBODY_ASKED)
        for row in gone
    ]
    was = before.title if before.title != after.title else ""
    bases = before.bases[audience], after.bases[audience]
    return Change(after.key, after.title, was, *bases, (*rows, *lost))


def _was(before: Row | None, now: Row) -> str:
    return before.label if before is not None and before.label != now.label else ""


def _part(row: Row | None, audience: Audience, people: int) -> Part:
    if row is None or audience not in row.cells:
        return NOBODY_ASKED
    return Part(row.cells[audience].count, None if is_few(people) else people)
