"""What organisations promised and what has come of it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.board.models import Commitment, CommitmentUpdate
from consult.board.rules import CommitmentStatus
from consult.db import find
from consult.errors import NotFound, RuleBroken


def commitments_of(session: Session, decision_id: int) -> Sequence[Commitment]:
    """Return the commitments that a decision holds organisations to."""
    return session.scalars(
        select(Commitment)
        .where(Commitment.decision_id == decision_id)
        .options(joinedload(Commitment.organisation))
        .order_by(Commitment.id)
    ).all()


def commitment_of(session: Session, priority_id: int, commitment_id: int) -> Commitment:
    """Return a commitment on a priority.

    Raises:
        NotFound: there is none, or it is on another priority.
    """
    commitment = find(session, Commitment, commitment_id)
    if commitment.decision.priority_id != priority_id:
        raise NotFound("This priority has no such commitment.")
    return commitment


def updates_of(session: Session, commitment_id: int) -> Sequence[CommitmentUpdate]:
    """Return the news of a commitment, the oldest first."""
    return session.scalars(
        select(CommitmentUpdate)
        .where(CommitmentUpdate.commitment_id == commitment_id)
        .options(joinedload(CommitmentUpdate.written_by))
        .order_by(CommitmentUpdate.happened_on, CommitmentUpdate.id)
    ).all()


def update_commitment(
    session: Session,
    commitment_id: int,
    status: CommitmentStatus,
    text: str,
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> CommitmentUpdate:
    """Write what has changed, dated and signed. The same news sent twice is written once.

    Raises:
        NotFound: there is no such commitment.
        RuleBroken: nothing is said.
    """
    commitment = find(session, Commitment, commitment_id)
    if not text.strip():
        raise RuleBroken("Say what has changed. Children will read it.")
    before = updates_of(session, commitment.id)
    if before and (before[-1].status, before[-1].text) == (status, text.strip()):
        return before[-1]
    update = CommitmentUpdate(
        commitment=commitment,
        status=status,
        text=text.strip(),
        happened_on=today,
        written_by_id=user_id,
    )
    session.add(update)
    session.flush()
    audit.record(
        session,
        f"user:{user_id}",
        "update_commitment",
        f"commitment:{commitment.id}",
        now=now,
        status=status.value,
    )
    session.commit()
    return update
