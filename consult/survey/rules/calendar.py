"""The calendar a consultation is held against: school holidays, bank holidays, elections."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consult.errors import BadFile, RuleBroken
from consult.tables import day_in, rows_of

ONE_DAY = timedelta(days=1)
SATURDAY = 5
COLUMNS = ("kind", "name", "starts_on", "ends_on", "source")
LONGEST_NAME, LONGEST_SOURCE = 120, 300
MOST_ROWS = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100


class CalendarKind(StrEnum):
    """What the days are."""

    SCHOOL_HOLIDAY = "school_holiday"
    BANK_HOLIDAY = "bank_holiday"
    PRE_ELECTION = "pre_election"


CALENDAR_LABELS = {
    CalendarKind.SCHOOL_HOLIDAY: "School holiday",
    CalendarKind.BANK_HOLIDAY: "Bank holiday",
    CalendarKind.PRE_ELECTION: "Time before an election",
}


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days with a name, the first and the last included, and where we have them from."""

    kind: CalendarKind
    name: str
    starts_on: date
    ends_on: date
    source: str = ""


class DaysBackwards(RuleBroken):
    """Days were to end before they start."""

    def __init__(self) -> None:
        super().__init__("The last day comes before the first. Check the two dates.")


def check_days(days: DayRange) -> None:
    """Raise when days end before they start."""
    if days.ends_on < days.starts_on:
        raise DaysBackwards


def of_kind(calendar: Iterable[DayRange], kind: CalendarKind) -> list[DayRange]:
    """Return the days of one kind."""
    return [each for each in calendar if each.kind is kind]


def falls_in(days: Iterable[DayRange], day: date) -> DayRange | None:
    """Return the first of these that a day falls in."""
    return next((each for each in days if each.starts_on <= day <= each.ends_on), None)


def known_until(days: Sequence[DayRange], first: date) -> date | None:
    """Return the last day up to which these are known, if they are known from a first day on."""
    if not days or min(each.starts_on for each in days) > first:
        return None
    return max(each.ends_on for each in days)


def all_days(first: date, last: date) -> Iterator[date]:
    """Return every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def share_of(days: Sequence[DayRange], first: date, last: date) -> float:
    """Return which part (0 to 1) of the days from first to last falls in these."""
    whole = list(all_days(first, last))
    return sum(falls_in(days, day) is not None for day in whole) / len(whole) if whole else 0.0


def is_working_day(calendar: Iterable[DayRange], day: date) -> bool:
    """Return whether people work on a day: Monday to Friday, but for bank holidays."""
    closed = of_kind(calendar, CalendarKind.BANK_HOLIDAY)
    return day.weekday() < SATURDAY and falls_in(closed, day) is None


def working_days_after(calendar: Sequence[DayRange], day: date, count: int) -> date:
    """Return the day that is so many working days after a day."""
    while count:
        day += ONE_DAY
        count -= is_working_day(calendar, day)
    return day


def end_of_term(holiday: DayRange) -> date:
    """Return the last day of school before a holiday."""
    day = holiday.starts_on - ONE_DAY
    while day.weekday() >= SATURDAY:
        day -= ONE_DAY
    return day


def read_calendar(text: str) -> list[DayRange]:
    """Read days from a CSV file with the columns `COLUMNS`; `source` may be empty.

    Raises:
        BadFile: a row or a column cannot be read: the text names it.
    """
    found = [_days(cells, number) for number, cells in rows_of(text, COLUMNS)]
    if not found:
        raise BadFile("There is no row under the heading, so nothing was added.")
    if len(found) > MOST_ROWS:
        raise BadFile(f"Use {MOST_ROWS} rows or fewer in one file.")
    return found


def _days(cells: Sequence[str], number: int) -> DayRange:
    kind, name, starts, ends, source = cells
    if kind not in set(CalendarKind):
        raise BadFile(f"Row {number}, column kind: use one of {', '.join(CalendarKind)}.")
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadFile(f"Row {number}, column name: use 1 to {LONGEST_NAME} characters.")
    if len(source) > LONGEST_SOURCE:
        raise BadFile(f"Row {number}, column source: use {LONGEST_SOURCE} characters or fewer.")
    starts_on, ends_on = _day(starts, number, "starts_on"), _day(ends, number, "ends_on")
    if ends_on < starts_on:
        raise BadFile(f"Row {number}, column ends_on: the last day comes before the first.")
    return DayRange(CalendarKind(kind), name, starts_on, ends_on, source)


def _day(text: str, number: int, column: str) -> date:
    day = day_in(text, number, column)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadFile(
            f"Row {number}, column {column}: choose a date between {FIRST_YEAR} and {LAST_YEAR}."
        )
    return day
