"""Starting from an earlier consultation: days that suit, facts to check again, all wordings."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import RuleBroken
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import Consultation, LaunchRecord
from consult.survey.rules import Audience
from consult.survey.rules.calendar import CalendarKind, DayRange
from consult.survey.rules.launching import ConsultationDraft
from consult.survey.rules.readiness import Reach, Records, Safety, Voices
from consult.survey.rules.suggesting import suggested_days, suggested_first_day, suggested_rota
from consult.survey.rules.timing import check_dates, check_term
from tests.builders import NOW, PASSWORD, TODAY, make_consultation, make_survey, make_user
from tests.page import Browser, one
from tests.survey.ready import BY, make_ready

HOLIDAYS = [(2, 15, 7), (4, 3, 16), (5, 26, 7), (7, 23, 41), (10, 25, 7), (12, 20, 15)]
CALENDAR = [
    DayRange(kind, "Days", date(year, month, day), date(year, month, day) + timedelta(days=n - 1))
    for year in (2026, 2027, 2028)
    for kind, days in (
        (CalendarKind.SCHOOL_HOLIDAY, HOLIDAYS),
        (CalendarKind.BANK_HOLIDAY, [(1, 1, 1), (5, 3, 1), (8, 30, 1), (12, 25, 2)]),
    )
    for month, day, n in days
]


@pytest.fixture
def earlier(session: Session) -> Consultation:
    """A consultation with everything on the record."""
    consultation = make_consultation(session, stage="designing")
    make_ready(session, consultation)
    return consultation


@pytest.fixture
def new(session: Session, earlier: Consultation) -> Consultation:
    """A consultation of which nothing is recorded."""
    return make_consultation(session, stage="designing")


@pytest.mark.parametrize("month", range(1, 13))
def test_suggested_days_pass_the_checks_at_any_time_of_the_year(month: int) -> None:
    today = date(2027, month, 4)
    days = suggested_days(suggested_first_day(today, CALENDAR), CALENDAR)
    draft = ConsultationDraft(
        "", 1, 1, days.opens_on, days.closes_on, days.decides_on, days.feedback_on,
        days.withdraw_until,
    )  # fmt: skip

    checks = [*check_dates(draft, today), check_term(draft, CALENDAR)]
    assert [check.found for check in checks if not check.done] == []


def test_the_first_day_is_a_monday_four_weeks_ahead_outside_an_election() -> None:
    assert suggested_first_day(date(2027, 3, 10), CALENDAR) == date(2027, 4, 12)
    assert suggested_first_day(date(2027, 4, 5), CALENDAR) == date(2027, 5, 10)
    election = DayRange(CalendarKind.PRE_ELECTION, "", date(2027, 4, 1), date(2027, 4, 20))
    assert suggested_first_day(date(2027, 3, 10), [*CALENDAR, election]) == date(2027, 4, 26)


def test_without_a_calendar_it_closes_on_a_weekday_after_twelve_weeks() -> None:
    days = suggested_days(date(2027, 3, 6), [])
    assert days.closes_on == date(2027, 5, 31)


def test_the_turns_of_the_rota_go_round_and_end_on_the_last_day() -> None:
    first = date(2027, 3, 1)
    turns = suggested_rota(["Ngozi", "Rhodri"], first, first + timedelta(days=30))

    assert [turn.name for turn in turns] == ["Ngozi", "Rhodri", "Ngozi"]
    assert turns[1].starts_on - turns[0].ends_on == timedelta(days=1)
    assert turns[-1].ends_on == first + timedelta(days=30)
    assert suggested_rota([], first, first) == ()


def test_what_stays_true_is_offered_and_what_must_be_new_is_not(
    session: Session, earlier: Consultation, new: Consultation
) -> None:
    safety = surveys.start_from(session, new.id, Safety)
    before = surveys.safety_of(session, earlier.id)

    assert safety.earlier == earlier
    assert safety.value.lead_name == before.lead_name
    assert safety.value.out_of_hours == before.out_of_hours
    days = (safety.value.lead_verified_on, safety.value.deputy_verified_on, safety.value.alert_on)
    assert days == (None, None, None)
    assert {turn.name for turn in safety.value.rota} == {turn.name for turn in before.rota}
    assert safety.value.rota[0].starts_on == new.opens_on
    papers = surveys.start_from(session, new.id, Records).value
    assert papers == Records(dpo_name=surveys.records_of(session, earlier.id).dpo_name)
    voices = surveys.start_from(session, new.id, Voices).value
    assert not any(heard.consulted for heard in voices.consultees.values())
    assert voices.youth == {}


def test_an_offer_counts_for_no_check(session: Session, new: Consultation) -> None:
    surveys.start_from(session, new.id, Reach)

    assert session.get(LaunchRecord, new.id) is None
    lundy = surveys.launch_check(session, new.id, "lundy", TODAY)
    assert not lundy.done


def test_what_is_recorded_here_is_never_overlaid(session: Session, new: Consultation) -> None:
    reach = Reach(space="A tent.")
    surveys.record_reach(session, new.id, reach, actor=BY, now=NOW)

    start = surveys.start_from(session, new.id, Reach)

    assert (start.value, start.earlier) == (reach, None)


def test_the_audit_says_what_was_taken_over_and_from_where(
    session: Session, earlier: Consultation, new: Consultation
) -> None:
    offered = surveys.start_from(session, new.id, Reach).value
    surveys.record_reach(session, new.id, offered, actor=BY, now=NOW)
    changed = Reach(space="A tent.")
    surveys.record_reach(session, new.id, changed, actor=BY, now=NOW)

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    then, first = entries
    assert (first.actor, first.detail["taken_over_from"]) == (BY, earlier.id)
    assert "space" in first.detail["taken_over"]
    assert "taken_over_from" not in then.detail


def test_the_first_consultation_of_all_starts_from_nothing(session: Session) -> None:
    first = make_consultation(session, stage="designing")
    assert surveys.start_from(session, first.id, Safety) == surveys.Start(Safety())
    assert surveys.start_from(session, first.id, Voices) == surveys.Start(Voices())


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def test_the_page_says_where_its_words_come_from(
    officer: Browser, earlier: Consultation, new: Consultation
) -> None:
    page = officer.open(f"/staff/consultations/{new.id}/safety")

    assert f"written for “{earlier.title}”" in page.get_text()
    assert one(page, "[name=lead_name]")["value"]
    assert not one(page, "[name=lead_verified_on]").get("value")
    assert "written for" not in officer.open(f"/staff/consultations/{earlier.id}/safety").get_text()


def test_one_button_adds_the_model_surveys(session: Session, officer: Browser) -> None:
    consultation = make_consultation(session, stage="designing")
    page = officer.open(f"/staff/consultations/{consultation.id}")
    page = officer.submit(page, form="form[action$='surveys/models']")

    assert "are there, as drafts" in page.get_text()
    assert surveys.wordings_of(session, consultation.id) == list(Audience)
    with pytest.raises(RuleBroken):
        surveys.add_model_surveys(session, consultation.id, actor=BY, now=NOW)


def test_all_that_is_ready_is_published_and_what_is_not_is_named(
    session: Session, officer: Browser
) -> None:
    consultation = make_consultation(session, stage="designing")
    make_survey(session, consultation, Audience.PARENT)
    empty = make_survey(session, consultation, Audience.EASY_READ)
    empty.draft = {**empty.draft, "questions": []}
    session.commit()
    page = officer.open(f"/staff/consultations/{consultation.id}")

    page = officer.submit(page, form="form[action$='surveys/publish']")

    assert "Published: Parent or carer." in page.get_text()
    assert "Easy read is not published. Add a question first" in one(page, ".errors").get_text()
    assert list(surveys.published_versions_of(session, consultation.id)) == [Audience.PARENT]


def test_nothing_is_published_twice(session: Session) -> None:
    consultation = make_consultation(session, stage="designing")
    make_survey(session, consultation)
    user = make_user(session, Role.PARTICIPATION_OFFICER)
    surveys.publish_all(session, consultation.id, user_id=user.id, now=NOW)
    with pytest.raises(RuleBroken):
        surveys.publish_all(session, consultation.id, user_id=user.id, now=NOW)


def test_a_new_consultation_begins_with_days_that_suit(officer: Browser) -> None:
    page = officer.open("/staff/consultations/new")
    opens = date.fromisoformat(str(one(page, "[name=opens_on]")["value"]))
    closes = date.fromisoformat(str(one(page, "[name=closes_on]")["value"]))

    assert closes - opens >= timedelta(days=84)
