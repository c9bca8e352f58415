"""What is recorded before a launch: read as values, written as a whole, kept in the audit."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult import audit
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
    check_records,
    check_safety,
    check_voices,
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


def earlier_safety(session: Session, consultation_id: int) -> Safety:
    """Return the people of the newest other consultation, to start from; nothing was checked yet.

    What is recorded here already is never overlaid.
    """
    if session.get(LaunchRecord, consultation_id):
        return safety_of(session, consultation_id)
    newest = session.scalar(
        select(LaunchRecord)
        .where(LaunchRecord.lead_name != "")
        .order_by(LaunchRecord.consultation_id.desc())
        .limit(1)
    )
    if newest is None:
        return Safety()
    kept = ("lead_name", "lead_contact", "deputy_name", "deputy_contact", "escalation")
    return Safety(
        **{name: getattr(newest, name) for name in kept}, out_of_hours=newest.out_of_hours
    )


def record_safety(
    session: Session,
    consultation_id: int,
    safety: Safety,
    *,
    actor: str,
    today: date,
    now: datetime,
) -> Safety:
    """Record who keeps children safe, before the launch and after it.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: something was done on a day to come, or a turn ends before it starts.
    """
    check_safety(safety, today)
    find(session, Consultation, consultation_id)
    session.execute(delete(RotaTurn).where(RotaTurn.consultation_id == consultation_id))
    session.add_all(
        RotaTurn(consultation_id=consultation_id, **asdict(turn)) for turn in safety.rota
    )
    values = {name: value for name, value in _values(safety).items() if name != "rota"}
    _write(session, consultation_id, values, "record_safety", actor=actor, now=now)
    return safety


def records_of(session: Session, consultation_id: int) -> Records:
    """Return what is on the record on data protection and the board's agenda.

    Raises:
        NotFound: there is no such consultation.
    """
    return Records(**_columns(session, consultation_id, Records))


def record_papers(
    session: Session,
    consultation_id: int,
    records: Records,
    *,
    actor: str,
    today: date,
    now: datetime,
) -> Records:
    """Put data protection and the board's agenda on the record.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: the assessment is dated to a day to come.
    """
    check_records(records, today)
    _write(session, consultation_id, _values(records), "record_papers", actor=actor, now=now)
    return records


def reach_of(session: Session, consultation_id: int) -> Reach:
    """Return how everybody can take part.

    Raises:
        NotFound: there is no such consultation.
    """
    columns = _columns(session, consultation_id, Reach)
    return Reach(**{**columns, "offers": frozenset(map(Offer, columns.get("offers", ())))})


def record_reach(
    session: Session, consultation_id: int, reach: Reach, *, actor: str, now: datetime
) -> Reach:
    """Record how everybody can take part.

    Raises:
        NotFound: there is no such consultation.
    """
    values = {**_values(reach), "offers": sorted(reach.offers)}
    _write(session, consultation_id, values, "record_reach", actor=actor, now=now)
    return reach


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


def record_voices(
    session: Session,
    consultation_id: int,
    voices: Voices,
    *,
    actor: str,
    today: date,
    now: datetime,
) -> Voices:
    """Record which bodies were asked, and what the youth council looked at.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: the youth council looked at something on a day to come.
    """
    check_voices(voices, today)
    find(session, Consultation, consultation_id)
    for table in (HeardConsultee, YouthReview):
        session.execute(delete(table).where(table.consultation_id == consultation_id))
    session.add_all(
        HeardConsultee(consultation_id=consultation_id, body=body, **asdict(heard))
        for body, heard in voices.consultees.items()
    )
    session.add_all(
        YouthReview(consultation_id=consultation_id, step=step, **asdict(review))
        for step, review in voices.youth.items()
    )
    subject = f"consultation:{consultation_id}"
    audit.record(session, actor, "record_voices", subject, now=now)
    session.commit()
    return voices


def _columns(
    session: Session, consultation_id: int, kind: type[Any], without: str = ""
) -> dict[str, Any]:
    find(session, Consultation, consultation_id)
    row = session.get(LaunchRecord, consultation_id)
    names = [each.name for each in fields(kind) if each.name != without]
    return {name: getattr(row, name) for name in names} if row else {}


def _values(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _write(
    session: Session,
    consultation_id: int,
    values: Mapping[str, Any],
    action: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    find(session, Consultation, consultation_id)
    row = session.get(LaunchRecord, consultation_id)
    if row is None:
        row = LaunchRecord(consultation_id=consultation_id)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    changed = sorted(name for name, value in values.items() if value != before[name])
    subject = f"consultation:{consultation_id}"
    audit.record(session, actor, action, subject, now=now, changed=changed)
    session.commit()
