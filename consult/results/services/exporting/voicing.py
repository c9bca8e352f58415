"""Cells in words, keys or numbers: what stands in a row as a reader wants it."""

from collections.abc import Callable, Mapping, Sequence

from consult.results.rules.exporting import HIDDEN_VALUE, Cell, Column, Kind, Value
from consult.tables import defanged

Row = list[Cell]
Voice = Callable[[Row], Row]


def in_labels(columns: Sequence[Column]) -> Voice:
    """Return what puts a row into words; no cell of it is run by a spreadsheet."""
    maps = [_words_of(column) for column in columns]
    words = _words_at(columns)

    def voice(cells: Row) -> Row:
        told = [
            cell if known is None or cell is None else known.get(cell, cell)
            for known, cell in zip(maps, cells, strict=True)
        ]
        return _harmless(told, words)

    return voice


def in_codes(columns: Sequence[Column]) -> Voice:
    """Return what leaves a row in keys; no cell of it is run by a spreadsheet."""
    words = _words_at(columns)
    return lambda cells: _harmless(cells, words)


def numbers_of(column: Column) -> Mapping[Cell, int]:
    """Return the number of each key that can stand in a column."""
    return {value.key: value.number for value in values_of(column)}


def values_of(column: Column) -> tuple[Value, ...]:
    """Return all that can stand in a column of choices, "hidden" included."""
    return (*column.values, HIDDEN_VALUE) if column.trait else column.values


def _words_of(column: Column) -> dict[Cell, Cell] | None:
    known: dict[Cell, Cell] = {value.key: defanged(value.label) for value in values_of(column)}
    if column.kind.is_yes_or_no:
        known |= {1: "yes", 0: "no"}
    return known or None


def _words_at(columns: Sequence[Column]) -> list[int]:
    return [at for at, column in enumerate(columns) if column.kind is Kind.WORDS]


def _harmless(cells: Row, words: Sequence[int]) -> Row:
    for at in words:
        if cells[at] is not None:
            cells[at] = defanged(str(cells[at]))
    return cells
