"""CSV files: wide, a row for each reply; long, a row for each answer. Made as they go out."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from consult.results.rules.exporting import Cell, Column, Kind
from consult.results.services.exporting.about import codebook_rows
from consult.results.services.exporting.gathering import Outgoing
from consult.results.services.exporting.reading import Reply
from consult.results.services.exporting.voicing import Row, in_codes, in_labels
from consult.tables import defanged

LONG_HEADINGS = ("submission", "question", "option", "value", "comment", "theme")


def wide(outgoing: Outgoing, *, labels: bool = True) -> Iterator[bytes]:
    """Yield a table of a row for each reply and a column for each question or option."""
    voice = (in_labels if labels else in_codes)(outgoing.columns)
    yield _lines([[column.name for column in outgoing.columns]])
    for chunk in outgoing.chunks():
        yield _lines(voice(reply.cells for reply in chunk))


def long(outgoing: Outgoing, *, labels: bool = True) -> Iterator[bytes]:
    """Yield a table of a row for each thing that somebody chose, gave or wrote."""
    voice = (in_labels if labels else in_codes)(outgoing.columns)
    heads = [_head(column, labels=labels) for column in outgoing.columns]
    themes = {int(each.part_key): each for each in outgoing.columns if each.kind is Kind.THEME}
    names = {key: defanged(_name(one)) if labels else one.name for key, one in themes.items()}
    yield _lines([LONG_HEADINGS])
    for chunk in outgoing.chunks():
        yield _lines(
            line
            for reply, told in zip(chunk, voice(each.cells for each in chunk), strict=True)
            for line in _answers(reply, told, outgoing.columns, heads, names)
        )


def codebook(columns: Iterable[Column]) -> Iterator[bytes]:
    """Yield what each column is and what can stand in it."""
    yield _lines([defanged(cell) for cell in row] for row in codebook_rows(columns))


def _answers(
    reply: Reply,
    told: Row,
    columns: Sequence[Column],
    heads: Sequence[tuple[str, str]],
    themes: dict[int, str],
) -> Iterator[tuple[Cell, ...]]:
    code = told[0]
    for at, column in enumerate(columns[1:], start=1):
        cell = told[at]
        if column.kind is Kind.WORDS:
            names = "; ".join(themes[one] for one in reply.themes.get(at, ()))
            if cell is not None or names:
                yield code, *heads[at], None, cell, names
        elif _says_something(column, reply.cells[at]):
            yield code, *heads[at], cell, None, None


def _says_something(column: Column, cell: Cell) -> bool:
    """Return whether a cell is an answer: what was not chosen is none, themes stand with words."""
    if column.kind is Kind.THEME or cell is None:
        return False
    return column.kind is not Kind.CHOSEN or cell != 0


def _head(column: Column, *, labels: bool) -> tuple[str, str]:
    if not labels or not column.question_key:
        return column.question_key or column.name, column.part_key
    return defanged(column.title), defanged(column.part)


def _name(theme: Column) -> str:
    return theme.title.removeprefix("Theme: ")


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()
