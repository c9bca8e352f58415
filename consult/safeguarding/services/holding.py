"""Words that safeguarding holds: kept for them alone when their writer takes them back."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.respond.services import keeps_words
from consult.safeguarding.models import Concern
from consult.safeguarding.rules import ConcernOutcome


def holding_concerns(session: Session, comment_ids: Collection[int]) -> dict[int, Concern]:
    """Return the concern that holds each of these comments, where one does (SG-13)."""
    concerns = session.scalars(
        select(Concern).where(
            Concern.comment_id.in_(comment_ids),
            or_(Concern.outcome.is_(None), Concern.outcome != ConcernOutcome.NOT_A_CONCERN),
        )
    )
    return {concern.comment_id: concern for concern in concerns}


@keeps_words
def held_words(session: Session, comment_ids: Collection[int]) -> Collection[int]:
    """Return which of these comments must be kept (L-DP-08)."""
    return holding_concerns(session, comment_ids).keys()
