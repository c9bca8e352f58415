"""What the board said of answers that came late (L-CON-11): kept for ever, the newest holds."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.people.models import User
from consult.survey.models import Consultation


class LateDecision(Base):
    """Whether late answers are considered, and why; published with the consultation."""

    __tablename__ = "late_decision"
    __table_args__ = (CheckConstraint("reason <> ''", name="late_decided_for_a_reason"),)

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    considered: Mapped[bool]
    reason: Mapped[str]
    decided_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    consultation: Mapped[Consultation] = relationship()
    decided_by: Mapped[User] = relationship()
