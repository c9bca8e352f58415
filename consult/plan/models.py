"""The plan, its versions, its priorities, its clauses."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, IntKey
from consult.partnership.models import Body
from consult.plan.rules import Outcome, PlanStage


class Plan(Base):
    """The Children and Young People's Plan of one trust."""

    __tablename__ = "plan"

    id: Mapped[IntKey]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]

    body: Mapped[Body] = relationship()


class PlanVersion(Base):
    """One text of the plan."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("ends_on > starts_on", name="period"),
    )

    id: Mapped[IntKey]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    stage: Mapped[PlanStage]
    summary: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    plan: Mapped[Plan] = relationship()


class Priority(Base):
    """One priority of one version, in its own words and in plain ones."""

    __tablename__ = "priority"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "code"),
        UniqueConstraint("plan_version_id", "rank"),
    )

    id: Mapped[IntKey]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    code: Mapped[str]
    rank: Mapped[int]
    label: Mapped[str]
    verbatim: Mapped[str]
    summary: Mapped[str]
    what_we_plan: Mapped[str] = mapped_column(default="")
    alternatives: Mapped[str] = mapped_column(default="")

    version: Mapped[PlanVersion] = relationship()


class PriorityOutcome(Base):
    """That a priority serves one of the five outcomes."""

    __tablename__ = "priority_outcome"

    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(primary_key=True)


class Clause(Base):
    """A numbered paragraph of one version that people can comment on."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("plan_version_id", "number"),)

    id: Mapped[IntKey]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    number: Mapped[str]
    rank: Mapped[int]
    text: Mapped[str]
