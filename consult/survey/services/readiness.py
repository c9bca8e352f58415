"""Recording what a launch needs: written as a whole, kept in the audit."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
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
    Reach,
    Records,
    Safety,
    Voices,
    check_records,
    check_safety,
    check_voices,
)
from consult.survey.services.taking_over import taken_over


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
    taken = taken_over(session, consultation_id, safety)
    session.execute(delete(RotaTurn).where(RotaTurn.consultation_id == consultation_id))
    session.add_all(
        RotaTurn(consultation_id=consultation_id, **asdict(turn)) for turn in safety.rota
    )
    values = {name: value for name, value in _values(safety).items() if name != "rota"}
    _write(session, consultation_id, values, "record_safety", taken, actor=actor, now=now)
    return safety


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
    taken = taken_over(session, consultation_id, records)
    values = _values(records)
    _write(session, consultation_id, values, "record_papers", taken, actor=actor, now=now)
    return records


def record_reach(
    session: Session, consultation_id: int, reach: Reach, *, actor: str, now: datetime
) -> Reach:
    """Record how everybody can take part.

    Raises:
        NotFound: there is no such consultation.
    """
    values = {**_values(reach), "offers": sorted(reach.offers)}
    taken = taken_over(session, consultation_id, reach)
    _write(session, consultation_id, values, "record_reach", taken, actor=actor, now=now)
    return reach


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
    taken = taken_over(session, consultation_id, voices)
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
    audit.record(session, actor, "record_voices", subject, now=now, **taken)
    session.commit()
    return voices


def _values(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _write(
    session: Session,
    consultation_id: int,
    values: Mapping[str, Any],
    action: str,
    taken: Mapping[str, Any],
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
    audit.record(session, actor, action, subject, now=now, changed=changed, **taken)
    session.commit()
