"""Tables as CSV files: read with the number of each row, written so that nothing runs."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date

from consult.errors import BadFile

# A cell of a spreadsheet that begins with one of these is run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rows_of(text: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row that holds anything, spaces around them gone.

    Raises:
        BadFile: the heading is another, or a row cannot be read or has too many or few columns.
    """
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        if [cell.strip().casefold() for cell in next(rows, [])] != list(columns):
            raise BadFile(f"Row 1 must name the columns: {', '.join(columns)}. Nothing else.")
        for row in rows:
            cells = [cell.strip() for cell in row]
            if any(cells) and len(cells) != len(columns):
                wanted = f"not {len(columns)}"
                raise BadFile(f"Row {rows.line_num} has {len(cells)} columns, {wanted}.")
            if any(cells):
                yield rows.line_num, cells
    except csv.Error as error:
        raise BadFile(
            f"Row {rows.line_num} cannot be read: a quotation mark is not closed. Mend it."
        ) from error


def day_in(cell: str, number: int, column: str) -> date:
    """Return the day in a cell.

    Raises:
        BadFile: it is none; the sentence names the row and the column.
    """
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise BadFile(
            f"Row {number}, column {column}: write a date as year, month, day: 2027-03-31."
        ) from error


def defanged(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def as_it_was(cell: str) -> str:
    """Return what a cell held before it was made harmless."""
    harmless = cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
    return cell[1:] if harmless else cell
