"""Keeping the calendar: adding days one by one or from a file, taking them out again."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.survey.models import CalendarDayRange
from consult.survey.rules.calendar import DayRange, check_days, read_calendar
from consult.survey.rules.suggesting import Days, suggested_days, suggested_first_day


def calendar_rows(session: Session) -> Sequence[CalendarDayRange]:
    """Return all days of the calendar, the latest first."""
    return session.scalars(
        select(CalendarDayRange).order_by(
            CalendarDayRange.starts_on.desc(), CalendarDayRange.id.desc()
        )
    ).all()


def calendar_of(session: Session) -> list[DayRange]:
    """Return the calendar as values."""
    return [
        DayRange(row.kind, row.name, row.starts_on, row.ends_on, row.source)
        for row in calendar_rows(session)
    ]


def days_to_start_with(session: Session, today: date) -> Days:
    """Return the days a new consultation begins with, until somebody chooses others."""
    calendar = calendar_of(session)
    return suggested_days(suggested_first_day(today, calendar), calendar)


def add_days(
    session: Session, days: DayRange, *, actor: str, now: datetime
) -> CalendarDayRange | None:
    """Add days to the calendar; None where they stand there already.

    Raises:
        DaysBackwards: they end before they start.
    """
    check_days(days)
    if _key(days) in _known(session):
        return None
    row = _row(days)
    session.add(row)
    session.flush()
    audit.record(session, actor, "add_days", f"calendar:{row.id}", now=now, name=row.name)
    session.commit()
    return row


def remove_days(session: Session, days_id: int, *, actor: str, now: datetime) -> CalendarDayRange:
    """Take days out of the calendar.

    Raises:
        NotFound: they are not in it.
    """
    row = find(session, CalendarDayRange, days_id)
    audit.record(session, actor, "remove_days", f"calendar:{row.id}", now=now, name=row.name)
    session.delete(row)
    session.commit()
    return row


def import_calendar(session: Session, text: str, *, actor: str, now: datetime) -> int:
    """Add the days of a CSV file that are not there yet; return how many. All or none is added.

    Raises:
        BadFile: the file cannot be read: the text names the row and the column.
    """
    known = _known(session)
    new = {_key(days): days for days in read_calendar(text) if _key(days) not in known}
    session.add_all(map(_row, new.values()))
    audit.record(session, actor, "import_calendar", "calendar:all", now=now, rows=len(new))
    session.commit()
    return len(new)


def _row(days: DayRange) -> CalendarDayRange:
    return CalendarDayRange(
        kind=days.kind,
        name=days.name,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        source=days.source,
    )


def _key(days: DayRange) -> tuple[object, ...]:
    return days.kind, days.name.casefold(), days.starts_on, days.ends_on


def _known(session: Session) -> set[tuple[object, ...]]:
    return {_key(days) for days in calendar_of(session)}
