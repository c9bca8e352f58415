"""Meetings and their agenda; decisions that are never edited; commitments and what came of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.board.rules import CommitmentStatus, Outcome, Standing
from consult.db import Base, IntKey
from consult.evidence.models import Evidence
from consult.partnership.models import Body, Organisation
from consult.people.models import User
from consult.plan.models import Priority
from consult.survey.models import Consultation


class Meeting(Base):
    """A meeting of a body."""

    __tablename__ = "meeting"

    id: Mapped[IntKey]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str]
    held_on: Mapped[date]
    minutes: Mapped[str] = mapped_column(default="")

    body: Mapped[Body] = relationship()


class AgendaItem(Base):
    """One priority on the table, with the consultation that asked about it."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "priority_id"),
        UniqueConstraint("id", "priority_id"),
        ForeignKeyConstraint(
            ["consultation_id", "priority_id"],
            ["consultation_priority.consultation_id", "consultation_priority.priority_id"],
            name="fk_agenda_item_asked_about",
        ),
    )

    id: Mapped[IntKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    position: Mapped[int]

    meeting: Mapped[Meeting] = relationship()
    priority: Mapped[Priority] = relationship()
    consultation: Mapped[Consultation] = relationship()


class Decision(Base):
    """One decision of the board on one priority.

    Never edited: a correction is a new decision that supersedes this one. A final one rests on
    its main evidence or says why there is none (L-CON-12), and cannot be entered while a
    consultation on its priority is open or unreported (L-CON-02; a trigger keeps it too).
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint(
            "standing = 'provisional' OR evidence_id IS NOT NULL OR no_evidence_reason <> ''",
            name="supported",
        ),
        ForeignKeyConstraint(
            ["evidence_id", "priority_id"],
            ["evidence.id", "evidence.priority_id"],
            name="fk_decision_evidence_on_its_priority",
        ),
        ForeignKeyConstraint(
            ["agenda_item_id", "priority_id"],
            ["agenda_item.id", "agenda_item.priority_id"],
            name="fk_decision_agenda_item_on_its_priority",
        ),
        UniqueConstraint("id", "priority_id"),
    )

    id: Mapped[IntKey]
    agenda_item_id: Mapped[int] = mapped_column(index=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    outcome: Mapped[Outcome]
    standing: Mapped[Standing]
    reason: Mapped[str]
    plan_change: Mapped[str] = mapped_column(default="")
    evidence_id: Mapped[int | None]
    no_evidence_reason: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)

    priority: Mapped[Priority] = relationship()
    recorded_by: Mapped[User] = relationship()
    item: Mapped[AgendaItem] = relationship(
        primaryjoin="foreign(Decision.agenda_item_id) == AgendaItem.id", viewonly=True
    )


class DecisionEvidence(Base):
    """That a decision cites a piece of evidence on the same priority."""

    __tablename__ = "decision_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "priority_id"],
            ["decision.id", "decision.priority_id"],
            name="fk_decision_evidence_decision",
        ),
        ForeignKeyConstraint(
            ["evidence_id", "priority_id"],
            ["evidence.id", "evidence.priority_id"],
            name="fk_decision_evidence_evidence",
        ),
    )

    decision_id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    priority_id: Mapped[int]

    evidence: Mapped[Evidence] = relationship(
        primaryjoin="foreign(DecisionEvidence.evidence_id) == Evidence.id", viewonly=True
    )


class Commitment(Base):
    """What an organisation, never “the Trust”, will do by when (S3-DCS-03)."""

    __tablename__ = "commitment"
    __table_args__ = (CheckConstraint("text <> ''", name="worded"),)

    id: Mapped[IntKey]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str]
    due_on: Mapped[date]

    decision: Mapped[Decision] = relationship()
    organisation: Mapped[Organisation] = relationship()


class CommitmentUpdate(Base):
    """What has changed: news of a commitment, dated and signed. Never edited."""

    __tablename__ = "commitment_update"
    __table_args__ = (CheckConstraint("text <> ''", name="worded"),)

    id: Mapped[IntKey]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    status: Mapped[CommitmentStatus]
    text: Mapped[str]
    happened_on: Mapped[date]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    commitment: Mapped[Commitment] = relationship()
    written_by: Mapped[User] = relationship()
