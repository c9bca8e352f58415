"""How far people come and how long it takes: tallies that belong to nobody."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base
from consult.survey.rules import Audience


class LeftAt(Base):
    """How many left at a question and did not come back."""

    __tablename__ = "left_at"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]


class TimeTaken(Base):
    """How many took so many minutes from the first page to the last."""

    __tablename__ = "time_taken"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(primary_key=True)
    minutes: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]
