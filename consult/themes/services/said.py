"""What people said of each comment last: who, when, and which theme."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Comment, Submission
from consult.themes.models import Coding, UndoneCoding
from consult.themes.rules import Source


class Said(NamedTuple):
    """A coding by a person that stands (no theme: none fits)."""

    coding_id: int
    comment_id: int
    theme_id: int | None
    user_id: int | None
    coded_at: datetime


def said_by_people(session: Session, consultation_id: int) -> dict[int, Said]:
    """Return the newest standing word of a person on each comment that has one, by comment id."""
    columns = (Coding.id, Coding.comment_id, Coding.theme_id, Coding.user_id, Coding.coded_at)
    words = (
        select(*columns)
        .join(Comment, Comment.id == Coding.comment_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(
            Submission.consultation_id == consultation_id,
            Coding.source == Source.PERSON,
            Coding.id.not_in(select(UndoneCoding.coding_id)),
        )
        .order_by(Coding.id)
    )
    return {row.comment_id: Said(*row) for row in session.execute(words)}
