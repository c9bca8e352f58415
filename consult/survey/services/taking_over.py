"""What was recorded for an earlier consultation and may still be true: offered, never recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.db import find
from consult.survey.models import Consultation, LaunchRecord
from consult.survey.rules.calendar import working_days_after
from consult.survey.rules.readiness import (
    WATCH_AFTER_CLOSE,
    Reach,
    Records,
    Safety,
    Voices,
)
from consult.survey.rules.suggesting import suggested_rota
from consult.survey.services.calendar import calendar_of
from consult.survey.services.on_record import reach_of, records_of, safety_of, voices_of

Part = TypeVar("Part", Safety, Records, Reach, Voices)

READS: Mapping[type, Callable[[Session, int], Any]] = {
    Safety: safety_of,
    Records: records_of,
    Reach: reach_of,
    Voices: voices_of,
}


@dataclass(frozen=True, slots=True)
class Start(Generic[Part]):
    """What a page begins with, and the consultation it was taken from, if it was."""

    value: Part
    earlier: Consultation | None = None


def start_from(session: Session, consultation_id: int, kind: type[Part]) -> Start[Part]:
    """Return what is recorded here or, where nothing is, what may still be true from before.

    What must be new each time is left out: the days on which somebody checked or tested something,
    which bodies were asked, what the youth council said, the assessment, the agenda. The words on
    taking part are a draft to read again, and so are the turns of the rota.

    Raises:
        NotFound: there is no such consultation.
    """
    here: Part = READS[kind](session, consultation_id)
    earlier = _earlier(session, consultation_id)
    if here != kind() or earlier is None:
        return Start(here)
    kept: Part = _still_true(READS[kind](session, earlier.id))
    if isinstance(kept, Safety):
        names = list(dict.fromkeys(turn.name for turn in kept.rota))
        kept = replace(
            kept, rota=_turns(session, find(session, Consultation, consultation_id), names)
        )
    return Start(kept, earlier) if kept != kind() else Start(here)


def taken_over(session: Session, consultation_id: int, value: Part) -> dict[str, Any]:
    """Return for the audit what stays as it was for an earlier consultation, and for which."""
    start = start_from(session, consultation_id, type(value))
    if start.earlier is None:
        return {}
    offered, written = _by_name(start.value), _by_name(value)
    same = sorted(name for name, each in offered.items() if each and written.get(name) == each)
    return {"taken_over": same, "taken_over_from": start.earlier.id} if same else {}


def _earlier(session: Session, consultation_id: int) -> Consultation | None:
    return session.scalar(
        select(Consultation)
        .join(LaunchRecord, LaunchRecord.consultation_id == Consultation.id)
        .where(Consultation.id != consultation_id, LaunchRecord.lead_name != "")
        .order_by(Consultation.opens_on.desc(), Consultation.id.desc())
        .limit(1)
    )


def _still_true(before: Any) -> Any:
    if isinstance(before, Safety):
        return replace(before, lead_verified_on=None, deputy_verified_on=None, alert_on=None)
    if isinstance(before, Records):
        return Records(dpo_name=before.dpo_name)
    if isinstance(before, Voices):
        unasked = {body: each for body, each in before.consultees.items() if not each.consulted}
        return Voices(unasked)
    return before


def _turns(session: Session, consultation: Consultation, names: list[str]) -> Any:
    calendar = calendar_of(session)
    until = working_days_after(calendar, consultation.closes_on, WATCH_AFTER_CLOSE)
    return suggested_rota(names, consultation.opens_on, until)


def _by_name(value: Any) -> dict[str, Any]:
    if isinstance(value, Voices):
        return {body.value: heard for body, heard in value.consultees.items()}
    return {each.name: getattr(value, each.name) for each in fields(value)}
