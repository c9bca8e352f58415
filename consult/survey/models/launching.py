"""What is recorded before a launch, and the reasons given where a check was not met."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.survey.rules.readiness import Consultee, YouthOutcome, YouthStep


class LaunchRecord(Base):
    """What staff wrote down about one consultation: safety, data protection, ways to take part."""

    __tablename__ = "launch_record"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    lead_name: Mapped[str] = mapped_column(default="")
    lead_contact: Mapped[str] = mapped_column(default="")
    lead_verified_on: Mapped[date | None]
    deputy_name: Mapped[str] = mapped_column(default="")
    deputy_contact: Mapped[str] = mapped_column(default="")
    deputy_verified_on: Mapped[date | None]
    escalation: Mapped[str] = mapped_column(default="")
    out_of_hours: Mapped[str] = mapped_column(default="")
    alert_on: Mapped[date | None]
    dpia_reference: Mapped[str] = mapped_column(default="")
    dpia_on: Mapped[date | None]
    dpo_name: Mapped[str] = mapped_column(default="")
    board_reference: Mapped[str] = mapped_column(default="")
    board_meets_on: Mapped[date | None]
    offers: Mapped[list[str]] = mapped_column(default=list)
    offers_how: Mapped[str] = mapped_column(default="")
    space: Mapped[str] = mapped_column(default="")
    voice: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    influence: Mapped[str] = mapped_column(default="")


class RotaTurn(Base):
    """Somebody's days of reading what may be serious."""

    __tablename__ = "rota_turn"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class HeardConsultee(Base):
    """Whether a body that speaks for children was asked, or why not."""

    __tablename__ = "heard_consultee"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    body: Mapped[Consultee] = mapped_column(primary_key=True)
    consulted: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")


class YouthReview(Base):
    """What the youth council did with one thing it was offered to look at."""

    __tablename__ = "youth_review"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    step: Mapped[YouthStep] = mapped_column(primary_key=True)
    outcome: Mapped[YouthOutcome]
    on: Mapped[date | None] = mapped_column("happened_on")
    note: Mapped[str] = mapped_column(default="")


class LaunchOverride(Base):
    """A reason, shown to everybody, to launch though a check is not met.

    It holds for what the check said at the time: when that changes, it must be given anew.
    """

    __tablename__ = "launch_override"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        Index(
            "uq_launch_override_standing",
            "consultation_id",
            "check_key",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    check_key: Mapped[str]
    about: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    by: Mapped[User] = relationship()
