"""The sheets of a workbook as rows of text, each cell with its place."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from consult.errors import BadFile
from consult.survey.services.exchange.shape import UNFIT

MOST_ROWS, MOST_COLUMNS = 3000, 150
# A small file can unpack to a very large one.
MOST_UNPACKED = 40_000_000
LETTERS = 26
# What stands before the name of a column in the long way to write it.
PREFIXES = ("bind::", "control::", "body::")
# One meaning, several headings.
HEADINGS = {
    "relevance": "relevant",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list name": "list_name",
    "calculate": "calculation",
    "readonly": "read_only",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its texts by heading, and where it stands."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        """Return the text under a heading, empty where there is none."""
        return self.cells.get(heading, "")

    def column(self, heading: str) -> str:
        """Return a column in words: column F (relevant)."""
        letter = self.letters.get(heading)
        return f"column {letter} ({heading})" if letter else f"column {heading}"

    def broken(self, heading: str, what: str) -> BadFile:
        """Return the error that a cell cannot be read."""
        return BadFile(f"{self.sheet}, row {self.number}, {self.column(heading)}: {what}")


def read_sheets(content: bytes, names: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of some sheets of a workbook, those that have something in them.

    Raises:
        BadFile: it is no workbook, or too large.
    """
    _check_size(content)
    # What is broken inside a workbook shows in any way: the library promises nothing about it.
    try:
        return {name: list(_rows(name, cells)) for name, cells in _sheets(content, names)}
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(
            "This workbook cannot be opened. Save it once more as .xlsx and try again."
        ) from error


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadFile("This is no workbook: save it as .xlsx and try again.") from error
    if unpacked > MOST_UNPACKED:
        raise BadFile("This workbook is too large when unpacked.")


def _sheets(content: bytes, names: Sequence[str]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name in names:
            sheet.reset_dimensions()
            reach = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS}
            cells = list(sheet.iter_rows(values_only=True, **reach))
            if len(cells) > MOST_ROWS:
                raise BadFile(f"{name}: there are more than {MOST_ROWS} rows.")
            yield name, cells
    book.close()


def _rows(name: str, cells: Sequence[tuple[Any, ...]]) -> Iterator[Row]:
    if not cells:
        return
    headings = [heading_of(text_of(value)) for value in cells[0]]
    letters: dict[str, str] = {}
    for place, heading in enumerate(headings):
        if heading and heading in letters:
            at = f"columns {letters[heading]} and {_letter(place)}"
            raise BadFile(f"{name}, row 1, {at}: both are called “{heading}”.")
        letters[heading] = _letter(place)
    for number, values in enumerate(cells[1:], start=2):
        texts = dict(zip(headings, map(text_of, values), strict=False))
        filled = {heading: text for heading, text in texts.items() if text}
        if filled:
            yield Row(name, number, filled, letters)


def heading_of(text: str) -> str:
    """Return a heading as we look for it: relevance is relevant, label:Welsh is label::Welsh."""
    plain = text
    for prefix in PREFIXES:
        plain = plain[len(prefix) :] if plain.lower().startswith(prefix) else plain
    name, _, language = (part.strip() for part in re.sub(r":+", "::", plain).partition("::"))
    name = name.lower()
    name = HEADINGS.get(name, name)
    return f"{name}::{language}" if language else name


def text_of(value: Any) -> str:
    """Return what a cell holds as text: 3, not 3.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return UNFIT.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _letter(place: int) -> str:
    high, low = divmod(place, LETTERS)
    return (_letter(high - 1) if high else "") + chr(ord("A") + low)
