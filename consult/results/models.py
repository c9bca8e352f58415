"""What we hoped for, who lives here, and the reports that were frozen and published."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.partnership.models import Area
from consult.people.models import User
from consult.survey.models import Consultation
from consult.survey.rules import Audience


class Target(Base):
    """How many replies of an audience a consultation hopes for by its last day."""

    __tablename__ = "target"
    __table_args__ = (CheckConstraint("people > 0", name="some_people"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(primary_key=True)
    people: Mapped[int]


class Population(Base):
    """How many children and young people of an age band live in an area, and who says so."""

    __tablename__ = "population"
    __table_args__ = (
        UniqueConstraint("area_id", "age_band"),
        CheckConstraint("people >= 0", name="no_fewer_than_none"),
    )

    id: Mapped[IntKey]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    age_band: Mapped[str]
    people: Mapped[int]
    source: Mapped[str]
    counted_on: Mapped[date]

    area: Mapped[Area] = relationship()


class FrozenReport(Base):
    """A themes report as it was on a day. Rows are never changed.

    Quotes are only pointed at, so that words taken back are gone from every report.
    """

    __tablename__ = "frozen_report"

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    consultation: Mapped[Consultation] = relationship()
    made_by: Mapped[User] = relationship()


class ReportPublication(Base):
    """That a frozen report was given to staff and the board. Rows are never changed."""

    __tablename__ = "report_publication"

    report_id: Mapped[int] = mapped_column(ForeignKey("frozen_report.id"), primary_key=True)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    report: Mapped[FrozenReport] = relationship()
