"""Come back with a code: take one's words back."""

from datetime import date

from sqlalchemy.orm import Session

from consult.db import find
from consult.respond.models import Submission
from consult.respond.rules import TooLateToWithdraw
from consult.respond.services import can_withdraw, locked_submission, take_back


def withdraw(session: Session, submission_id: int, *, today: date) -> Submission:
    """Take a submission back: its words are emptied and its answers gone, so counts follow.

    What safeguarding holds is kept for them alone (L-DP-08). Doing it twice is doing it once.

    Raises:
        NotFound: there is no such submission.
        TooLateToWithdraw: the last day for it has passed.
    """
    submission = locked_submission(session, find(session, Submission, submission_id).id)
    if submission.withdrawn_on is not None:
        return submission
    if not can_withdraw(submission, today):
        raise TooLateToWithdraw
    take_back(session, submission, today=today)
    session.commit()
    return submission
