"""Come back with a code: find one's own words, and take them back."""

from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.db import find
from consult.feedback.rules import TooLateToWithdraw, UnknownCode
from consult.respond.models import Answer, Comment, Submission
from consult.respond.receipts import receipt_hash
from consult.safeguarding.models import Concern
from consult.safeguarding.rules import ConcernOutcome


def submission_of_receipt(session: Session, code: str, secret: str) -> Submission:
    """Return the submission that a code was given for, however the code was typed.

    Raises:
        UnknownCode: there is none.
    """
    submission = session.scalar(
        select(Submission)
        .where(Submission.receipt_hash == receipt_hash(secret, code))
        .options(joinedload(Submission.consultation), joinedload(Submission.version))
    )
    if submission is None:
        raise UnknownCode
    return submission


def holding_concerns(session: Session, comment_ids: list[int]) -> dict[int, Concern]:
    """Return the concern that holds each of these comments, where one does (SG-13)."""
    concerns = session.scalars(
        select(Concern).where(
            Concern.comment_id.in_(comment_ids),
            or_(Concern.outcome.is_(None), Concern.outcome != ConcernOutcome.NOT_A_CONCERN),
        )
    )
    return {concern.comment_id: concern for concern in concerns}


def can_withdraw(submission: Submission, today: date) -> bool:
    """Return whether its writer can still take a submission back."""
    return submission.withdrawn_on is None and today <= submission.consultation.withdraw_until


def withdraw(session: Session, submission_id: int, *, today: date) -> Submission:
    """Take a submission back: its words are emptied and its answers gone, so counts follow.

    What safeguarding holds is kept for them alone (L-DP-08). Doing it twice is doing it once.

    Raises:
        NotFound: there is no such submission.
        TooLateToWithdraw: the last day for it has passed.
    """
    session.execute(select(Submission.id).where(Submission.id == submission_id).with_for_update())
    submission = find(session, Submission, submission_id)
    session.refresh(submission, ["withdrawn_on"])
    if submission.withdrawn_on is not None:
        return submission
    if not can_withdraw(submission, today):
        raise TooLateToWithdraw
    comments = session.scalars(select(Comment).where(Comment.submission_id == submission.id)).all()
    held = holding_concerns(session, [comment.id for comment in comments])
    for comment in comments:
        if comment.id not in held:
            comment.text = ""
    session.execute(delete(Answer).where(Answer.submission_id == submission.id))
    submission.withdrawn_on = max(today, submission.sent_on)
    submission.may_quote = False
    if not held:
        submission.age_band = submission.area_key = None
    session.commit()
    return submission
