"""What of a file could not be carried over: each thing in a sentence with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from consult.survey.rules import Definition

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Brought:
    """A survey as it was read from a file, and a sentence for each thing that was left behind."""

    definition: Definition
    left_behind: tuple[str, ...] = ()


@dataclass(slots=True)
class LeftBehind:
    """Gathers what was left behind; the same of several rows becomes one sentence."""

    _rows: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def add(self, sheet: str, row: int, column: str, what: str) -> None:
        """Note something at a place; row 0 stands for all of a sheet."""
        rows = self._rows.setdefault((sheet, column, what), [])
        if row and row not in rows:
            rows.append(row)

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each thing, with its place."""
        return tuple(
            f"{', '.join(filter(None, [sheet, _rows_in_words(rows), column]))}: {what}"
            for (sheet, column, what), rows in self._rows.items()
        )


def _rows_in_words(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    if len(rows) == 1:
        return f"row {rows[0]}"
    named, more = rows[:MOST_NAMED], len(rows) - MOST_NAMED
    listed = ", ".join(map(str, named))
    return f"rows {listed}{f' and {more} more' if more > 0 else ''}"
