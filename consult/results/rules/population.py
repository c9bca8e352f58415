"""The population as a file: counts by area and age band, with who counted and when."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from consult.errors import RuleBroken

COLUMNS = ("area", "age_band", "people", "source", "counted_on")
MOST_ROWS = 5_000
LONGEST_SOURCE = 200
MOST_PEOPLE = 10_000_000


class BadFile(RuleBroken):
    """A file that cannot be taken in: the sentence names the row and the column."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people of an age band live in an area."""

    area_key: str
    age_band: str
    people: int
    source: str
    counted_on: date


def read_population(text: str, areas: Collection[str], age_bands: Collection[str]) -> list[Counted]:
    """Read counts from a CSV file with the columns `COLUMNS`.

    Raises:
        BadFile: a row or a column cannot be read: the text names it.
    """
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        if tuple(cell.strip().casefold() for cell in next(rows, [])) != COLUMNS:
            raise BadFile(f"Row 1 must name the columns: {', '.join(COLUMNS)}. Nothing else.")
        found: dict[tuple[str, str], Counted] = {}
        for row in rows:
            if any(cell.strip() for cell in row):
                counted = _read_row(row, rows.line_num, areas, age_bands)
                if (counted.area_key, counted.age_band) in found:
                    raise BadFile(f"Row {rows.line_num} counts the same people a second time.")
                found[counted.area_key, counted.age_band] = counted
    except csv.Error as error:
        raise BadFile(
            f"Row {rows.line_num} cannot be read: a quotation mark is not closed. Mend it."
        ) from error
    if not 0 < len(found) <= MOST_ROWS:
        raise BadFile(f"Use from 1 to {MOST_ROWS:,} rows under the heading.")
    return list(found.values())


def _read_row(
    row: list[str], number: int, areas: Collection[str], age_bands: Collection[str]
) -> Counted:
    if len(row) != len(COLUMNS):
        raise BadFile(f"Row {number} has {len(row)} columns, not {len(COLUMNS)}.")
    area, band, people, source, counted_on = (cell.strip() for cell in row)
    if area not in areas:
        raise BadFile(f"Row {number}, column area: use one of {', '.join(sorted(areas))}.")
    if band not in age_bands:
        raise BadFile(f"Row {number}, column age_band: use one of {', '.join(age_bands)}.")
    if not people.isascii() or not people.isdigit() or int(people[:10]) > MOST_PEOPLE:
        raise BadFile(f"Row {number}, column people: write a whole number, such as 1250.")
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise BadFile(f"Row {number}, column source: say who counted, in short.")
    try:
        day = date.fromisoformat(counted_on)
    except ValueError as error:
        raise BadFile(
            f"Row {number}, column counted_on: write a date as year, month, day: 2027-03-31."
        ) from error
    return Counted(area, band, int(people), source, day)
