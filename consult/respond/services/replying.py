"""Replies under way: begun, saved page by page, found again by the hash of the browser's key.

Statements are few, go past the ORM and are written once: a page a child opens must be cheap.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.jobs import chore
from consult.respond.models import AccessCard, Arrival, Draft, EntryLink, LeftAt, Submission
from consult.respond.receipts import key_hash
from consult.respond.rules import (
    DRAFT_DAYS,
    CardSpent,
    Given,
    NoReply,
    Route,
    Way,
    found,
    kept,
    left_at,
)
from consult.respond.services.offering import Published, published_of
from consult.respond.services.tallies import count_one
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Stage, stage_of

_draft: Any = Draft.__table__
_version: Any = SurveyVersion.__table__
_survey: Any = Survey.__table__
_consultation: Any = Consultation.__table__
_submission: Any = Submission.__table__
_link: Any = EntryLink.__table__

_FIND = (
    select(
        _draft.c.id,
        _draft.c.answers,
        _draft.c.survey_version_id,
        _consultation.c.launched_on,
        _consultation.c.opens_on,
        _consultation.c.closes_on,
        _consultation.c.reported_on,
        _consultation.c.takes_late,
        _link.c.code,
    )
    .select_from(_draft)
    .join(_version, _version.c.id == _draft.c.survey_version_id)
    .join(_survey, _survey.c.id == _version.c.survey_id)
    .join(_consultation, _consultation.c.id == _survey.c.consultation_id)
    .outerjoin(_link, and_(_link.c.id == _draft.c.link_id, _draft.c.route == Route.KIOSK))
    .where(_draft.c.key_hash == bindparam("key"))
)
_SENT = select(_submission.c.id).where(_submission.c.key_hash == bindparam("key"))
_FIND_LOCKED = _FIND.with_for_update(of=_draft)
_SAVE = (
    update(_draft)
    .where(_draft.c.id == bindparam("draft_id"))
    .values(answers=bindparam("answers"), saved_on=bindparam("saved_on"))
)

ON_THEIR_OWN = Way()


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply under way; on a shared tablet, with the code of the tablet."""

    draft_id: int
    published: Published
    answers: dict[str, Any]
    stage: Stage
    kiosk: str = ""
    takes_late: bool = False

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
    way: Way = ON_THEIR_OWN,
) -> Reply | None:
    """Begin a reply under a browser's key; beginning it twice is beginning it once.

    `minute` is the minute now, counted from 1970. A card with which a reply is under way goes on
    with that one, from now on under this key. Returns what the key stands for now: nothing where
    its answers have been sent.

    Raises:
        CardSpent: answers were sent with the card.
    """
    if was_sent(session, secret, key):
        return None
    hashed = key_hash(secret, key)
    if not _taken_up(session, way, hashed):
        values = {
            **asdict(way),
            "key_hash": hashed,
            "survey_version_id": published.version_id,
            "answers": {},
            "saved_on": today,
            "began_at_minute": minute,
        }
        if _inserted(session, values):
            _count_in(session, way, today)
        else:
            _taken_up(session, way, hashed)
    reply = reply_of(session, secret, key, today=today)
    session.commit()
    return reply


def _taken_up(session: Session, way: Way, hashed: str) -> bool:
    """Go on with the reply that was begun with the same card, if there is one."""
    if way.card_id is None:
        return False
    begun = update(_draft).where(_draft.c.card_id == way.card_id).values(key_hash=hashed)
    return session.execute(begun.returning(_draft.c.id)).first() is not None


def _inserted(session: Session, values: Mapping[str, Any]) -> bool:
    """Add a reply, unless the key or the card has one."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if on_postgresql else sqlite.insert
    new = insert(_draft).values(values).on_conflict_do_nothing().returning(_draft.c.id)
    return session.execute(new).first() is not None


def _count_in(session: Session, way: Way, today: date) -> None:
    """Count one who begins, once it is sure that their card is good."""
    if way.card_id is not None:
        # Only now: whoever sends answers with it at this moment, the insert has waited for.
        spent = select(AccessCard.spent).where(AccessCard.id == way.card_id)
        if session.scalar(spent):
            session.rollback()
            raise CardSpent
    if way.link_id is not None:
        count_one(session, Arrival, "began", link_id=way.link_id, day=today)


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
    published = published_of(session, row.survey_version_id)
    return Reply(row.id, published, row.answers, reached, row.code or "", row.takes_late)


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
    return replace(reply, answers=answers)


def answer_to(question_key: str, given: Given) -> dict[str, Any]:
    """Return the change that keeps an answer; an empty one takes the old answer away."""
    return {question_key: kept(given)}


def throw_away(session: Session, secret: str, key: str) -> None:
    """Delete a reply begun on a shared tablet: whoever began it has gone."""
    _forget(session, and_(Draft.key_hash == key_hash(secret, key), Draft.route == Route.KIOSK))


@chore
def forget_old_drafts(session: Session, today: date) -> None:
    """Delete replies nobody came back to within seven days, or by the next day to a tablet."""
    old = Draft.saved_on < today - timedelta(days=DRAFT_DAYS)
    _forget(session, or_(old, and_(Draft.saved_on < today, Draft.route == Route.KIOSK)))


def _forget(session: Session, condition: ColumnElement[bool]) -> None:
    """Delete replies and keep only how far they came."""
    for version_id, answers in session.execute(
        delete(Draft).where(condition).returning(Draft.survey_version_id, Draft.answers)
    ).all():
        published = published_of(session, version_id)
        count_one(
            session,
            LeftAt,
            "people",
            consultation_id=published.consultation_id,
            audience=published.audience,
            question_key=left_at(published.definition, answers),
        )
    session.commit()
