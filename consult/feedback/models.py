"""The public answer on one priority, resting on the decision it tells of."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.board.models import Decision
from consult.db import Base, IntKey
from consult.people.models import User


class Feedback(Base):
    """You said, we did, or we did not, because. A newer one takes the place of an older."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("you_said <> ''", name="you_said_given"),
        CheckConstraint("we_did <> '' OR why_not <> ''", name="answer_given"),
    )

    id: Mapped[IntKey]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    you_said: Mapped[str]
    we_did: Mapped[str] = mapped_column(default="")
    why_not: Mapped[str] = mapped_column(default="")
    published_on: Mapped[date]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    decision: Mapped[Decision] = relationship()
    published_by: Mapped[User] = relationship()
