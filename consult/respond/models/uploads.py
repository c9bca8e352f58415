"""Photos and voice notes: seen by nobody but the moderator until they are let through.

They are kept in the database, so that they come and go with the reply they belong to, are in every
backup, and lie where no web server looks.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.respond.models.answers import Draft, Submission
from consult.respond.rules import UploadKind, UploadState


class Upload(Base):
    """One file, under a name of our own."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("draft_id IS NULL OR submission_id IS NULL", name="under_way_or_sent"),
        CheckConstraint("(state = 'waiting') = (judged_at IS NULL)", name="judged_once_decided"),
    )

    id: Mapped[IntKey]
    draft_id: Mapped[int | None] = mapped_column(
        ForeignKey("draft.id", ondelete="SET NULL"), index=True
    )
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    question_key: Mapped[str]
    kind: Mapped[UploadKind]
    media_type: Mapped[str]
    name: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    came_on: Mapped[date]
    state: Mapped[UploadState] = mapped_column(default=UploadState.WAITING)
    reason: Mapped[str] = mapped_column(default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    judged_at: Mapped[datetime | None]

    draft: Mapped[Draft | None] = relationship()
    submission: Mapped[Submission | None] = relationship()
    judged_by: Mapped[User | None] = relationship()


class UploadContent(Base):
    """What a file holds: taken away when it is refused, or its words are taken back."""

    __tablename__ = "upload_content"

    upload_id: Mapped[int] = mapped_column(
        ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes]
