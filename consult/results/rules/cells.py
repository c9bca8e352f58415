"""A count as it may be shown, and one line of counts: what every table of results is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.disclosure import HIDDEN, share
from consult.survey.rules import Audience

# Young people's words come first, and stand beside their parents'.
READING_ORDER = (Audience.YOUNG_PERSON, Audience.PARENT, Audience.EASY_READ)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of people and its share of the audience, as they may be shown."""

    count: int | None
    percent: int | None

    @property
    def text(self) -> str:
        """The cell in words."""
        if self.count is None:
            return HIDDEN
        return f"{self.count:,}" if self.percent is None else f"{self.count:,} ({self.percent}%)"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that could be chosen; an audience that was not offered it has no cell."""

    option_key: str
    label: str
    cells: Mapping[Audience, Cell]


def cell_of(count: int | None, total: int) -> Cell:
    """Return a count that may be shown (None: it may not) with its share of a total."""
    return Cell(count, None if count is None else share(count, total))
