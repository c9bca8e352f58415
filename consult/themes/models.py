"""Themes, and codings: a theme put on a comment, by machine or by whom, when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes.rules import Source, ThemeStatus


class ThemeRun(Base):
    """One reading of the comments by the machine."""

    __tablename__ = "theme_run"

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    engine: Mapped[str]
    comments: Mapped[int]
    finished_at: Mapped[datetime]


class Theme(Base):
    """Something that several people mean: suggested by a run, or made by a person."""

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("status <> 'confirmed' OR decided_by_id IS NOT NULL", name="signed"),
        CheckConstraint("name <> ''", name="named"),
    )

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("theme_run.id"))
    name: Mapped[str]
    suggested_name: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]]
    quotes: Mapped[list[str]] = mapped_column(default=list)
    tone: Mapped[float | None]
    status: Mapped[ThemeStatus] = mapped_column(default=ThemeStatus.SUGGESTED)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    made_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    decided_by: Mapped[User | None] = relationship()


class Coding(Base):
    """A theme put on a comment. A person's newest coding stands above any machine's.

    `theme_id` is empty where a person said that no theme fits. Rows are never changed.
    """

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint(
            "(source = 'machine' AND run_id IS NOT NULL AND user_id IS NULL) OR "
            "(source = 'person' AND user_id IS NOT NULL AND run_id IS NULL)",
            name="signed",
        ),
        Index("ix_coding_comment_id_source", "comment_id", "source"),
    )

    id: Mapped[IntKey]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    source: Mapped[Source]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("theme_run.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    coded_at: Mapped[datetime]

    comment: Mapped[Comment] = relationship()
    theme: Mapped[Theme | None] = relationship()
    user: Mapped[User | None] = relationship()
