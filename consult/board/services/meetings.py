"""Meetings and what is on their agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.board.models import AgendaItem, Decision, Meeting
from consult.board.services.decisions import standing_decisions
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.partnership.models import Body
from consult.plan.models import Priority
from consult.survey.models import Consultation, ConsultationPriority


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One line of an agenda, with the decision in force on its priority."""

    item: AgendaItem
    standing: Decision | None


def meetings(session: Session) -> Sequence[Meeting]:
    """Return all meetings, the newest first."""
    return session.scalars(
        select(Meeting)
        .options(joinedload(Meeting.body))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    ).all()


def add_meeting(
    session: Session,
    body_id: int,
    title: str,
    held_on: date,
    *,
    minutes: str = "",
    user_id: int,
    now: datetime,
) -> Meeting:
    """Call a meeting of a body. The same meeting called twice is called once.

    Raises:
        NotFound: there is no such body.
    """
    body = find(session, Body, body_id)
    called = select(Meeting).where(
        Meeting.body_id == body.id, Meeting.title == title.strip(), Meeting.held_on == held_on
    )
    meeting = session.scalar(called)
    if meeting is not None:
        return meeting
    meeting = Meeting(body=body, title=title.strip(), held_on=held_on, minutes=minutes.strip())
    session.add(meeting)
    session.flush()
    audit.record(session, f"user:{user_id}", "add_meeting", f"meeting:{meeting.id}", now=now)
    session.commit()
    return meeting


def write_minutes(
    session: Session, meeting_id: int, minutes: str, *, user_id: int, now: datetime
) -> Meeting:
    """Keep the minutes of a meeting; the audit remembers that they were written.

    Raises:
        NotFound: there is no such meeting.
    """
    meeting = find(session, Meeting, meeting_id)
    meeting.minutes = minutes.strip()
    audit.record(session, f"user:{user_id}", "write_minutes", f"meeting:{meeting.id}", now=now)
    session.commit()
    return meeting


def askable(session: Session) -> Sequence[ConsultationPriority]:
    """Return what a meeting can take up: each priority that a launched consultation asks about."""
    return session.scalars(
        select(ConsultationPriority)
        .join(ConsultationPriority.consultation)
        .join(ConsultationPriority.priority)
        .where(Consultation.launched_on.is_not(None))
        .options(
            joinedload(ConsultationPriority.consultation),
            joinedload(ConsultationPriority.priority),
        )
        .order_by(Consultation.opens_on.desc(), Consultation.id, Priority.rank)
    ).all()


def can_ask(session: Session, consultation_id: int, priority_id: int) -> bool:
    """Return whether a consultation asks about a priority."""
    return session.get(ConsultationPriority, (consultation_id, priority_id)) is not None


def add_item(
    session: Session,
    meeting_id: int,
    consultation_id: int,
    priority_id: int,
    *,
    user_id: int,
    now: datetime,
) -> AgendaItem:
    """Put a priority on the agenda, with the consultation that asked about it.

    Raises:
        NotFound: there is no such meeting.
        RuleBroken: the consultation did not ask about it, or it is on the agenda already.
    """
    meeting = find(session, Meeting, meeting_id)
    asked = session.get(ConsultationPriority, (consultation_id, priority_id))
    if asked is None:
        raise RuleBroken("Choose a priority that the consultation asks about.")
    agenda = session.scalars(
        select(AgendaItem.priority_id).where(AgendaItem.meeting_id == meeting.id)
    ).all()
    if priority_id in agenda:
        raise RuleBroken("This priority is on the agenda already.")
    item = AgendaItem(
        meeting=meeting,
        priority=asked.priority,
        consultation=asked.consultation,
        position=len(agenda) + 1,
    )
    session.add(item)
    session.flush()
    audit.record(session, f"user:{user_id}", "add_item", f"agenda_item:{item.id}", now=now)
    session.commit()
    return item


def agenda_of(session: Session, meeting_id: int) -> list[AgendaEntry]:
    """Return the agenda of a meeting, in order."""
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .options(joinedload(AgendaItem.priority), joinedload(AgendaItem.consultation))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    standing = standing_decisions(session, [item.priority_id for item in items])
    return [AgendaEntry(item, standing.get(item.priority_id)) for item in items]


def item_of(session: Session, meeting_id: int, item_id: int) -> AgendaItem:
    """Return an item of a meeting's agenda.

    Raises:
        NotFound: there is none, or it is on another meeting's agenda.
    """
    item = find(session, AgendaItem, item_id)
    if item.meeting_id != meeting_id:
        raise NotFound("This meeting has no such item on its agenda.")
    return item


def next_meeting_on(session: Session, priority_ids: Sequence[int], today: date) -> dict[int, date]:
    """Return the day of the next meeting that takes up each priority, where there is one."""
    rows = session.execute(
        select(AgendaItem.priority_id, func.min(Meeting.held_on))
        .join(AgendaItem.meeting)
        .where(AgendaItem.priority_id.in_(priority_ids), Meeting.held_on >= today)
        .group_by(AgendaItem.priority_id)
    )
    return {row[0]: row[1] for row in rows}
