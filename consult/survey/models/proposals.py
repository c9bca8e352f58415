"""What a consultation proposes on each priority, in the words of each audience."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, IntKey
from consult.survey.rules import Audience
from consult.survey.rules.proposals import CostBand


class Proposal(Base):
    """What is planned on one priority, and about how much it costs."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("consultation_id", "priority_id"),)

    id: Mapped[IntKey]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    cost: Mapped[CostBand | None]


class ProposalWording(Base):
    """A proposal in the words of one audience."""

    __tablename__ = "proposal_wording"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    who: Mapped[str] = mapped_column(default="")
    alternative: Mapped[str] = mapped_column(default="")
    why_not: Mapped[str] = mapped_column(default="")
    no_alternative: Mapped[str] = mapped_column(default="")
    can_change: Mapped[str] = mapped_column(default="")
    fixed: Mapped[str] = mapped_column(default="")
