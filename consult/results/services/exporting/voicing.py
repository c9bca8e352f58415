"""Cells in words, keys or numbers: what stands in a row as a reader wants it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from consult.results.rules.exporting import HIDDEN_VALUE, Cell, Column, Kind, Value
from consult.tables import defanged

Row = tuple[Cell, ...]
Voice = Callable[[Iterable[Sequence[Cell]]], Iterator[Row]]


def in_labels(columns: Sequence[Column]) -> Voice:
    """Return what puts rows into words; no cell of them is run by a spreadsheet."""
    return _voice(columns, [_words_of(column) for column in columns])


def in_codes(columns: Sequence[Column]) -> Voice:
    """Return what leaves rows in keys; no cell of them is run by a spreadsheet."""
    return _voice(columns, [None] * len(columns))


def _voice(columns: Sequence[Column], maps: Sequence[dict[Cell, Cell] | None]) -> Voice:
    """Return what tells rows column by column: some times faster than cell by cell."""
    are_words = [column.kind is Kind.WORDS for column in columns]

    def voice(rows: Iterable[Sequence[Cell]]) -> Iterator[Row]:
        return zip(*map(_told, maps, are_words, zip(*rows, strict=True)), strict=True)

    return voice


def _told(known: dict[Cell, Cell] | None, is_words: bool, cells: Row) -> Row:
    if is_words:
        return tuple([None if cell is None else defanged(str(cell)) for cell in cells])
    return cells if known is None else tuple(map(known.get, cells, cells))


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
