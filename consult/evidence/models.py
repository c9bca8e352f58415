"""Evidence freezes the figures it rests on and names its themes and quotes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.plan.models import Priority
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes.models import Theme


class Evidence(Base):
    """A statement for the board on one priority. Never edited: a better one is written beside."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("strength BETWEEN 1 AND 3", name="strength_scale"),
        CheckConstraint("statement <> '' AND limits <> ''", name="worded"),
        UniqueConstraint("id", "priority_id"),
    )

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    statement: Mapped[str]
    strength: Mapped[int]
    limits: Mapped[str]
    said_by_few: Mapped[str] = mapped_column(default="")
    figures: Mapped[dict[str, Any]]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
    priority: Mapped[Priority] = relationship()
    written_by: Mapped[User] = relationship()


class EvidenceTheme(Base):
    """That evidence rests on a theme."""

    __tablename__ = "evidence_theme"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)

    evidence: Mapped[Evidence] = relationship()
    theme: Mapped[Theme] = relationship()


class EvidenceQuote(Base):
    """A comment the board sees in its writer's words: only with their permission."""

    __tablename__ = "evidence_quote"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, index=True)

    evidence: Mapped[Evidence] = relationship()
    comment: Mapped[Comment] = relationship()
