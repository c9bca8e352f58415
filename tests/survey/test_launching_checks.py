"""Each check before a launch asks what the law and good practice ask, no less and no more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.board.rules import Standing
from consult.errors import NotFound, RuleBroken
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import CalendarDayRange, Consultation, LaunchOverride
from consult.survey.rules import Audience, CannotLaunch, Check
from consult.survey.rules.calendar import CalendarKind, DayRange
from consult.survey.rules.gates import ReasonNotFor, State
from consult.survey.rules.launching import ConsultationDraft
from consult.survey.rules.readiness import Heard, NotYet, Safety, Turn, rota_gaps
from consult.survey.rules.timing import check_dates, check_election, check_term
from tests.builders import (
    NOW,
    TODAY,
    make_agenda_item,
    make_consultation,
    make_decision,
    make_evidence,
    make_survey,
    make_survey_version,
    make_user,
)
from tests.survey.ready import ABOUT_ALL, BY, DAY, make_ready, safety_for, voices_on

MONDAY = date(2027, 9, 6)
TERM_TIME = [
    DayRange(kind, "Far off", day, day)
    for kind in CalendarKind
    for day in (date(2026, 1, 1), date(2028, 12, 31))
]


@pytest.fixture
def ready(session: Session) -> Consultation:
    """A consultation that could be launched."""
    return make_ready(session, make_consultation(session, stage="designing"))


def blocking(session: Session, consultation: Consultation) -> set[str]:
    return {
        check.key
        for check in surveys.launch_checks(session, consultation.id, TODAY)
        if check.blocks
    }


def check_of(session: Session, consultation: Consultation, key: str) -> Check:
    return surveys.launch_check(session, consultation.id, key, TODAY)


def drafted(opens: date, closes: date) -> ConsultationDraft:
    later = closes + timedelta(days=30)
    return ConsultationDraft("A plan", 1, 1, opens, closes, later, later + DAY, closes)


def by_key(checks: list[Check]) -> Mapping[str, Check]:
    return {check.key: check for check in checks}


def test_what_is_ready_waits_for_nothing(session: Session, ready: Consultation) -> None:
    assert blocking(session, ready) == set()


# L-CON-01


def test_a_priority_that_is_decided_cannot_be_asked_about(session: Session) -> None:
    consultation = make_consultation(session, stage="reported")
    item = make_agenda_item(session, consultation, held_on=TODAY)
    evidence = make_evidence(session, consultation)
    make_decision(session, item, evidence=[evidence], standing=Standing.PROVISIONAL)
    assert check_of(session, consultation, "undecided").done

    make_decision(session, item, evidence=[evidence])

    check = check_of(session, consultation, "undecided")
    assert check.found == "The board has decided on P1."
    assert not check.may_override


def test_a_decision_of_another_plan_does_not_count(session: Session, ready: Consultation) -> None:
    other = make_consultation(session, stage="reported")
    make_decision(session, make_agenda_item(session, other))

    assert check_of(session, ready, "undecided").done


def test_the_same_priority_in_a_later_draft_of_the_plan_counts(
    session: Session, ready: Consultation
) -> None:
    other = make_consultation(session, stage="reported")
    make_decision(session, make_agenda_item(session, other))
    ready.version.plan = other.version.plan
    ready.version.number = 2
    session.commit()

    assert blocking(session, ready) == {"undecided"}


# L-CON-06, 07 and 08


@pytest.mark.parametrize(
    ("days", "wanting"),
    [(84, set()), (83, {"twelve_weeks"}), (28, {"twelve_weeks"}),
     (27, {"twelve_weeks", "four_weeks"})],
)  # fmt: skip
def test_a_plan_is_asked_about_for_twelve_weeks(days: int, wanting: set[str]) -> None:
    checks = by_key(check_dates(drafted(MONDAY, MONDAY + days * DAY), MONDAY))

    assert {key for key, check in checks.items() if not check.done} == wanting


def test_the_consultation_of_2008_was_long_enough() -> None:
    checks = by_key(check_dates(drafted(date(2008, 4, 3), date(2008, 6, 26)), date(2008, 4, 1)))

    assert checks["twelve_weeks"].done
    assert checks["twelve_weeks"].found == "It is open for 84 days."


def test_less_than_four_weeks_needs_two_people(session: Session, ready: Consultation) -> None:
    shortened(session, ready, 23)
    secretariat = make_user(session, Role.SECRETARIAT)
    short, very_short = (check_of(session, ready, key) for key in ("twelve_weeks", "four_weeks"))

    surveys.give_reason(
        session, ready.id, short, "The money ends.", user_id=secretariat.id, now=NOW
    )

    assert blocking(session, ready) == {"four_weeks"}
    with pytest.raises(ReasonNotFor, match="Monitoring officer"):
        surveys.give_reason(session, ready.id, very_short, "Too.", user_id=secretariat.id, now=NOW)


@pytest.mark.parametrize(
    ("holiday", "closes", "found"),
    [
        ((7, 31), 84, "They do."),
        ((7, 32), 84, "31% of the days are in the school holidays."),
        ((1, 1), 85, "They do."),
        ((1, 1), 89, "The last day is a Saturday."),
        ((85, 85), 84, "Term ends within 3 days of the last day."),
        ((89, 89), 84, "They do."),
    ],
)
def test_most_days_are_in_term_time_and_the_last_suits_families(
    holiday: tuple[int, int], closes: int, found: str
) -> None:
    first, last = (MONDAY + days * DAY for days in holiday)
    days = DayRange(CalendarKind.SCHOOL_HOLIDAY, "A holiday", first, last)

    check = check_term(drafted(MONDAY, MONDAY + closes * DAY), [*TERM_TIME, days])

    assert check.found == found
    assert check.done == (found == "They do.")


def test_a_bank_holiday_at_the_end_is_named() -> None:
    last = MONDAY + 84 * DAY
    founders = DayRange(CalendarKind.BANK_HOLIDAY, "Founders’ Day", last, last)

    check = check_term(drafted(MONDAY, last), [*TERM_TIME, founders])

    assert check.found == "The last day is a bank holiday (Founders’ Day)."


def test_a_calendar_that_ends_too_early_cannot_say_that_all_is_well() -> None:
    check = check_term(drafted(MONDAY, MONDAY + 84 * DAY), [])

    assert check.found == (
        "The calendar does not know the school holidays and bank holidays of these months."
    )
    assert not check.may_override


def test_opening_before_an_election_needs_the_monitoring_officer(
    session: Session, ready: Consultation
) -> None:
    period = CalendarDayRange(
        kind=CalendarKind.PRE_ELECTION,
        name="County election",
        starts_on=ready.opens_on - DAY,
        ends_on=ready.opens_on,
    )
    session.add(period)
    session.commit()

    assert blocking(session, ready) == {"election"}
    assert check_of(session, ready, "election").may_override == {Role.MONITORING_OFFICER}


def test_one_that_is_open_already_carries_on_through_an_election() -> None:
    draft = drafted(MONDAY, MONDAY + 84 * DAY)
    later = DayRange(CalendarKind.PRE_ELECTION, "County", MONDAY + 10 * DAY, MONDAY + 40 * DAY)

    assert check_election(draft, [later]).done
    assert not check_election(draft, []).done


# L-CON-16, L-PAR-06, L-DP-02, L-PAR-03, SG-01


def test_each_body_that_speaks_for_children_was_asked_or_there_is_a_reason(
    session: Session, ready: Consultation
) -> None:
    voices = voices_on()
    for body in voices.consultees:
        for heard, waits in ((None, True), (Heard(False), True), (Heard(False, "None."), False)):
            given = {k: v for k, v in voices.consultees.items() if k is not body}
            if heard:
                given[body] = heard
            surveys.record_voices(
                session,
                ready.id,
                replace(voices, consultees=given),
                actor=BY,
                today=TODAY,
                now=NOW,
            )
            assert blocking(session, ready) == ({"consultees"} if waits else set())


def test_the_youth_council_may_decline_but_must_be_offered(
    session: Session, ready: Consultation
) -> None:
    surveys.record_voices(
        session, ready.id, replace(voices_on(), youth={}), actor=BY, today=TODAY, now=NOW
    )

    assert blocking(session, ready) == {"youth_council"}
    with pytest.raises(NotYet):
        surveys.record_voices(
            session, ready.id, voices_on(TODAY + DAY), actor=BY, today=TODAY, now=NOW
        )


@pytest.mark.parametrize("name", ["dpia_reference", "dpia_on", "dpo_name"])
def test_no_launch_without_an_impact_assessment(
    session: Session, ready: Consultation, name: str
) -> None:
    papers = surveys.records_of(session, ready.id)
    empty = replace(papers, **{name: None if name == "dpia_on" else ""})  # type: ignore[arg-type]

    surveys.record_papers(session, ready.id, empty, actor=BY, today=TODAY, now=NOW)

    assert blocking(session, ready) == {"dpia"}
    assert not check_of(session, ready, "dpia").may_override


def test_the_board_meets_after_it_closes(session: Session, ready: Consultation) -> None:
    papers = replace(surveys.records_of(session, ready.id), board_meets_on=ready.closes_on)

    surveys.record_papers(session, ready.id, papers, actor=BY, today=TODAY, now=NOW)

    assert blocking(session, ready) == {"agenda"}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"lead_name": ""}, "lead"),
        ({"lead_verified_on": None}, "lead"),
        ({"deputy_contact": ""}, "lead"),
        ({"escalation": ""}, "escalation"),
        ({"out_of_hours": " "}, "escalation"),
        ({"alert_on": None}, "alert"),
        ({"alert_on": TODAY - 3 * DAY}, "alert"),
        ({"rota": ()}, "rota"),
    ],
)
def test_somebody_must_be_there_for_a_child_who_needs_help(
    session: Session, ready: Consultation, change: dict[str, object], key: str
) -> None:
    safety = replace(safety_for(ready), **change)  # type: ignore[arg-type]

    surveys.record_safety(session, ready.id, safety, actor=BY, today=TODAY, now=NOW)

    assert blocking(session, ready) == {key}
    assert not check_of(session, ready, key).may_override


def test_the_rota_runs_on_for_five_working_days() -> None:
    friday = date(2027, 9, 17)
    boxing = DayRange(CalendarKind.BANK_HOLIDAY, "A day off", friday + 3 * DAY, friday + 3 * DAY)
    until_close = [Turn("Ngozi", MONDAY, friday)]

    gaps = rota_gaps(until_close, [boxing], MONDAY, friday)

    assert [day.day for day in gaps] == [21, 22, 23, 24, 27]


def test_a_later_last_day_needs_a_longer_rota(session: Session, ready: Consultation) -> None:
    surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)
    assert surveys.safety_gaps(session, ready.id, TODAY) == []

    until = ready.closes_on + 14 * DAY
    surveys.extend(session, ready.id, until, actor=BY, today=TODAY, now=NOW)

    assert [gap.key for gap in surveys.safety_gaps(session, ready.id, TODAY)] == ["rota"]


def test_a_day_to_come_is_not_recorded_as_done(session: Session, ready: Consultation) -> None:
    for change in ({"alert_on": TODAY + DAY}, {"rota": (Turn("Ngozi", TODAY, TODAY - DAY),)}):
        with pytest.raises(RuleBroken):
            surveys.record_safety(
                session,
                ready.id,
                replace(Safety(), **change),
                actor=BY,
                today=TODAY,
                now=NOW,
            )


# L-PAR-01, 02 and 05


def test_ways_to_take_part(session: Session, ready: Consultation) -> None:
    reach = surveys.reach_of(session, ready.id)
    for changed, waits in (
        (replace(reach, offers=frozenset()), {"routes", "ways"}),
        (replace(reach, offers_how=""), {"routes"}),
        (replace(reach, influence=""), {"lundy"}),
        (reach, set()),
    ):
        surveys.record_reach(session, ready.id, changed, actor=BY, now=NOW)
        assert blocking(session, ready) == waits


def test_easy_read_and_the_word_on_who_helped_are_seen_in_the_surveys(session: Session) -> None:
    consultation = make_consultation(session, stage="designing")
    make_survey_version(session, make_survey(session, consultation, questions=ABOUT_ALL[:-1]))
    assert {"easy_read", "helped", "languages"} <= blocking(session, consultation)

    easy = make_survey(session, consultation, Audience.EASY_READ, questions=ABOUT_ALL)
    make_survey_version(session, easy)

    assert check_of(session, consultation, "easy_read").done
    assert check_of(session, consultation, "helped").found == "Young person does not ask it."


# Reasons


def give(session: Session, consultation: Consultation, key: str, role: Role) -> Check:
    user = make_user(session, role)
    check = check_of(session, consultation, key)
    return surveys.give_reason(
        session, consultation.id, check, "The money ends.", user_id=user.id, now=NOW
    )


def shortened(session: Session, consultation: Consultation, days: int) -> None:
    consultation.closes_on = consultation.opens_on + days * DAY
    session.commit()


def test_a_reason_is_read_by_everybody_with_a_name(session: Session, ready: Consultation) -> None:
    shortened(session, ready, 56)
    given = give(session, ready, "twelve_weeks", Role.SECRETARIAT)

    assert given.state is State.OVERRIDDEN
    shown = {each.about: each.reason for each in surveys.published_reasons(session, ready.id)}
    reason = shown["It is open for 56 days. We want 84 days or more."]
    assert (reason.text, reason.name, reason.role) == ("The money ends.", "Ash Reed", "Secretariat")


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("twelve_weeks", Role.PARTICIPATION_OFFICER),
        ("twelve_weeks", Role.ADMINISTRATOR),
        ("dpia", Role.MONITORING_OFFICER),
        ("order", Role.MONITORING_OFFICER),
    ],
)
def test_not_everybody_can_agree_to_everything(session: Session, key: str, role: Role) -> None:
    consultation = make_consultation(session, stage="designing")
    consultation.decides_on = consultation.closes_on
    shortened(session, consultation, 56)

    with pytest.raises(ReasonNotFor):
        give(session, consultation, key, role)


def test_what_is_done_needs_no_reason_and_none_is_empty(
    session: Session, ready: Consultation
) -> None:
    with pytest.raises(ReasonNotFor, match="is done"):
        give(session, ready, "twelve_weeks", Role.MONITORING_OFFICER)
    shortened(session, ready, 56)
    user = make_user(session, Role.SECRETARIAT)
    check = check_of(session, ready, "twelve_weeks")
    with pytest.raises(RuleBroken, match="Write the reason"):
        surveys.give_reason(session, ready.id, check, "  ", user_id=user.id, now=NOW)


def test_a_reason_holds_only_for_what_it_was_given_for(
    session: Session, ready: Consultation
) -> None:
    shortened(session, ready, 56)
    give(session, ready, "twelve_weeks", Role.SECRETARIAT)
    assert blocking(session, ready) == set()

    shortened(session, ready, 49)

    assert blocking(session, ready) == {"twelve_weeks"}


def test_a_reason_can_be_taken_back_until_the_launch(session: Session, ready: Consultation) -> None:
    shortened(session, ready, 56)
    give(session, ready, "twelve_weeks", Role.SECRETARIAT)
    surveys.withdraw_reason(session, ready.id, "twelve_weeks", actor=BY, now=NOW)
    assert blocking(session, ready) == {"twelve_weeks"}
    with pytest.raises(NotFound):
        surveys.withdraw_reason(session, ready.id, "twelve_weeks", actor=BY, now=NOW)
    with pytest.raises(CannotLaunch, match="We want 84 days"):
        surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)

    give(session, ready, "twelve_weeks", Role.SECRETARIAT)
    surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)

    with pytest.raises(RuleBroken, match="stay as they are"):
        surveys.withdraw_reason(session, ready.id, "twelve_weeks", actor=BY, now=NOW)


def test_a_reason_that_nothing_needs_any_more_is_not_published(
    session: Session, ready: Consultation
) -> None:
    shortened(session, ready, 56)
    give(session, ready, "twelve_weeks", Role.SECRETARIAT)
    shortened(session, ready, 84)

    surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)

    about = [each.about for each in surveys.published_reasons(session, ready.id)]
    assert not any("56 days" in each for each in about)
    assert about


def test_one_reason_stands_for_one_check(session: Session, ready: Consultation) -> None:
    shortened(session, ready, 56)
    for role in (Role.SECRETARIAT, Role.MONITORING_OFFICER):
        give(session, ready, "twelve_weeks", role)
    row = session.scalars(
        select(LaunchOverride).where(
            LaunchOverride.check_key == "twelve_weeks", LaunchOverride.withdrawn_at.is_(None)
        )
    ).one()

    session.add(
        LaunchOverride(
            consultation_id=ready.id,
            check_key=row.check_key,
            about="",
            reason="Twice.",
            by_id=row.by_id,
            at=NOW,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_all_of_it_is_in_the_audit(session: Session, ready: Consultation) -> None:
    surveys.launch(session, ready.id, actor=BY, today=TODAY, now=NOW)

    entries = session.scalars(select(AuditEntry)).all()
    done = {entry.action for entry in entries}
    assert done >= {
        "record_safety", "record_papers", "record_reach", "record_voices", "write_proposal",
        "give_reason", "launch",
    }  # fmt: skip
    assert entries[-1].detail["left_for_a_reason"] == ["easy_read", "languages"]
