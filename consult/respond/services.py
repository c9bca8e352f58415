"""Taking replies: start, save each page, send once. A phone on a bus must lose nothing.

A reply is found only by the hash of a key that the browser holds. Statements are few and go
through Core, since a page a child opens must be cheap.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.errors import NotFound
from consult.partnership.models import Area
from consult.respond.models import Answer, Comment, Draft, Submission
from consult.respond.receipts import key_hash, receipt_code, receipt_hash
from consult.respond.rules import (
    DRAFT_DAYS,
    MAY_QUOTE,
    Given,
    NoReply,
    chosen_options,
    found,
    kept,
    written_words,
)
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Audience, Definition, QuestionType, Stage, read_definition, stage_of


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A survey as published, and the consultation it belongs to. Never changes."""

    version_id: int
    audience: Audience
    consultation_id: int
    slug: str
    definition: Definition


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


def consultation_at(session: Session, slug: str) -> Consultation:
    """Return the consultation at an address.

    Raises:
        NotFound: there is none, or it is still being designed.
    """
    consultation = session.scalar(
        select(Consultation).where(
            Consultation.slug == slug, Consultation.launched_on.is_not(None)
        )
    )
    if consultation is None:
        raise NotFound("We could not find that survey. Check the link you were given.")
    return consultation


def stage(consultation: Consultation, today: date) -> Stage:
    """Return how far a consultation has come."""
    return stage_of(
        launched_on=consultation.launched_on,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        reported_on=consultation.reported_on,
        today=today,
    )


def launched_consultations(session: Session) -> Sequence[Consultation]:
    """Return all consultations the public may know of, the newest first."""
    return session.scalars(
        select(Consultation)
        .where(Consultation.launched_on.is_not(None))
        .order_by(Consultation.opens_on.desc())
    ).all()


def audiences_of(session: Session, consultation_id: int) -> list[Audience]:
    """Return the audiences that have a published survey, in the order we show them."""
    published = session.scalars(
        select(Survey.audience)
        .join(SurveyVersion)
        .where(Survey.consultation_id == consultation_id)
        .distinct()
    ).all()
    return [audience for audience in Audience if audience in published]


def survey_at(
    session: Session, slug: str, audience: Audience
) -> tuple[Published, Consultation]:
    """Return the newest published survey of an audience, with its consultation.

    Raises:
        NotFound: nothing is published at this address.
    """
    row = session.execute(
        select(SurveyVersion, Consultation)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .join(Consultation, Consultation.id == Survey.consultation_id)
        .where(
            Consultation.slug == slug,
            Consultation.launched_on.is_not(None),
            Survey.audience == audience,
        )
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound("We could not find that survey. Check the link you were given.")
    version, consultation = row
    published = _published.get(version.id) or _remember(version, audience, consultation)
    return published, consultation


def current_areas(session: Session, today: date) -> Sequence[Area]:
    """Return the areas there are on a day, by name."""
    return session.scalars(
        select(Area)
        .where(Area.starts_on <= today, (Area.ends_on.is_(None)) | (Area.ends_on > today))
        .order_by(Area.name)
    ).all()


def start_reply(
    session: Session, secret: str, key: str, published: Published, *, today: date
) -> None:
    """Begin a reply under a browser's key; beginning it twice is beginning it once."""
    dialect = session.get_bind().dialect.name
    insert_or_not = postgresql.insert if dialect == "postgresql" else sqlite.insert
    session.execute(
        insert_or_not(Draft)
        .values(
            key_hash=key_hash(secret, key),
            survey_version_id=published.version_id,
            answers={},
            saved_on=today,
        )
        .on_conflict_do_nothing(index_elements=["key_hash"])
    )
    session.commit()


def reply_of(
    session: Session, secret: str, key: str, *, today: date, locked: bool = False
) -> Reply | None:
    """Return the reply under way that belongs to a browser's key, if there is one."""
    if not key:
        return None
    chosen = (
        select(
            Draft.id,
            Draft.answers,
            Draft.survey_version_id,
            Consultation.launched_on,
            Consultation.opens_on,
            Consultation.closes_on,
            Consultation.reported_on,
        )
        .join(SurveyVersion, SurveyVersion.id == Draft.survey_version_id)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .join(Consultation, Consultation.id == Survey.consultation_id)
        .where(Draft.key_hash == key_hash(secret, key))
    )
    row = session.execute(chosen.with_for_update(of=Draft) if locked else chosen).first()
    if row is None:
        return None
    return Reply(row.id, _published_of(session, row.survey_version_id), row.answers, _stage(row, today))


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
        raise NoReply("We do not know this page any more.")
    try:
        answers = {**reply.answers, **change(reply)}
    except Exception:
        session.rollback()
        raise
    session.execute(
        update(Draft).where(Draft.id == reply.draft_id).values(answers=answers, saved_on=today)
    )
    session.commit()
    return Reply(reply.draft_id, reply.published, answers, reply.stage)


def answer_to(question_key: str, given: Given) -> dict[str, Any]:
    """Return the change that keeps an answer; an empty one takes the old answer away."""
    return {question_key: kept(given)}


def was_sent(session: Session, secret: str, key: str) -> bool:
    """Return whether the answers under this key were sent."""
    found_id = session.scalar(
        select(Submission.id).where(Submission.key_hash == key_hash(secret, key))
    )
    return found_id is not None


def receive_submission(session: Session, secret: str, key: str, *, today: date) -> str:
    """Take a reply in as a submission and return its receipt code.

    Sent twice, at once or later, it is one submission with one code.

    Raises:
        NoReply: nothing was ever begun under this key.
    """
    code = receipt_code(secret, key)
    draft = session.execute(
        delete(Draft)
        .where(Draft.key_hash == key_hash(secret, key))
        .returning(Draft.survey_version_id, Draft.answers)
    ).first()
    if draft is None:
        session.rollback()
        if was_sent(session, secret, key):
            return code
        raise NoReply("There is nothing to send: this page is from an earlier visit.")
    _insert_submission(session, secret, key, code, draft, today)
    session.commit()
    return code


def _insert_submission(
    session: Session, secret: str, key: str, code: str, draft: Row[Any], today: date
) -> None:
    published = _published_of(session, draft.survey_version_id)
    definition, answers = published.definition, draft.answers
    submission_id = session.scalar(
        insert(Submission)
        .values(
            survey_version_id=published.version_id,
            consultation_id=published.consultation_id,
            audience=published.audience,
            sent_on=today,
            key_hash=key_hash(secret, key),
            receipt_hash=receipt_hash(secret, code),
            may_quote=answers.get(MAY_QUOTE) == "yes",
            age_band=_chosen(definition, answers, QuestionType.AGE_BAND),
            area_key=_chosen(definition, answers, QuestionType.AREA),
        )
        .returning(Submission.id)
    )
    chosen = [
        {
            "submission_id": submission_id,
            "question_key": option.question_key,
            "option_key": option.option_key,
            "place": option.place,
        }
        for option in chosen_options(definition, answers)
    ]
    if chosen:
        session.execute(insert(Answer), chosen)
    words = [
        {"submission_id": submission_id, "question_key": question_key, "text": text}
        for question_key, text in written_words(definition, answers).items()
    ]
    if words:
        session.execute(insert(Comment), words)


def forget_old_drafts(session: Session, *, today: date) -> int:
    """Delete replies nobody came back to within seven days; return how many."""
    gone = session.execute(
        delete(Draft).where(Draft.saved_on < today - timedelta(days=DRAFT_DAYS)).returning(Draft.id)
    ).all()
    session.commit()
    return len(gone)


def _chosen(definition: Definition, answers: Mapping[str, Any], kind: QuestionType) -> str | None:
    question = definition.of_type(kind)
    choices = found(answers, question.key).choices if question else ()
    return choices[0] if choices else None


def _stage(row: Row[Any], today: date) -> Stage:
    return stage_of(
        launched_on=row.launched_on,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        reported_on=row.reported_on,
        today=today,
    )


# Published surveys never change, so that each is read and parsed once by a process.
_published: dict[int, Published] = {}


def forget_published() -> None:
    """Read every survey anew: the database behind us was changed for another."""
    _published.clear()


def _published_of(session: Session, version_id: int) -> Published:
    if version_id not in _published:
        row = session.execute(
            select(SurveyVersion, Survey.audience, Consultation)
            .join(Survey, Survey.id == SurveyVersion.survey_id)
            .join(Consultation, Consultation.id == Survey.consultation_id)
            .where(SurveyVersion.id == version_id)
        ).one()
        _remember(row.SurveyVersion, row.audience, row.Consultation)
    return _published[version_id]


def _remember(version: SurveyVersion, audience: Audience, consultation: Consultation) -> Published:
    published = Published(
        version.id,
        audience,
        consultation.id,
        consultation.slug,
        read_definition(version.definition),
    )
    _published[version.id] = published
    return published
