"""The calendar of the place: school holidays, bank holidays, times before elections."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, IntKey
from consult.survey.rules.calendar import CalendarKind


class CalendarDayRange(Base):
    """Days with a name, and where we have them from."""

    __tablename__ = "calendar_day_range"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[IntKey]
    kind: Mapped[CalendarKind]
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
