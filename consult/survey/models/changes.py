"""What was done to a draft: each step with the draft as it was before it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, IntKey


class SurveyChange(Base):
    """One step of somebody's work on a draft; `revision` is the one it made.

    The draft before it is kept for the newest steps only. `about` is the question as it was worded
    then: it may be gone by now.
    """

    __tablename__ = "survey_change"
    __table_args__ = (UniqueConstraint("survey_id", "revision"),)

    id: Mapped[IntKey]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    revision: Mapped[int]
    action: Mapped[str]
    question_key: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), deferred=True, deferred_raiseload=True
    )
    actor: Mapped[str]
    at: Mapped[datetime]
