"""A consultation on a plan version, its surveys, and the versions published."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.partnership.models import Body
from consult.people.models import User
from consult.plan.models import PlanVersion, Priority
from consult.survey.rules import Audience


class Consultation(Base):
    """One exercise on one plan version, with dates and people answerable for it."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        CheckConstraint(
            "reported_on IS NULL OR reported_on > closes_on", name="reported_after_closing"
        ),
    )

    id: Mapped[IntKey]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    lead: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    what_can_change: Mapped[str] = mapped_column(default="")
    what_is_fixed: Mapped[str] = mapped_column(default="")
    who_reads: Mapped[str] = mapped_column(default="", server_default="")
    who_decides: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    decides_on: Mapped[date]
    feedback_on: Mapped[date]
    withdraw_until: Mapped[date]
    launched_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    # Whether answers that come after the last day are kept, apart, until the board is told.
    takes_late: Mapped[bool] = mapped_column(default=True, server_default=true())
    # For a closed group: nobody begins without a link, a code or a card.
    by_code_only: Mapped[bool] = mapped_column(default=False, server_default=false())

    version: Mapped[PlanVersion] = relationship()
    body: Mapped[Body] = relationship()


class ConsultationPriority(Base):
    """That a consultation asks about a priority."""

    __tablename__ = "consultation_priority"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)

    consultation: Mapped[Consultation] = relationship()
    priority: Mapped[Priority] = relationship()


class Survey(Base):
    """One audience's wording: the draft that staff edit."""

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("consultation_id", "audience"),)

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    audience: Mapped[Audience]
    draft: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)

    consultation: Mapped[Consultation] = relationship()


class SurveyVersion(Base):
    """What was published: never edited (a trigger refuses it)."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[IntKey]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    survey: Mapped[Survey] = relationship()
    published_by: Mapped[User] = relationship()
