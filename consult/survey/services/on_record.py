"""Reading what is recorded before a launch, as values."""

from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.db import find
from consult.survey.models import (
    Consultation,
    HeardConsultee,
    LaunchRecord,
    RotaTurn,
    YouthReview,
)
from consult.survey.rules.readiness import (
    Heard,
    Offer,
    Reach,
    Records,
    Reviewed,
    Safety,
    Turn,
    Voices,
)


def safety_of(session: Session, consultation_id: int) -> Safety:
    """Return who keeps children safe in a consultation.

    Raises:
        NotFound: there is no such consultation.
    """
    turns = session.scalars(
        select(RotaTurn)
        .where(RotaTurn.consultation_id == consultation_id)
        .order_by(RotaTurn.starts_on, RotaTurn.id)
    )
    rota = tuple(Turn(turn.name, turn.starts_on, turn.ends_on) for turn in turns)
    return Safety(**_columns(session, consultation_id, Safety, without="rota"), rota=rota)


def records_of(session: Session, consultation_id: int) -> Records:
    """Return what is on the record on data protection and the board's agenda.

    Raises:
        NotFound: there is no such consultation.
    """
    return Records(**_columns(session, consultation_id, Records))


def reach_of(session: Session, consultation_id: int) -> Reach:
    """Return how everybody can take part.

    Raises:
        NotFound: there is no such consultation.
    """
    columns = _columns(session, consultation_id, Reach)
    return Reach(**{**columns, "offers": frozenset(map(Offer, columns.get("offers", ())))})


def voices_of(session: Session, consultation_id: int) -> Voices:
    """Return which bodies were asked, and what the youth council looked at.

    Raises:
        NotFound: there is no such consultation.
    """
    find(session, Consultation, consultation_id)
    heard = session.scalars(
        select(HeardConsultee).where(HeardConsultee.consultation_id == consultation_id)
    )
    looked = session.scalars(
        select(YouthReview).where(YouthReview.consultation_id == consultation_id)
    )
    return Voices(
        consultees={row.body: Heard(row.consulted, row.note) for row in heard},
        youth={row.step: Reviewed(row.outcome, row.on, row.note) for row in looked},
    )


def _columns(
    session: Session, consultation_id: int, kind: type[Any], without: str = ""
) -> dict[str, Any]:
    find(session, Consultation, consultation_id)
    row = session.get(LaunchRecord, consultation_id)
    names = [each.name for each in fields(kind) if each.name != without]
    return {name: getattr(row, name) for name in names} if row else {}
