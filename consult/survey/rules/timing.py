"""Whether a consultation is open long enough, and at a time that suits children and families."""

from collections.abc import Iterator, Sequence
from datetime import date

from consult.survey.rules.calendar import (
    SATURDAY,
    CalendarKind,
    DayRange,
    end_of_term,
    falls_in,
    known_until,
    of_kind,
    share_of,
)
from consult.survey.rules.gates import (
    APPROVERS,
    JUSTIFIERS,
    MONITORS,
    Check,
    Part,
    Place,
    day_in_words,
    listed,
)
from consult.survey.rules.launching import ConsultationDraft

LONG_ENOUGH_DAYS = 84
SHORTEST_DAYS = 28
MOST_IN_HOLIDAYS = 0.3
NEAR_END_OF_TERM_DAYS = 3


def check_dates(draft: ConsultationDraft, today: date) -> list[Check]:
    """Say whether the dates leave people time and keep their order (L-CON-06)."""
    in_order = draft.closes_on < draft.decides_on < draft.feedback_on
    kept = draft.withdraw_until >= draft.closes_on
    begins = draft.opens_on >= today
    return [
        Check(
            "first_day",
            "The first day is today or later",
            begins,
            f"The first day is {day_in_words(draft.opens_on)}.",
            Part.TIME,
            Place.TEXTS,
            "That day has passed: choose today or a later day.",
        ),
        *_check_length((draft.closes_on - draft.opens_on).days),
        Check(
            "order",
            "The decision comes after closing, and the answer back after that",
            in_order,
            "The dates are in order." if in_order else "The dates are not in order.",
            Part.TIME,
            Place.TEXTS,
            "Decide after the last day, and tell people what you did after the decision.",
        ),
        Check(
            "withdrawal",
            "People can take their words back until it closes, or longer",
            kept,
            f"They can until {day_in_words(draft.withdraw_until)}.",
            Part.TIME,
            Place.TEXTS,
            "Move that day to the last day or later.",
        ),
    ]


def _check_length(days: int) -> Iterator[Check]:
    yield Check(
        "twelve_weeks",
        "It is open for 12 weeks or longer",
        days >= LONG_ENOUGH_DAYS,
        f"It is open for {_days(days)}." + _short_of(days, LONG_ENOUGH_DAYS),
        Part.TIME,
        Place.TEXTS,
        "Choose a later last day, or have an approver say why it must be shorter.",
        APPROVERS,
    )
    if days < SHORTEST_DAYS:
        yield Check(
            "four_weeks",
            "It is open for 4 weeks or longer",
            False,
            f"It is open for {_days(days)}." + _short_of(days, SHORTEST_DAYS),
            Part.TIME,
            Place.TEXTS,
            "Choose a later last day, or have the monitoring officer say why that cannot be.",
            MONITORS,
        )


def _short_of(days: int, wanted: int) -> str:
    return f" We want {wanted} days or more." if days < wanted else ""


def check_term(draft: ConsultationDraft, calendar: Sequence[DayRange]) -> Check:
    """Say whether it is open in term time and closes on a day when people are there (L-CON-07)."""
    holidays = of_kind(calendar, CalendarKind.SCHOOL_HOLIDAY)
    closed = of_kind(calendar, CalendarKind.BANK_HOLIDAY)
    label = "Most days are in term time, and the last day suits families"
    unknown = [
        name
        for name, days in (("school holidays", holidays), ("bank holidays", closed))
        if (known_until(days, draft.opens_on) or date.min) < draft.closes_on
    ]
    if unknown:
        return Check(
            "term",
            label,
            False,
            f"The calendar does not know the {listed(unknown)} of these months.",
            Part.TIME,
            Place.CALENDAR,
            "Add them, up to after the last day.",
        )
    problems = list(_bad_days(draft, holidays, closed))
    return Check(
        "term",
        label,
        not problems,
        " ".join(problems) or "They do.",
        Part.TIME,
        Place.TEXTS,
        "Choose other days, or say why these must be.",
        JUSTIFIERS,
    )


def _bad_days(
    draft: ConsultationDraft, holidays: Sequence[DayRange], closed: Sequence[DayRange]
) -> Iterator[str]:
    share = share_of(holidays, draft.opens_on, draft.closes_on)
    if share > MOST_IN_HOLIDAYS:
        yield f"{share:.0%} of the days are in the school holidays."
    last = draft.closes_on
    holiday = falls_in(closed, last)
    if last.weekday() >= SATURDAY:
        yield f"The last day is a {last:%A}."
    if holiday:
        yield f"The last day is a bank holiday ({holiday.name})."
    ends = [end_of_term(each) for each in holidays]
    if any(abs((last - each).days) <= NEAR_END_OF_TERM_DAYS for each in ends):
        yield f"Term ends within {NEAR_END_OF_TERM_DAYS} days of the last day."


def check_election(draft: ConsultationDraft, calendar: Sequence[DayRange]) -> Check:
    """Say whether it opens outside the time before an election (L-CON-08)."""
    elections = of_kind(calendar, CalendarKind.PRE_ELECTION)
    label = "It does not open just before an election"
    if not elections:
        return Check(
            "election",
            label,
            False,
            "The calendar knows no election.",
            Part.TIME,
            Place.CALENDAR,
            "Add the time before the last election or the next one.",
        )
    inside = falls_in(elections, draft.opens_on)
    return Check(
        "election",
        label,
        inside is None,
        f"It opens in the time before an election: {inside.name}." if inside else "It does not.",
        Part.TIME,
        Place.TEXTS,
        "Choose another first day, or ask the monitoring officer to agree.",
        MONITORS,
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
