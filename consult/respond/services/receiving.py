"""Submissions: a reply taken in once, however often it is sent, in four statements."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from consult.respond.models import (
    AccessCard,
    Answer,
    Arrival,
    Comment,
    Draft,
    EntryLink,
    Setting,
    Submission,
    TimeTaken,
)
from consult.respond.receipts import key_hash, receipt_code, receipt_hash
from consult.respond.rules import (
    MAY_QUOTE,
    AlreadySent,
    CannotChange,
    NoReply,
    Route,
    SettingKind,
    chosen_options,
    found,
    path_for,
    refuse_closed,
    sent_files,
    shown_order,
    written_words,
)
from consult.respond.services.changing import keep_files, replaced
from consult.respond.services.offering import Published, published_of
from consult.respond.services.replying import reply_of
from consult.respond.services.tallies import count_one
from consult.respond.services.uploads import send_uploads
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import ENGLISH, Definition, QuestionType

# Whoever took longer went away and came back.
MOST_MINUTES = 120

_draft: Any = Draft.__table__
_submission: Any = Submission.__table__
_answer: Any = Answer.__table__
_comment: Any = Comment.__table__

# What can be answered on a day: open, or closed while late answers are kept (`may_answer`).
_OPEN = (
    select(SurveyVersion.id)
    .join(Survey, Survey.id == SurveyVersion.survey_id)
    .join(Consultation, Consultation.id == Survey.consultation_id)
    .where(
        Consultation.launched_on.is_not(None),
        Consultation.opens_on <= bindparam("today"),
        or_(
            Consultation.closes_on >= bindparam("today"),
            and_(Consultation.takes_late, Consultation.reported_on.is_(None)),
        ),
    )
)
_TAKE = (
    delete(_draft)
    .where(_draft.c.key_hash == bindparam("key"), _draft.c.survey_version_id.in_(_OPEN))
    .returning(
        _draft.c.survey_version_id,
        _draft.c.answers,
        _draft.c.route,
        _draft.c.link_id,
        _draft.c.card_id,
        _draft.c.began_at_minute,
        _draft.c.replaces_id,
    )
)
_FIND = select(_submission.c.survey_version_id, _submission.c.sent_on, _submission.c.route).where(
    _submission.c.key_hash == bindparam("key")
)
_LATE = select(Consultation.closes_on < bindparam("on_day")).where(
    Consultation.id == bindparam("of_consultation")
)
_INSERT = insert(_submission).values(late=_LATE.scalar_subquery()).returning(_submission.c.id)


def receive_submission(
    session: Session,
    secret: str,
    key: str,
    *,
    today: date,
    minute: int | None = None,
    language: str = ENGLISH,
) -> tuple[str, Published]:
    """Take a reply in as a submission; return its receipt code and the survey it answers.

    Sent twice it is one submission with one code, given again only on the day it was sent, and
    never on a shared tablet: there it may be somebody else who sends the page again. How
    long it took, up to the `minute` now, is tallied apart from it.

    Raises:
        AlreadySent: it was sent on a day before, or on a shared tablet.
        CannotChange: it changes what can be changed no more.
        NoReply: nothing was ever begun under this key.
        SurveyClosed: it comes after the last day, and late answers are not kept.
    """
    code, hashed = receipt_code(secret, key), key_hash(secret, key)
    connection = session.connection()
    draft = connection.execute(_TAKE, {"key": hashed, "today": today}).first()
    if draft is None:
        return code, _sent_before(session, secret, key, today)
    published = published_of(session, draft.survey_version_id)
    try:
        before = replaced(session, draft.replaces_id, today=today) if draft.replaces_id else {}
    except CannotChange:
        session.rollback()
        raise
    values = {
        **before,
        "on_day": today,
        "key_hash": hashed,
        "receipt_hash": receipt_hash(secret, code),
        "sent_on": today,
        "language": language,
        "shown": shown_order(path_for(published.definition, draft.answers), key) or None,
    }
    _insert(session, published, draft, values)
    _count_out(session, draft, today)
    if minute is not None and draft.began_at_minute is not None:
        count_one(
            session,
            TimeTaken,
            "people",
            consultation_id=published.consultation_id,
            audience=published.audience,
            minutes=min(max(minute - draft.began_at_minute, 0), MOST_MINUTES),
        )
    session.commit()
    return code, published


def _sent_before(session: Session, secret: str, key: str, today: date) -> Published:
    """Return the survey whose answers were sent today under a key, or say why there is none."""
    sent = session.connection().execute(_FIND, {"key": key_hash(secret, key)}).first()
    reply = reply_of(session, secret, key, today=today) if sent is None else None
    session.rollback()
    if reply is not None:
        refuse_closed(reply.stage, takes_late=reply.takes_late)
    if sent is None:
        raise NoReply("There is nothing to send: this page is from an earlier visit.")
    if sent.sent_on != today or sent.route is Route.KIOSK:
        raise AlreadySent
    return published_of(session, sent.survey_version_id)


def _count_out(session: Session, draft: Row[*tuple[Any, ...]], today: date) -> None:
    """Count one who has finished through a link; their card is used up."""
    if draft.link_id is not None:
        count_one(session, Arrival, "finished", link_id=draft.link_id, day=today)
    if draft.card_id is not None:
        card = update(AccessCard).where(AccessCard.id == draft.card_id)
        session.execute(card.values(spent=True), execution_options={"synchronize_session": False})


def _setting_kind(session: Session, link_id: int | None) -> SettingKind | None:
    """Return what kind of place somebody came through: all that is kept of it."""
    if link_id is None:
        return None
    of_link = select(Setting.kind).join(EntryLink).where(EntryLink.id == link_id)
    return session.scalar(of_link)


def _insert(
    session: Session, published: Published, draft: Row[*tuple[Any, ...]], values: Mapping[str, Any]
) -> None:
    definition, answers = published.definition, draft.answers
    values = {
        "survey_version_id": published.version_id,
        "consultation_id": published.consultation_id,
        "audience": published.audience,
        "route": draft.route,
        "setting_kind": _setting_kind(session, draft.link_id),
        "may_quote": answers.get(MAY_QUOTE) == "yes",
        "age_band": _chosen(definition, answers, QuestionType.AGE_BAND),
        "area_key": _chosen(definition, answers, QuestionType.AREA),
        "of_consultation": published.consultation_id,
        **values,
    }
    connection = session.connection()
    submission_id = connection.scalar(_INSERT, values)
    chosen = [
        {"submission_id": submission_id, **asdict(option)}
        for option in chosen_options(definition, answers)
    ]
    if chosen:
        connection.execute(insert(_answer), chosen)
    words = [
        {"submission_id": submission_id, "question_key": question_key, "text": text}
        for question_key, text in written_words(definition, answers).items()
    ]
    if words:
        connection.execute(insert(_comment), words)
    files = sent_files(definition, answers)
    if files:
        send_uploads(session, files, submission_id)
    if files and draft.replaces_id:
        keep_files(session, files, draft.replaces_id, submission_id)


def _chosen(definition: Definition, answers: Mapping[str, Any], kind: QuestionType) -> str | None:
    asked = (question for question in path_for(definition, answers) if question.type is kind)
    choices = (choice for question in asked for choice in found(answers, question.key).choices)
    return next(choices, None)
