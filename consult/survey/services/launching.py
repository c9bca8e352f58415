"""Opening a consultation to the public, and keeping it open longer."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.survey.models import Consultation
from consult.survey.rules import CannotLaunch, Check, launching, read_definition
from consult.survey.services.consultations import draft_of, priorities_of
from consult.survey.services.publishing import published_versions_of


def launch_checks(session: Session, consultation_id: int, today: date) -> list[Check]:
    """Return what must be seen to before the launch, each done or still to do.

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    draft = draft_of(session, consultation)
    published = {
        audience: read_definition(version.definition)
        for audience, version in published_versions_of(session, consultation_id).items()
    }
    codes = [priority.code for priority in priorities_of(session, consultation_id)]
    over = draft.closes_on < today
    return [
        *launching.check_wordings(published, codes),
        *launching.check_texts(draft),
        *launching.check_dates(draft),
        Check(
            "The last day is still to come",
            not over,
            "The last day has passed: choose a later one." if over else "People have time.",
        ),
    ]


def launch(
    session: Session, consultation_id: int, *, actor: str, today: date, now: datetime
) -> Consultation:
    """Promise the consultation to the public: it opens on its first day, or at once.

    Raises:
        NotFound: there is no such consultation.
        CannotLaunch: it was launched before, or a check is not done.
    """
    consultation = find(session, Consultation, consultation_id)
    if consultation.launched_on:
        raise CannotLaunch("It has been launched already.")
    to_do = [c.detail for c in launch_checks(session, consultation_id, today) if not c.done]
    if to_do:
        raise CannotLaunch("Not ready to launch. " + " ".join(to_do))
    consultation.launched_on = today
    audit.record(session, actor, "launch", f"consultation:{consultation.id}", now=now)
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
