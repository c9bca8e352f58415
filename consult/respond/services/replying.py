"""Replies under way: begun, saved page by page, found again by the hash of the browser's key.

Statements are few, go past the ORM and are written once: a page a child opens must be cheap.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.jobs import chore
from consult.respond.models import Draft, LeftAt, Submission
from consult.respond.receipts import key_hash
from consult.respond.rules import DRAFT_DAYS, Given, NoReply, found, kept, left_at
from consult.respond.services.offering import Published, published_of
from consult.respond.services.tallies import count_one
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Stage, stage_of

_draft: Any = Draft.__table__
_version: Any = SurveyVersion.__table__
_survey: Any = Survey.__table__
_consultation: Any = Consultation.__table__
_submission: Any = Submission.__table__

_FIND = (
    select(
        _draft.c.id,
        _draft.c.answers,
        _draft.c.survey_version_id,
        _consultation.c.launched_on,
        _consultation.c.opens_on,
        _consultation.c.closes_on,
        _consultation.c.reported_on,
    )
    .select_from(_draft)
    .join(_version, _version.c.id == _draft.c.survey_version_id)
    .join(_survey, _survey.c.id == _version.c.survey_id)
    .join(_consultation, _consultation.c.id == _survey.c.consultation_id)
    .where(_draft.c.key_hash == bindparam("key"))
)
_SENT = select(_submission.c.id).where(_submission.c.key_hash == bindparam("key"))
_FIND_LOCKED = _FIND.with_for_update(of=_draft)
_SAVE = (
    update(_draft)
    .where(_draft.c.id == bindparam("draft_id"))
    .values(answers=bindparam("answers"), saved_on=bindparam("saved_on"))
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply under way."""

    draft_id: int
    published: Published
    answers: dict[str, Any]
    stage: Stage

    def given(self, question_key: str) -> Given:
        """Return what was answered to a question so far."""
        return found(self.answers, question_key)


def start_reply(
    session: Session,
    secret: str,
    key: str,
    published: Published,
    *,
    today: date,
    minute: int | None = None,
) -> Reply | None:
    """Begin a reply under a browser's key; beginning it twice is beginning it once.

    `minute` is the minute now, counted from 1970. Returns what the key stands for now: nothing
    where its answers have been sent.
    """
    if was_sent(session, secret, key):
        return None
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert_new = postgresql.insert if on_postgresql else sqlite.insert
    values = {
        "key_hash": key_hash(secret, key),
        "survey_version_id": published.version_id,
        "answers": {},
        "saved_on": today,
        "began_at_minute": minute,
    }
    session.execute(insert_new(_draft).values(values).on_conflict_do_nothing())
    reply = reply_of(session, secret, key, today=today)
    session.commit()
    return reply


def was_sent(session: Session, secret: str, key: str) -> bool:
    """Return whether the answers under this key were sent."""
    return session.connection().scalar(_SENT, {"key": key_hash(secret, key)}) is not None


def reply_of(
    session: Session, secret: str, key: str, *, today: date, locked: bool = False
) -> Reply | None:
    """Return the reply under way that belongs to a browser's key, if there is one."""
    if not key:
        return None
    statement = _FIND_LOCKED if locked else _FIND
    row = session.connection().execute(statement, {"key": key_hash(secret, key)}).first()
    if row is None:
        return None
    reached = stage_of(
        launched_on=row.launched_on,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        reported_on=row.reported_on,
        today=today,
    )
    return Reply(row.id, published_of(session, row.survey_version_id), row.answers, reached)


def save_page(
    session: Session,
    secret: str,
    key: str,
    change: Callable[[Reply], Mapping[str, Any]],
    *,
    today: date,
) -> Reply:
    """Change what a reply holds, as one step: two tabs cannot undo each other's pages.

    Raises:
        NoReply: there is no reply under way with this key.
    """
    reply = reply_of(session, secret, key, today=today, locked=True)
    if reply is None:
        session.rollback()
        raise NoReply("We could not find your answers on this phone. You can start again.")
    try:
        answers = {**reply.answers, **change(reply)}
    except Exception:
        session.rollback()
        raise
    values = {"draft_id": reply.draft_id, "answers": answers, "saved_on": today}
    session.connection().execute(_SAVE, values)
    session.commit()
    return Reply(reply.draft_id, reply.published, answers, reply.stage)


def answer_to(question_key: str, given: Given) -> dict[str, Any]:
    """Return the change that keeps an answer; an empty one takes the old answer away."""
    return {question_key: kept(given)}


@chore
def forget_old_drafts(session: Session, today: date) -> None:
    """Delete replies nobody came back to within seven days; keep only how far they came."""
    old = Draft.saved_on < today - timedelta(days=DRAFT_DAYS)
    for version_id, answers in session.execute(
        select(Draft.survey_version_id, Draft.answers).where(old)
    ):
        published = published_of(session, version_id)
        count_one(
            session,
            LeftAt,
            "people",
            consultation_id=published.consultation_id,
            audience=published.audience,
            question_key=left_at(published.definition, answers),
        )
    session.execute(delete(Draft).where(old))
    session.commit()
