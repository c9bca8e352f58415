"""The calendar is filled by hand or from a file, and a wrong file changes nothing."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from consult.errors import BadFile, NotFound, RuleBroken
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.rules.calendar import (
    CalendarKind,
    DayRange,
    end_of_term,
    is_working_day,
    read_calendar,
    working_days_after,
)
from tests.builders import NOW, PASSWORD, make_user
from tests.page import Browser, one

BY = "user:1"
HEAD = "kind,name,starts_on,ends_on,source\n"
GOOD = HEAD + "school_holiday,Summer holidays,2027-07-23,2027-09-01,The county\n\n"
SUMMER = DayRange(
    CalendarKind.SCHOOL_HOLIDAY,
    "Summer holidays",
    date(2027, 7, 23),
    date(2027, 9, 1),
    "The county",
)


def test_a_file_is_read_with_or_without_its_mark() -> None:
    assert read_calendar(GOOD) == [SUMMER]
    assert read_calendar("\ufeff" + GOOD.replace("\n", "\r\n")) == [SUMMER]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Row 1 must name the columns"),
        ("name,kind\n", "Row 1 must name the columns"),
        (HEAD, "no row under the heading"),
        (GOOD + "school_holiday,Easter\n", "Row 4 has 2 columns, not 5"),
        (HEAD + "holiday,Easter,2027-03-26,2027-04-09,\n", "Row 2, column kind"),
        (HEAD + "bank_holiday,,2027-03-26,2027-04-09,\n", "Row 2, column name"),
        (HEAD + f"bank_holiday,{'x' * 121},2027-03-26,2027-04-09,\n", "Row 2, column name"),
        (HEAD + f"bank_holiday,x,2027-03-26,2027-04-09,{'x' * 301}\n", "Row 2, column source"),
        (HEAD + "bank_holiday,Easter,26/03/2027,2027-04-09,\n", "Row 2, column starts_on"),
        (HEAD + "bank_holiday,Easter,2027-03-26,2127-04-09,\n", "Row 2, column ends_on"),
        (HEAD + "bank_holiday,Easter,2027-03-26,2027-03-25,\n", "Row 2, column ends_on"),
        (HEAD + 'bank_holiday,"Easter,2027-03-26,2027-04-09,\n', "quotation mark"),
        (HEAD + "bank_holiday,x,2027-03-26,2027-03-26,\n" * 501, "500 rows or fewer"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_by_row_and_column(text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_calendar(text)


def test_a_file_adds_what_is_new_and_a_wrong_one_nothing(session: Session) -> None:
    assert surveys.import_calendar(session, GOOD, actor=BY, now=NOW) == 1
    assert surveys.import_calendar(session, GOOD, actor=BY, now=NOW) == 0
    with pytest.raises(BadFile):
        surveys.import_calendar(
            session,
            GOOD.replace("Summer", "Other") + "bank_holiday,x,nonsense,2027-01-01,\n",
            actor=BY,
            now=NOW,
        )

    assert surveys.calendar_of(session) == [SUMMER]


def test_days_are_added_once_and_taken_out(session: Session) -> None:
    row = surveys.add_days(session, SUMMER, actor=BY, now=NOW)
    assert row is not None
    assert surveys.add_days(session, SUMMER, actor=BY, now=NOW) is None
    backwards = DayRange(SUMMER.kind, "x", SUMMER.ends_on, SUMMER.starts_on)
    with pytest.raises(RuleBroken):
        surveys.add_days(session, backwards, actor=BY, now=NOW)

    surveys.remove_days(session, row.id, actor=BY, now=NOW)

    assert surveys.calendar_of(session) == []
    with pytest.raises(NotFound):
        surveys.remove_days(session, row.id, actor=BY, now=NOW)


def test_working_days_leave_out_weekends_and_bank_holidays() -> None:
    friday, monday = date(2027, 4, 30), date(2027, 5, 3)
    calendar = [DayRange(CalendarKind.BANK_HOLIDAY, "May", monday, monday), SUMMER]

    assert is_working_day(calendar, friday)
    assert not is_working_day(calendar, monday)
    assert is_working_day(calendar, date(2027, 7, 26))
    assert working_days_after(calendar, friday, 2) == date(2027, 5, 5)


def test_term_ends_on_the_last_school_day_before_a_holiday() -> None:
    monday = date(2027, 5, 31)

    assert end_of_term(DayRange(CalendarKind.SCHOOL_HOLIDAY, "May", monday, monday)) == date(
        2027, 5, 28
    )


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def test_the_calendar_is_kept_on_a_page(session: Session, officer: Browser) -> None:
    page = officer.open("/staff/calendar")
    filled = {"kind": "school_holiday", "name": "Summer holidays", "starts_on": "2027-07-23"}
    form = "main form[action$='/calendar']"
    page = officer.submit(page, form=form, **filled, ends_on="2027-07-01")
    assert "comes before the first" in one(page, ".errors").get_text()
    page = officer.submit(page, form=form, **filled, ends_on="2027-09-01")
    assert "Summer holidays" in one(page, "details[open]").get_text()

    page = officer.submit(page, form="main form[action$='/remove']")

    assert "not in the calendar any more" in page.get_text()
    assert surveys.calendar_of(session) == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (GOOD.encode(), "Added 1 row to the calendar."),
        (b"\xff\xfe\x00", "not a CSV file in UTF-8"),
        (HEAD.encode() + b"holiday,x,2027-01-01,2027-01-01,\n", "Row 2, column kind"),
        (b"", "Row 1 must name the columns"),
        (None, "Choose a file"),
    ],
)
def test_a_file_is_read_on_the_page(
    session: Session, officer: Browser, file: bytes | None, said: str
) -> None:
    page = officer.open("/staff/calendar")
    token = one(page, "main form[enctype] input[name=csrf_token]")["value"]
    data: dict[str, object] = {"csrf_token": token}
    if file is not None:
        data["file"] = (BytesIO(file), "calendar.csv")

    answer = officer.client.post(
        "/staff/calendar/file",
        data=data,
        content_type="multipart/form-data",
        follow_redirects=True,
    )

    assert answer.status_code == 200
    assert said in answer.text
