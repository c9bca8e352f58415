"""A group's evening: who was there in numbers, and what was noted, in the pool of all comments."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import RuleBroken
from consult.partnership.models import Body
from consult.respond.models import Comment, GroupSession, Submission
from consult.respond.receipts import key_hash, receipt_code, receipt_hash
from consult.respond.rules import Route, UploadKind, about_priority
from consult.respond.services.uploads import keep_upload, send_uploads
from consult.survey.models import Consultation
from consult.survey.rules import Audience, read_definition
from consult.survey.services import priorities_of, published_versions_of

KEY_BYTES = 24
MOST_NOTES = 500
FLIP_CHART = "flip_chart"


@dataclass(frozen=True, slots=True)
class GroupSessionDraft:
    """A group's evening as somebody describes it; `ages` are people by age band."""

    name: str
    audience: Audience
    held_on: date
    people: int
    may_quote: bool
    body_id: int | None = None
    ages: Mapping[str, int] | None = None


def hold_group_session(
    session: Session,
    secret: str,
    consultation_id: int,
    draft: GroupSessionDraft,
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> tuple[GroupSession, str]:
    """Write down that a group met; return it with the one code for the whole group.

    Raises:
        NotFound: there is no such consultation or body.
        RuleBroken: no survey is published for these people, or it was held on a day to come.
    """
    consultation = find(session, Consultation, consultation_id)
    if draft.body_id is not None:
        find(session, Body, draft.body_id)
    version = published_versions_of(session, consultation.id).get(draft.audience)
    if version is None:
        raise RuleBroken("Publish a survey for these people first: notes belong to its questions.")
    if draft.held_on > today:
        raise RuleBroken("Write down a session when it has been held.")
    held = GroupSession(
        consultation_id=consultation.id,
        body_id=draft.body_id,
        audience=draft.audience,
        name=draft.name,
        held_on=draft.held_on,
        people=draft.people,
        ages=dict(draft.ages or {}),
        noted_by_id=user_id,
    )
    session.add(held)
    session.flush()
    key = secrets.token_urlsafe(KEY_BYTES)
    code = receipt_code(secret, key)
    submission = Submission(
        survey_version_id=version.id,
        consultation_id=consultation.id,
        audience=draft.audience,
        sent_on=today,
        key_hash=key_hash(secret, key),
        receipt_hash=receipt_hash(secret, code),
        may_quote=draft.may_quote,
        route=Route.GROUP,
        late=today > consultation.closes_on,
        group_session_id=held.id,
    )
    session.add(submission)
    subject = f"group_session:{held.id}"
    audit.record(session, f"user:{user_id}", "hold_group_session", subject, now=now)
    session.commit()
    return held, code


def group_sessions_of(session: Session, consultation_id: int) -> Sequence[tuple[GroupSession, int]]:
    """Return the group sessions of a consultation with how many notes each has, newest first."""
    notes = (
        select(func.count(Comment.id))
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Submission.group_session_id == GroupSession.id, Comment.text != "")
        .correlate(GroupSession)
        .scalar_subquery()
    )
    rows = session.execute(
        select(GroupSession, notes)
        .where(GroupSession.consultation_id == consultation_id)
        .options(joinedload(GroupSession.body))
        .order_by(GroupSession.held_on.desc(), GroupSession.id.desc())
    )
    return [(held, count) for held, count in rows]


def topics_of(session: Session, held: GroupSession) -> dict[str, str]:
    """Return what a note can be about: the questions of the survey, then the priorities."""
    version = published_versions_of(session, held.consultation_id)[held.audience]
    questions = read_definition(version.definition).questions
    priorities = priorities_of(session, held.consultation_id)
    return {question.key: question.title for question in questions} | {
        about_priority(priority.code): f"{priority.code}: {priority.label}"
        for priority in priorities
    }


def add_note(
    session: Session, session_id: int, topic: str, text: str, *, user_id: int, now: datetime
) -> Comment:
    """Add one note of a group's evening: a comment in the same pool as all others.

    Raises:
        NotFound: there is no such session.
        RuleBroken: it is about nothing that was asked, its words were taken back, or it is full.
    """
    held = find(session, GroupSession, session_id)
    submission = submission_of(session, held, locked=True)
    if topic not in topics_of(session, held):
        raise RuleBroken("Choose what the note is about.")
    if submission.withdrawn_on is not None:
        raise RuleBroken("The group has taken its words back.")
    same = (Comment.submission_id == submission.id) & (Comment.question_key == topic)
    last = session.scalar(select(func.max(Comment.place)).where(same)) or 0
    if last >= MOST_NOTES:
        raise RuleBroken("There are too many notes on this question. Start another session.")
    note = Comment(submission_id=submission.id, question_key=topic, place=last + 1, text=text)
    session.add(note)
    session.flush()
    audit.record(session, f"user:{user_id}", "add_note", f"comment:{note.id}", now=now)
    session.commit()
    return note


def notes_of(session: Session, held: GroupSession) -> Sequence[Comment]:
    """Return what was noted, in the order it was typed."""
    return session.scalars(
        select(Comment)
        .where(Comment.submission_id == submission_of(session, held).id, Comment.text != "")
        .order_by(Comment.id)
    ).all()


def submission_of(session: Session, held: GroupSession, *, locked: bool = False) -> Submission:
    """Return the submission that holds a group's notes."""
    query = select(Submission).where(Submission.group_session_id == held.id)
    return session.scalars(query.with_for_update() if locked else query).one()


def add_flip_chart(
    session: Session,
    held: GroupSession,
    file: tuple[str, bytes],
    *,
    actor: str,
    today: date,
    now: datetime,
) -> None:
    """Add a plain photo of what a group wrote on the wall; it waits to be looked at."""
    submission = submission_of(session, held)
    name = keep_upload(session, None, FLIP_CHART, UploadKind.PHOTO, file, today=today)
    send_uploads(session, [name], submission.id)
    audit.record(session, actor, "add_flip_chart", f"group_session:{held.id}", now=now)
    session.commit()
