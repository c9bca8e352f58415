"""Coming back with a code: finding what was sent, and taking it back so that counts follow."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from consult.respond.models import Answer, Comment, Submission
from consult.respond.receipts import receipt_hash
from consult.respond.rules import UnknownCode

# Given the ids of comments, returns those that must be kept when their writer takes them back.
Keeper = Callable[[Session, Collection[int]], Collection[int]]
_keepers: list[Keeper] = []


def keeps_words(keeper: Keeper) -> Keeper:
    """Let a later station keep words that their writer takes back (L-DP-08)."""
    _keepers.append(keeper)
    return keeper


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


def locked_submission(session: Session, submission_id: int) -> Submission:
    """Return a submission as it stands now, held until the commit."""
    return session.get_one(
        Submission, submission_id, with_for_update={"of": Submission}, populate_existing=True
    )


def can_withdraw(submission: Submission, today: date) -> bool:
    """Return whether its writer can still take a submission back."""
    return submission.withdrawn_on is None and today <= submission.consultation.withdraw_until


def take_back(session: Session, submission: Submission, *, today: date) -> None:
    """Empty the words of a locked submission and delete its answers. Not committed.

    What a later station must keep is kept for it alone, with the age and area it was said at.
    """
    of_it = select(Comment).where(Comment.submission_id == submission.id)
    comments = session.scalars(of_it).all()
    ids = [comment.id for comment in comments]
    held = {kept for keeper in _keepers for kept in keeper(session, ids)}
    for comment in comments:
        if comment.id not in held:
            comment.text = ""
    session.execute(delete(Answer).where(Answer.submission_id == submission.id))
    submission.withdrawn_on = max(today, submission.sent_on)
    submission.may_quote = False
    if not held:
        submission.age_band = submission.area_key = None
    session.flush()
