"""A draft is one reply under way; a submission is one person's answers, without the person."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.respond.rules import Route, SettingKind
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
    # Whole minutes since 1970: taken away when the answers are sent.
    began_at_minute: Mapped[int | None]
    return_hash: Mapped[str | None] = mapped_column(unique=True)
    route: Mapped[Route] = mapped_column(
        default=Route.OWN_DEVICE, server_default=Route.OWN_DEVICE.value
    )
    link_id: Mapped[int | None] = mapped_column(ForeignKey("entry_link.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("access_card.id"), unique=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))

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
    route: Mapped[Route] = mapped_column(
        default=Route.OWN_DEVICE, server_default=Route.OWN_DEVICE.value
    )
    setting_kind: Mapped[SettingKind | None]
    language: Mapped[str] = mapped_column(default="en", server_default="en")
    late: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The order in which shuffled answers were shown, by question key.
    shown: Mapped[dict[str, Any] | None]
    group_session_id: Mapped[int | None] = mapped_column(ForeignKey("group_session.id"))

    version: Mapped[SurveyVersion] = relationship()
    consultation: Mapped[Consultation] = relationship()


class Answer(Base):
    """One thing somebody chose or gave: several rows where they chose several."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_key", "row_key", "option_key"),
        # All that counting the answers to one question needs, in the order in which it is counted.
        Index(
            "ix_answer_counting", "question_key", "row_key", "option_key", "submission_id", "place"
        ),
    )

    id: Mapped[IntKey]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_key: Mapped[str]
    option_key: Mapped[str]
    place: Mapped[int | None]
    # The statement of a grid; empty for every other type of question.
    row_key: Mapped[str] = mapped_column(default="", server_default="")
    # Points given to an option, or the number that answers a number question.
    amount: Mapped[float | None]
    given_on: Mapped[date | None]


class Comment(Base):
    """One free-text answer, the unit of analysis. Emptied when its writer withdraws it."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("submission_id", "question_key", "place"),)

    id: Mapped[IntKey]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question_key: Mapped[str]
    # More than the first where a group's notes on one question are many.
    place: Mapped[int] = mapped_column(default=1, server_default="1")
    text: Mapped[str]

    submission: Mapped[Submission] = relationship()
