"""Tables of comments as CSV files, read as text, with sentences for what cannot be read."""

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click


class BadInput(click.ClickException):
    """The file given cannot be read as a table of comments."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it in one sentence on standard error."""
        click.echo(self.format_message(), file=file, err=True)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a CSV file under their headings."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """Return one column from top to bottom.

        Raises:
            BadInput: there is no such column.
        """
        if name not in self.columns:
            there = ", ".join(f"“{column}”" for column in self.columns)
            raise BadInput(f"{self.name} has no column “{name}”; its columns are {there}.")
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def read_table(source: str) -> Table:
    """Read a CSV file, or standard input for "-", as text: no answer is taken for a missing value.

    Raises:
        BadInput: it is missing, empty, not UTF-8 or not a table.
    """
    name = "Standard input" if source == "-" else source
    content = _content(source, name)
    csv.field_size_limit(max(len(content), 131072))
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        columns = tuple(heading.strip() for heading in next(reader, []))
        for row in filter(None, reader):
            if len(row) != len(columns):
                raise BadInput(
                    f"{name}, row {len(rows) + 1} (line {reader.line_num}) has {len(row)} fields"
                    f" where the heading has {len(columns)}."
                )
            rows.append(tuple(row))
    except csv.Error as error:
        raise BadInput(
            f"{name}, row {len(rows) + 1} (line {reader.line_num}) is not CSV: {error}."
        ) from error
    if not columns:
        raise BadInput(f"{name} is empty: it needs a heading and a row for each comment.")
    return Table(name, columns, tuple(rows))


def _content(source: str, name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{name} is not UTF-8 text (line {line}); save it as “CSV UTF-8”."
        ) from error
