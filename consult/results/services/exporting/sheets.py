"""Workbooks: the answers in words, and the codebook. Written row by row to a file on the disk."""

from collections.abc import Iterable
from typing import IO

import xlsxwriter  # type: ignore[import-untyped]

from consult.results.rules.exporting import Cell
from consult.results.services.exporting.about import codebook_rows, readme
from consult.results.services.exporting.gathering import Outgoing
from consult.results.services.exporting.voicing import in_labels
from consult.tables import defanged

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
CUT = " … (cut: the CSV file has all of it)"
# Nothing that somebody wrote is a formula, a link or a number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def fits_a_sheet(outgoing: Outgoing) -> bool:
    """Return whether a sheet has a row for each reply."""
    return outgoing.rows <= MOST_ROWS


def workbook(outgoing: Outgoing, file: IO[bytes]) -> None:
    """Write a workbook with the sheets Answers, Codebook and About into a file."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        answers = book.add_worksheet("Answers")
        answers.freeze_panes(1, 1)
        answers.write_row(0, 0, [column.name for column in outgoing.columns], bold)
        voice = in_labels(outgoing.columns)
        number = 0
        for chunk in outgoing.chunks():
            for told in voice(reply.cells for reply in chunk):
                number += 1
                _write(answers, number, told)
        codebook = book.add_worksheet("Codebook")
        codebook.freeze_panes(1, 1)
        for number, row in enumerate(codebook_rows(outgoing.columns)):
            _write(codebook, number, [defanged(cell) for cell in row])
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100)
        for number, line in enumerate(readme(outgoing, ()).splitlines()):
            about.write_string(number, 0, defanged(line))


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, cells: Iterable[Cell]) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            fits = len(cell) <= LONGEST_CELL
            sheet.write_string(number, at, cell if fits else cell[: LONGEST_CELL - len(CUT)] + CUT)
        elif cell is not None:
            sheet.write_number(number, at, cell)
