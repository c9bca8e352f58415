"""Answers that came after the last day: kept, marked, apart from the figures (L-CON-11)."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.respond.models import LateDecision, Submission
from consult.survey.models import Consultation


def counts_in_figures() -> ColumnElement[bool]:
    """Return when a submission counts: it is not late, or the late are considered."""
    newest = (
        select(LateDecision.considered)
        .where(LateDecision.consultation_id == Submission.consultation_id)
        .order_by(LateDecision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return or_(Submission.late.is_(False), func.coalesce(newest, False))


def late_count(session: Session, consultation_id: int) -> int:
    """Return how many late submissions stand."""
    standing = select(func.count(Submission.id)).where(
        Submission.consultation_id == consultation_id,
        Submission.late.is_(True),
        Submission.withdrawn_on.is_(None),
    )
    return session.scalar(standing) or 0


def late_decision(session: Session, consultation_id: int) -> LateDecision | None:
    """Return what was decided of late answers, as it stands."""
    return session.scalar(
        select(LateDecision)
        .where(LateDecision.consultation_id == consultation_id)
        .order_by(LateDecision.id.desc())
        .limit(1)
        .options(joinedload(LateDecision.decided_by))
    )


def take_late(
    session: Session, consultation_id: int, *, takes: bool, actor: str, now: datetime
) -> None:
    """Let late answers be kept from now on, or not.

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    consultation.takes_late = takes
    subject = f"consultation:{consultation.id}"
    audit.record(session, actor, "take_late", subject, now=now, takes=takes)
    session.commit()


def decide_late(
    session: Session,
    consultation_id: int,
    reason: str,
    *,
    considered: bool,
    user_id: int,
    today: date,
    now: datetime,
) -> LateDecision:
    """Record whether late answers are considered, and why; the record before is kept.

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    decision = LateDecision(
        consultation_id=consultation.id,
        considered=considered,
        reason=reason.strip(),
        decided_on=today,
        decided_by_id=user_id,
    )
    session.add(decision)
    session.flush()
    audit.record(
        session,
        f"user:{user_id}",
        "decide_late",
        f"consultation:{consultation.id}",
        now=now,
        considered=considered,
    )
    session.commit()
    return decision
