"""What we hoped for and who lives here: targets for replies, and the population by area and age."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.partnership.models import Area
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
