"""Everything a consultation needs to be launched, put on the record at once."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import CalendarDayRange, Consultation, LaunchRecord
from consult.survey.rules.calendar import CalendarKind
from consult.survey.rules.proposals import CostBand, ProposalDraft, ProposalText
from consult.survey.rules.readiness import (
    Consultee,
    Heard,
    Offer,
    Reach,
    Records,
    Reviewed,
    Safety,
    Turn,
    Voices,
    YouthOutcome,
    YouthStep,
)
from tests.builders import NOW, TODAY, make_survey, make_survey_version, make_user

BY = "user:1"
DAY = timedelta(days=1)
HELPED = {
    "key": "helped",
    "type": "yes_no",
    "title": "Did someone help you?",
    "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}],
}
ABOUT_ALL = [
    {
        "key": f"about_{n}",
        "type": "faces",
        "title": "How is it?",
        "priority": f"P{n}",
        "options": [{"key": str(k), "label": f"Face {k}"} for k in range(1, 6)],
    }
    for n in range(1, 6)
] + [HELPED]

PROPOSAL = ProposalText(
    what="We plan four hubs.",
    why="You told us there is not much to do.",
    who="Everybody from 11 to 19.",
    alternative="One big hub.",
    why_not="It would be too far for many.",
    can_change="When they are open.",
    fixed="There is money for four.",
)
REACH = Reach(
    offers=frozenset({Offer.PAPER, Offer.PHONE}),
    offers_how="In every library, on Saturdays too.",
    space="No account.",
    voice="Easy read.",
    audience="The board reads it.",
    influence="The board says what it decided.",
)


def safety_for(consultation: Consultation, today: date = TODAY) -> Safety:
    return Safety(
        lead_name="Ngozi Harcastle",
        lead_contact="01632 960 141",
        lead_verified_on=today,
        deputy_name="Rhodri Fenwick",
        deputy_contact="01632 960 142",
        deputy_verified_on=today,
        escalation="01632 960 199",
        out_of_hours="Call 999 if you are in danger.",
        alert_on=today,
        rota=(
            Turn("Ngozi", consultation.opens_on, consultation.closes_on),
            Turn("Rhodri", consultation.closes_on + DAY, consultation.closes_on + 14 * DAY),
        ),
    )


def voices_on(today: date = TODAY) -> Voices:
    return Voices(
        {body: Heard(True) for body in Consultee},
        {YouthStep.SURVEY: Reviewed(YouthOutcome.DONE, today)},
    )


def make_calendar(session: Session, today: date = TODAY) -> None:
    """Put three holidays of each kind around the day into the calendar, one of them far off."""
    for kind in CalendarKind:
        for name, days in (("Before", -300), ("After", 300)):
            day = today + days * DAY
            session.add(CalendarDayRange(kind=kind, name=name, starts_on=day, ends_on=day))
    session.commit()


def propose(session: Session, consultation: Consultation, text: ProposalText = PROPOSAL) -> None:
    """Put the same proposal on every priority, in every wording there is."""
    audiences = surveys.wordings_of(session, consultation.id)
    draft = ProposalDraft(CostBand.UNDER_250, dict.fromkeys(audiences, text))
    for each in surveys.proposals_of(session, consultation.id):
        surveys.write_proposal(session, consultation.id, each.priority_id, draft, actor=BY, now=NOW)


def put_on_record(session: Session, consultation: Consultation, today: date = TODAY) -> None:
    """Record safety, papers, ways to take part and who was asked."""
    found, at = consultation.id, {"actor": BY, "now": NOW}
    surveys.record_safety(session, found, safety_for(consultation, today), today=today, **at)  # type: ignore[arg-type]
    papers = Records("DPIA 7", today, "Bronwen Ashdale", "Item 4", consultation.decides_on)
    surveys.record_papers(session, found, papers, today=today, **at)  # type: ignore[arg-type]
    surveys.record_reach(session, found, REACH, **at)  # type: ignore[arg-type]
    surveys.record_voices(session, found, voices_on(today), today=today, **at)  # type: ignore[arg-type]
    assert session.get(LaunchRecord, found)


def give_reasons(
    session: Session, consultation: Consultation, today: date = TODAY, now: datetime = NOW
) -> None:
    """Leave what can be left for a reason: by the monitoring officer, who may agree to all."""
    user = make_user(session, Role.MONITORING_OFFICER)
    for check in surveys.launch_checks(session, consultation.id, today):
        if check.blocks and check.may_override:
            surveys.give_reason(
                session, consultation.id, check, "It must be so.", user_id=user.id, now=now
            )


def make_ready(session: Session, consultation: Consultation, today: date = TODAY) -> Consultation:
    """See to every check of a consultation that is being designed: it opens in five days."""
    consultation.opens_on = today + 5 * DAY
    consultation.closes_on = consultation.opens_on + 84 * DAY
    while consultation.closes_on.weekday() != 2:
        consultation.closes_on += DAY
    consultation.who_reads = "The participation team."
    session.commit()
    if not surveys.published_versions_of(session, consultation.id):
        make_survey_version(session, make_survey(session, consultation, questions=ABOUT_ALL))
    make_calendar(session, today)
    propose(session, consultation)
    put_on_record(session, consultation, today)
    give_reasons(session, consultation, today)
    return consultation
