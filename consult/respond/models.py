"""A draft is one reply under way; a submission is one person's answers, without the person."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.survey.models import Consultation, SurveyVersion
from consult.survey.rules import Audience


class Draft(Base):
    """A reply under way, found again only by the key the browser holds."""

    __tablename__ = "draft"

    id: Mapped[IntKey]
    key_hash: Mapped[str] = mapped_column(unique=True)
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    answers: Mapped[dict[str, Any]]
    saved_on: Mapped[date] = mapped_column(index=True)

    version: Mapped[SurveyVersion] = relationship()


class Submission(Base):
    """One person's set of answers: the day it came, and nothing about the person."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= sent_on", name="withdrawn_later"),
        Index("ix_submission_consultation_id_audience", "consultation_id", "audience"),
    )

    id: Mapped[IntKey]
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    audience: Mapped[Audience]
    sent_on: Mapped[date]
    key_hash: Mapped[str] = mapped_column(unique=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    may_quote: Mapped[bool]
    age_band: Mapped[str | None]
    area_key: Mapped[str | None]
    withdrawn_on: Mapped[date | None]

    version: Mapped[SurveyVersion] = relationship()
    consultation: Mapped[Consultation] = relationship()


class Answer(Base):
    """One option somebody chose: several rows where they chose several."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_key", "option_key"),
        Index("ix_answer_question_key", "question_key"),
    )

    id: Mapped[IntKey]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_key: Mapped[str]
    option_key: Mapped[str]
    place: Mapped[int | None]


class Comment(Base):
    """One free-text answer, the unit of analysis. Emptied when its writer withdraws it."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("submission_id", "question_key"),)

    id: Mapped[IntKey]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_key: Mapped[str]
    text: Mapped[str]

    submission: Mapped[Submission] = relationship()
