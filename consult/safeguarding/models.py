"""A concern holds a comment out of analysis until the safeguarding lead lets it go (SG-13)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.respond.models import Comment
from consult.safeguarding.rules import ConcernOutcome


class Concern(Base):
    """A comment somebody responsible for safeguarding must read."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_with_outcome"),
        CheckConstraint("outcome IS NULL OR reason <> ''", name="closed_with_reason"),
    )

    id: Mapped[IntKey]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    raised_at: Mapped[datetime]
    outcome: Mapped[ConcernOutcome | None]
    reason: Mapped[str] = mapped_column(default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship()
    raised_by: Mapped[User] = relationship(foreign_keys=[raised_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
