"""The population as a file: counts by area and age band, with who counted and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from consult.errors import BadFile
from consult.tables import day_in, rows_of

COLUMNS = ("area", "age_band", "people", "source", "counted_on")
MOST_ROWS = 5_000
LONGEST_SOURCE = 200
MOST_PEOPLE = 10_000_000


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
    found: dict[tuple[str, str], Counted] = {}
    for number, cells in rows_of(text, COLUMNS):
        counted = _counted(cells, number, areas, age_bands)
        if (counted.area_key, counted.age_band) in found:
            raise BadFile(f"Row {number} counts the same people a second time.")
        found[counted.area_key, counted.age_band] = counted
    if not 0 < len(found) <= MOST_ROWS:
        raise BadFile(f"Use from 1 to {MOST_ROWS:,} rows under the heading.")
    return list(found.values())


def _counted(
    cells: list[str], number: int, areas: Collection[str], age_bands: Collection[str]
) -> Counted:
    area, band, people, source, counted_on = cells
    if area not in areas:
        raise BadFile(f"Row {number}, column area: use one of {', '.join(sorted(areas))}.")
    if band not in age_bands:
        raise BadFile(f"Row {number}, column age_band: use one of {', '.join(age_bands)}.")
    if not people.isascii() or not people.isdigit() or int(people[:10]) > MOST_PEOPLE:
        raise BadFile(f"Row {number}, column people: write a whole number, such as 1250.")
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise BadFile(f"Row {number}, column source: say who counted, in short.")
    return Counted(area, band, int(people), source, day_in(counted_on, number, "counted_on"))
