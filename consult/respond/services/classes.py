"""Class sessions: a teacher starts one, sees how many have finished and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.respond.models import Arrival, EntryLink
from consult.respond.receipts import host_hash, new_way
from consult.respond.rules import LinkKind, NotOpenToday, UnknownWay
from consult.respond.services.reaching import free_code, standing, way
from consult.survey.rules import Stage
from consult.survey.services import stage

WORDS_FOR_HOST = 4


@dataclass(frozen=True, slots=True)
class ClassSession:
    """A class that is answering: how to join it, and the exact numbers for its teacher."""

    code: str
    began: int
    finished: int


def make_host_code(
    session: Session, secret: str, link_id: int, *, actor: str, now: datetime
) -> str:
    """Give a class a code for its teacher and return it, this once; an earlier one is void.

    Raises:
        NotFound: there is no such link.
        NotThisWay: the link is not for a class, or has ended.
    """
    link = standing(way(session, link_id), LinkKind.CLASS)
    code = new_way(WORDS_FOR_HOST)
    link.host_hash = host_hash(secret, code)
    audit.record(session, actor, "make_host_code", f"entry_link:{link.id}", now=now)
    session.commit()
    return code


def class_of(session: Session, secret: str, code: str) -> EntryLink:
    """Return the class that a teacher's code opens.

    Raises:
        UnknownWay: no class has this code, or it is not in use any more.
    """
    link = session.scalar(
        select(EntryLink)
        .where(EntryLink.host_hash == host_hash(secret, code), EntryLink.ended_on.is_(None))
        .options(joinedload(EntryLink.consultation), joinedload(EntryLink.setting))
    )
    if link is None or link.consultation.launched_on is None:
        raise UnknownWay
    return link


def start_class(session: Session, link: EntryLink, *, today: date) -> None:
    """Let a class join from now until the teacher ends it, or until the day does.

    A teacher is nobody we know: like a respondent's, their acts are not in the audit.

    Raises:
        NotOpenToday: nobody can answer on this day.
    """
    if stage(link.consultation, today) is not Stage.OPEN:
        raise NotOpenToday
    # Two presses are one session.
    session.execute(select(EntryLink.id).where(EntryLink.id == link.id).with_for_update())
    if _running(session, link.id, today) is None:
        session.add(
            EntryLink(
                consultation_id=link.consultation_id,
                setting_id=link.setting_id,
                audience=link.audience,
                kind=LinkKind.CLASS,
                code=free_code(session, LinkKind.CLASS),
                session_of_id=link.id,
                made_on=today,
            )
        )
    session.commit()


def end_class(session: Session, link: EntryLink, *, today: date) -> None:
    """Let nobody else join; whoever has begun can still finish."""
    running = _running(session, link.id, today)
    if running is not None:
        running.ended_on = today
        session.commit()


def class_session(session: Session, link: EntryLink, *, today: date) -> ClassSession | None:
    """Return the session a class has under way today, if any."""
    running = _running(session, link.id, today)
    if running is None:
        return None
    arrived = session.get(Arrival, (running.id, today), populate_existing=True)
    began, finished = (arrived.began, arrived.finished) if arrived else (0, 0)
    return ClassSession(running.code, began, finished)


def _running(session: Session, link_id: int, today: date) -> EntryLink | None:
    return session.scalar(
        select(EntryLink).where(
            EntryLink.session_of_id == link_id,
            EntryLink.made_on == today,
            EntryLink.ended_on.is_(None),
        )
    )
