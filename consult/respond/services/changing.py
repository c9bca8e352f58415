"""Seeing what was sent, and changing it until the stated day: never counted twice."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.errors import in_any_language
from consult.respond.models import Answer, Comment, Draft, Submission, Upload
from consult.respond.receipts import key_hash
from consult.respond.rules import CannotChange, ChosenOption, answers_again, may_answer
from consult.respond.services.offering import Published, published_of
from consult.respond.services.replying import Reply, reply_of
from consult.respond.services.taking_back import can_withdraw, locked_submission, take_back
from consult.survey.services import stage

TOO_LATE = in_any_language("You cannot change your answers any more.")
CHANGED_BEFORE = in_any_language(
    "You have changed these answers before, or taken them back. Use your newest code."
)


def copy_of(session: Session, submission: Submission) -> tuple[Published, dict[str, Any]]:
    """Return what somebody sent, as the answers of a draft, and the survey they answered."""
    published = published_of(session, submission.survey_version_id)
    rows = select(Answer).where(Answer.submission_id == submission.id).order_by(Answer.id)
    said = select(Comment.question_key, Comment.text).where(Comment.submission_id == submission.id)
    sent = select(Upload).where(Upload.submission_id == submission.id).order_by(Upload.id)
    files: dict[str, list[str]] = {}
    for upload in session.scalars(sent):
        files.setdefault(upload.question_key, []).append(upload.name)
    answers = answers_again(
        published.definition,
        [_chosen(row) for row in session.scalars(rows)],
        {row.question_key: row.text for row in session.execute(said)},
        files,
        may_quote=submission.may_quote,
    )
    return published, answers


def _chosen(row: Answer) -> ChosenOption:
    return ChosenOption(
        row.question_key, row.option_key, row.place, row.row_key, row.amount, row.given_on
    )


def can_change(submission: Submission, today: date) -> bool:
    """Return whether answers that were sent can still be changed."""
    consultation = submission.consultation
    is_taken = may_answer(stage(consultation, today), takes_late=consultation.takes_late)
    return can_withdraw(submission, today) and is_taken and submission.group_session_id is None


def change_answers(
    session: Session, secret: str, submission: Submission, key: str, *, today: date
) -> Reply:
    """Begin a reply under a new key with what was sent, which counts until the new one is sent.

    Raises:
        CannotChange: the day for it has passed, or it was taken back.
    """
    if not can_change(submission, today):
        raise CannotChange(TOO_LATE)
    session.add(
        Draft(
            key_hash=key_hash(secret, key),
            survey_version_id=submission.survey_version_id,
            answers=copy_of(session, submission)[1],
            saved_on=today,
            replaces_id=submission.id,
        )
    )
    session.flush()
    reply = reply_of(session, secret, key, today=today)
    session.commit()
    if reply is None:
        raise CannotChange(TOO_LATE)
    return reply


def replaced(session: Session, submission_id: int, *, today: date) -> Mapping[str, Any]:
    """Take back what a changed reply replaces; return what the new one keeps of it. Not committed.

    Raises:
        CannotChange: the day for it has passed, or it was replaced or taken back before.
    """
    before = locked_submission(session, submission_id)
    if before.withdrawn_on is not None:
        raise CannotChange(CHANGED_BEFORE)
    if not can_change(before, today):
        raise CannotChange(TOO_LATE)
    take_back(session, before, today=today)
    return {"route": before.route, "setting_kind": before.setting_kind}


def keep_files(session: Session, names: Collection[str], before_id: int, new_id: int) -> None:
    """Let files that were sent before belong to the changed answers. Not committed."""
    session.execute(
        update(Upload)
        .where(Upload.submission_id == before_id, Upload.name.in_(names))
        .values(submission_id=new_id)
    )
