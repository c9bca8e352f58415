"""Opening a consultation to the public, and keeping it open longer."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound
from consult.survey.models import Consultation
from consult.survey.rules import (
    CannotLaunch,
    launching,
    read_definition,
    recorded,
    timing,
)
from consult.survey.rules.gates import Check
from consult.survey.services.calendar import calendar_of
from consult.survey.services.consultations import draft_of, priorities_of
from consult.survey.services.on_record import reach_of, records_of, safety_of, voices_of
from consult.survey.services.overriding import drop_idle_reasons, with_reasons
from consult.survey.services.proposals import lines_to_translate, proposals_for, proposals_of
from consult.survey.services.publishing import published_versions_of
from consult.survey.services.translating import about_of

Gate = Callable[[Session, Consultation, date], Iterable[Check]]
_gates: list[Gate] = []


def launch_gate(gate: Gate) -> Gate:
    """Register checks of a station further on, which this one cannot know of."""
    _gates.append(gate)
    return gate


def launch_checks(session: Session, consultation_id: int, today: date) -> list[Check]:
    """Return what must be seen to before the launch: each done, to do, or left for a reason.

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    draft = draft_of(session, consultation)
    calendar = calendar_of(session)
    published = {
        audience: read_definition(version.definition)
        for audience, version in published_versions_of(session, consultation_id).items()
    }
    safety, records = safety_of(session, consultation_id), records_of(session, consultation_id)
    about = {path: text for path, text in about_of(consultation).items() if text.strip()}
    lines = {
        audience: lines_to_translate(proposals_for(session, consultation_id, audience))
        for audience in published
    }
    checks = [
        *launching.check_wordings(published, _codes(session, consultation_id)),
        launching.check_start_page(draft, consultation.body.name),
        *recorded.check_proposals(published, proposals_of(session, consultation_id), about, lines),
        *timing.check_dates(draft, today),
        timing.check_term(draft, calendar),
        timing.check_election(draft, calendar),
        *recorded.check_reach(reach_of(session, consultation_id), published),
        *recorded.check_wordings_offered(published, about, lines),
        *recorded.check_voices_heard(voices_of(session, consultation_id)),
        *recorded.check_safe(safety, draft, calendar, today),
        *recorded.check_papers(records, draft),
        *(check for gate in _gates for check in gate(session, consultation, today)),
    ]
    return with_reasons(session, consultation_id, checks)


def _codes(session: Session, consultation_id: int) -> list[str]:
    return [priority.code for priority in priorities_of(session, consultation_id)]


def safety_gaps(session: Session, consultation_id: int, today: date) -> list[Check]:
    """Return what is missing, after the launch, for somebody to be there until the end (SG-01).

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    draft, safety = draft_of(session, consultation), safety_of(session, consultation_id)
    checks = recorded.check_safe(safety, draft, calendar_of(session), today)
    return [check for check in checks if not check.done and check.key != "alert"]


def launch_check(session: Session, consultation_id: int, key: str, today: date) -> Check:
    """Return one check.

    Raises:
        NotFound: there is no such consultation or check.
    """
    for check in launch_checks(session, consultation_id, today):
        if check.key == key:
            return check
    raise NotFound("There is no such check.")


def launch(
    session: Session, consultation_id: int, *, actor: str, today: date, now: datetime
) -> Consultation:
    """Promise the consultation to the public: it opens on its first day, or at once.

    Raises:
        NotFound: there is no such consultation.
        CannotLaunch: it was launched before, or a check is to do.
    """
    consultation = find(session, Consultation, consultation_id)
    if consultation.launched_on:
        raise CannotLaunch("It has been launched already.")
    checks = launch_checks(session, consultation_id, today)
    to_do = [check.detail for check in checks if check.blocks]
    if to_do:
        raise CannotLaunch("Not ready to launch. " + " ".join(to_do))
    consultation.launched_on = today
    drop_idle_reasons(session, consultation_id, checks, now)
    subject, left = f"consultation:{consultation.id}", [c.key for c in checks if c.reason]
    audit.record(session, actor, "launch", subject, now=now, left_for_a_reason=left)
    session.commit()
    return consultation


def extend(
    session: Session,
    consultation_id: int,
    closes_on: date,
    *,
    actor: str,
    today: date,
    now: datetime,
) -> Consultation:
    """Move the last day to a later one; never to an earlier one than people were told.

    Raises:
        NotFound: there is no such consultation.
        ClosesTooEarly: the day is not later, or comes after the decision or the report.
    """
    consultation = find(session, Consultation, consultation_id)
    before = consultation.closes_on
    if consultation.launched_on is None:
        raise launching.ClosesTooEarly("It has not been launched yet: change its dates instead.")
    if consultation.reported_on:
        raise launching.ClosesTooEarly("It has been reported to the board: it cannot open again.")
    if closes_on == before or closes_on < today:
        raise launching.ClosesTooEarly("Choose a day later than the one people were told.")
    launching.check_longer(before, closes_on, decides_on=consultation.decides_on)
    consultation.closes_on = closes_on
    consultation.withdraw_until = max(consultation.withdraw_until, closes_on)
    audit.record(
        session,
        actor,
        "extend",
        f"consultation:{consultation.id}",
        now=now,
        before=before.isoformat(),
        after=closes_on.isoformat(),
    )
    session.commit()
    return consultation
