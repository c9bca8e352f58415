"""Words somebody was warned about and chose to leave as they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, IntKey


class AcceptedWording(Base):
    """One hint somebody read and left: where, about which words, by whom and when (L-CON-03)."""

    __tablename__ = "accepted_wording"
    __table_args__ = (
        CheckConstraint("(survey_id IS NULL) <> (consultation_id IS NULL)", name="of_one_thing"),
        UniqueConstraint("survey_id", "field", "kind", "words"),
        UniqueConstraint("consultation_id", "field", "kind", "words"),
    )

    id: Mapped[IntKey]
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))
    field: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    accepted_by: Mapped[str]
    accepted_at: Mapped[datetime]
