"""The clauses of a version: written while it is a draft, and the same for ever after."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.plan.models import Clause, PlanVersion
from consult.plan.rules import Clauses, PlanStage, TextIsFixed


def clauses_of(session: Session, version_id: int) -> Clauses:
    """Return the text of each clause of a version by its number, in their order."""
    rows = session.execute(
        select(Clause.number, Clause.text)
        .where(Clause.plan_version_id == version_id)
        .order_by(Clause.rank)
    )
    return dict(rows.all())


def newest_clauses_of(session: Session, version_id: int) -> Clauses:
    """Return the clauses of the newest version of the same plan that is more than a draft."""
    plan_id = find(session, PlanVersion, version_id).plan_id
    newest = session.scalar(
        select(PlanVersion.id)
        .where(PlanVersion.plan_id == plan_id, PlanVersion.stage != PlanStage.DRAFT)
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )
    return clauses_of(session, newest or version_id)


def write_clauses(
    session: Session, version_id: int, clauses: Clauses, *, actor: str, now: datetime
) -> None:
    """Write the clauses of a draft version anew.

    Raises:
        NotFound: there is no such version.
        TextIsFixed: people have been asked about it.
    """
    version = find(session, PlanVersion, version_id)
    if [*clauses.items()] == [*clauses_of(session, version.id).items()]:
        return
    if version.stage is not PlanStage.DRAFT:
        raise TextIsFixed
    session.execute(delete(Clause).where(Clause.plan_version_id == version.id))
    session.add_all(
        Clause(plan_version_id=version.id, rank=rank, number=number, text=text)
        for rank, (number, text) in enumerate(clauses.items(), start=1)
    )
    audit.record(session, actor, "write_clauses", f"plan_version:{version.id}", now=now)
    session.commit()
