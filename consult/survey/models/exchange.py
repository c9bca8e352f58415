"""Survey files that were read, and what of them could not be carried over."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.survey.models.consultations import Consultation
from consult.survey.rules import Audience


class SurveyImport(Base):
    """What was read from a file for one audience: looked at first, then used as its survey.

    Once used it stays beside the survey and says what had been left behind.
    """

    __tablename__ = "survey_import"
    __table_args__ = (UniqueConstraint("consultation_id", "audience"),)

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    audience: Mapped[Audience]
    file_name: Mapped[str]
    draft: Mapped[dict[str, Any]]
    left_behind: Mapped[list[str]]
    actor: Mapped[str]
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
