"""Days that suit children and families, and turns to keep watch: suggested, for people to check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consult.survey.rules.calendar import (
    ONE_DAY,
    SATURDAY,
    CalendarKind,
    DayRange,
    all_days,
    falls_in,
    is_working_day,
    of_kind,
)
from consult.survey.rules.launching import ConsultationDraft
from consult.survey.rules.readiness import Turn
from consult.survey.rules.timing import LONG_ENOUGH_DAYS, check_term

DAYS_TO_PREPARE = 28
LONGEST_DAYS = 182
TURN_DAYS = 14
TO_DECIDE, TO_ANSWER = timedelta(days=49), timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a consultation, by the names they have there."""

    opens_on: date
    closes_on: date
    decides_on: date
    feedback_on: date
    withdraw_until: date


def suggested_first_day(today: date, calendar: Sequence[DayRange]) -> date:
    """Return a Monday, four weeks ahead or later, that is no holiday or election time.

    It is the first from which a last day can be found that suits families, if there is one.
    """
    elections = of_kind(calendar, CalendarKind.PRE_ELECTION)
    monday = today + timedelta(days=DAYS_TO_PREPARE)
    monday += timedelta(days=-monday.weekday() % 7)
    mondays = [
        day
        for day in all_days(monday, monday + timedelta(days=LONGEST_DAYS))
        if day.weekday() == 0 and is_working_day(calendar, day) and not falls_in(elections, day)
    ]
    fair = (day for day in mondays if _last_day_that_suits(day, calendar))
    return next(fair, next(iter(mondays), monday))


def suggested_days(opens_on: date, calendar: Sequence[DayRange]) -> Days:
    """Return days that pass the checks: 12 weeks, or up to 26 where holidays take much of them.

    Where no such day is known, the last one is the first working day after 12 weeks.
    """
    after = _working_day_from(opens_on + timedelta(days=LONG_ENOUGH_DAYS), calendar)
    closes_on = _last_day_that_suits(opens_on, calendar) or after
    decides_on = _working_day_from(closes_on + TO_DECIDE, calendar)
    feedback_on = _working_day_from(decides_on + TO_ANSWER, calendar)
    return Days(opens_on, closes_on, decides_on, feedback_on, withdraw_until=closes_on)


def _last_day_that_suits(opens_on: date, calendar: Sequence[DayRange]) -> date | None:
    shortest = opens_on + timedelta(days=LONG_ENOUGH_DAYS)
    for day in all_days(shortest, opens_on + timedelta(days=LONGEST_DAYS)):
        draft = ConsultationDraft("", 0, 0, opens_on, day, day, day, day)
        if day.weekday() < SATURDAY and check_term(draft, calendar).done:
            return day
    return None


def _working_day_from(day: date, calendar: Sequence[DayRange]) -> date:
    while not is_working_day(calendar, day):
        day += ONE_DAY
    return day


def suggested_rota(names: Sequence[str], first: date, last: date) -> tuple[Turn, ...]:
    """Return turns of two weeks from the first to the last day, each name after the other."""
    if not names:
        return ()
    starts = range(0, (last - first).days + 1, TURN_DAYS)
    return tuple(
        Turn(
            names[number % len(names)],
            first + timedelta(days=start),
            min(first + timedelta(days=start + TURN_DAYS - 1), last),
        )
        for number, start in enumerate(starts)
    )
