"""Answers by groups of people: shares with their intervals, and what may be said of them in words.

All of it is worked out from counts that are safe to show, so that nothing can tell of a hidden one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from consult.disclosure import HIDDEN, LEAST_BASE, share, shown
from consult.results.rules.association import Association, association, holm
from consult.results.rules.proportions import Interval, chance_of_difference, wilson
from consult.survey.rules import QuestionType

UNLIKELY = 0.05
# A smaller gap, in points of 100, is no news however many people there are.
LEAST_GAP = 3
MOST_PAIRED = 3
MOST_TOLD = 3
NO_DIFFERENCE = "No clear difference."
TOO_FEW = "Too few people to compare."
STRENGTHS = ((0.1, "hardly at all"), (0.3, "a little"), (0.5, "clearly"))
STRONGEST = "strongly"
OTHERS = "all the others"
# Of whom, or of where, somebody is: people are grouped by these.
OF_GROUPS = {QuestionType.AGE_BAND, QuestionType.AREA}


def can_be_compared(kind: QuestionType) -> bool:
    """Return whether answers of this kind are chosen from a list, and say what people think."""
    return kind.has_options and kind not in {*OF_GROUPS, QuestionType.POINTS}


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people: how it is called, and how many they are (None is hidden).

    `people` names them within a sentence; a group without is in no comparison.
    """

    key: str
    label: str
    base: int | None
    people: str = ""

    @property
    def base_text(self) -> str:
        """How many they are, in words."""
        return HIDDEN if self.base is None else shown(self.base)


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a group gave an answer; no percentage where it could tell of a few."""

    count: int | None
    base: int | None
    was_asked: bool = True

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, where there are enough people."""
        if self.count is None or self.base is None:
            return None
        return share(self.count, self.base)

    @property
    def interval(self) -> Interval | None:
        """Where the share lies, as far as the numbers tell."""
        if self.percent is None or self.count is None or self.base is None:
            return None
        return wilson(self.count, self.base)

    @property
    def text(self) -> str:
        """The count in words."""
        if not self.was_asked:
            return "not asked"
        return HIDDEN if self.count is None else f"{self.count:,}"

    @property
    def share_text(self) -> str:
        """The share and its interval in words; empty where there is none."""
        if self.interval is None:
            return ""
        low, high = self.interval.percents
        return f"{self.percent}% ({low} to {high})"


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One answer, with the part of each group that gave it, and what may be said of it.

    A row that `is_answer` is something people said: what nobody answered is not compared.
    """

    option_key: str
    label: str
    parts: tuple[Part, ...]
    is_answer: bool = True
    reading: str = ""

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden here."""
        return any(part.was_asked and part.count is None for part in self.parts)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Answers by groups; `compared` is how many comparisons the readings are guarded for."""

    title: str
    groups: tuple[Group, ...]
    rows: tuple[CrossRow, ...]
    compared: int = 0
    together: Association | None = None

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden here."""
        return any(row.has_hidden for row in self.rows)

    @property
    def told(self) -> list[CrossRow]:
        """The rows of which there is something to say."""
        return [row for row in self.rows if row.reading not in {"", NO_DIFFERENCE, TOO_FEW}]

    @property
    def alike(self) -> list[str]:
        """What groups say alike, as far as the numbers tell."""
        return [row.label for row in self.rows if row.reading == NO_DIFFERENCE]

    @property
    def too_few(self) -> list[str]:
        """What too few people said, or did not say, for a comparison."""
        return [row.label for row in self.rows if row.reading == TOO_FEW]

    @property
    def strength(self) -> str:
        """How far answers and groups hang together, in words; empty where it is not told."""
        if self.together is None:
            return ""
        v = self.together.v
        return next((words for limit, words in STRENGTHS if v < limit), STRONGEST)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two parts of one row, and who they are."""

    row: int
    people: str
    part: Part
    others: str
    other: Part

    @property
    def chance(self) -> float:
        """How likely chance alone sets them this far apart."""
        return chance_of_difference(
            self.part.count or 0, self.part.base or 0, self.other.count or 0, self.other.base or 0
        )

    @property
    def is_wide(self) -> bool:
        """Whether the gap is worth a sentence."""
        return abs((self.part.percent or 0) - (self.other.percent or 0)) >= LEAST_GAP

    @property
    def sentence(self) -> str:
        """Who says it more than whom, the larger share first."""
        one, other = (self.people, self.part.percent), (self.others, self.other.percent)
        if (one[1] or 0) < (other[1] or 0) and self.others != OTHERS:
            one, other = other, one
        more = "more" if (one[1] or 0) > (other[1] or 0) else "less"
        people = one[0][0].upper() + one[0][1:]
        return (
            f"{people} say this {more} than {other[0]}: {one[1]}% against {other[1]}%, "
            "unlikely to be chance."
        )


def compared(table: CrossTable, *, adds_up: bool = False) -> CrossTable:
    """Return a table with a reading for every row: Holm's guard over all comparisons of the page.

    Up to three groups are compared in pairs; of more, each with all the others together. `adds_up`:
    everybody is in one row at most, so that it can be said how far the whole hangs together.
    """
    comparisons = [each for at, row in enumerate(table.rows) for each in _of_row(at, row, table)]
    chances = holm([each.chance for each in comparisons])
    found = sorted(
        (chance, at)
        for at, (each, chance) in enumerate(zip(comparisons, chances, strict=True))
        if chance < UNLIKELY and each.is_wide
    )
    told = [comparisons[at] for _, at in found]
    looked_at = {each.row for each in comparisons}
    rows = (
        replace(row, reading=_reading(at, told, at in looked_at) if row.is_answer else "")
        for at, row in enumerate(table.rows)
    )
    return replace(
        table,
        rows=tuple(rows),
        compared=len(comparisons),
        together=_together(table) if adds_up else None,
    )


def _reading(row: int, told: Sequence[_Comparison], was_compared: bool) -> str:
    sentences = [each.sentence for each in told if each.row == row]
    if sentences:
        return " ".join(sentences[:MOST_TOLD])
    return NO_DIFFERENCE if was_compared else TOO_FEW


def _of_row(at: int, row: CrossRow, table: CrossTable) -> Iterator[_Comparison]:
    told = [
        (group.people, part)
        for group, part in zip(table.groups, row.parts, strict=True)
        if row.is_answer and group.people and part.percent is not None
    ]
    if len(told) <= MOST_PAIRED:
        for (people, part), (others, other) in combinations(told, 2):
            yield _Comparison(at, people, part, others, other)
        return
    for people, part in told:
        count = sum(each.count or 0 for _, each in told) - (part.count or 0)
        base = sum(each.base or 0 for _, each in told) - (part.base or 0)
        yield _Comparison(at, people, part, OTHERS, Part(count, base))


def _together(table: CrossTable) -> Association | None:
    """Return how far answers and groups hang together, where every count of it is shown."""
    groups = [at for at, group in enumerate(table.groups) if group.people and group.base != 0]
    rows = [[row.parts[at] for at in groups] for row in table.rows if row.is_answer]
    parts = [part for row in rows for part in row]
    if not parts or any(part.count is None or (part.base or 0) < LEAST_BASE for part in parts):
        return None
    return association([[part.count or 0 for part in row] for row in rows])
