"""Reads of the plan, its versions and priorities; verbs that write and move them on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.partnership.models import Body
from consult.plan.models import Plan, PlanVersion, Priority, PriorityOutcome
from consult.plan.rules import (
    Outcome,
    PlanStage,
    PriorityDraft,
    TextIsFixed,
    VersionDraft,
    check_address,
    check_code,
    check_priority,
    check_stage,
    check_version,
)


@dataclass(frozen=True, slots=True)
class PriorityView:
    """One priority and the outcomes it serves, in the order of the law."""

    priority: Priority
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan as anybody may read it: a version, its priorities, and the other versions."""

    plan: Plan
    version: PlanVersion
    versions: Sequence[PlanVersion]
    priorities: Sequence[PriorityView]

    @property
    def is_newest(self) -> bool:
        """Return whether no newer version may be read."""
        return self.version.id == self.versions[0].id


def plan_for(session: Session, slug: str, number: int | None = None) -> PlanView:
    """Lay out a plan for the public: its newest open version, or the one with this number.

    Raises:
        NotFound: there is no such plan, or no such version that is more than a draft.
    """
    versions = session.scalars(
        select(PlanVersion)
        .join(Plan)
        .where(Plan.slug == slug, PlanVersion.stage != PlanStage.DRAFT)
        .order_by(PlanVersion.number.desc())
    ).all()
    chosen = [version for version in versions if number in (None, version.number)]
    if not chosen:
        raise NotFound("We could not find that plan. It may not be ready to read yet.")
    return PlanView(chosen[0].plan, chosen[0], versions, priorities_of(session, chosen[0].id))


def priority_in(view: PlanView, code: str) -> PriorityView:
    """Return one priority of a plan that is laid out.

    Raises:
        NotFound: this version has no such priority.
    """
    for item in view.priorities:
        if item.priority.code == code:
            return item
    raise NotFound("This part is not in the plan. Look for it on the page of the plan.")


def priorities_of(session: Session, version_id: int) -> Sequence[PriorityView]:
    """Return the priorities of a version by rank."""
    of_version = select(Priority.id).where(Priority.plan_version_id == version_id)
    serves: defaultdict[int, set[Outcome]] = defaultdict(set)
    for tag in session.scalars(
        select(PriorityOutcome).where(PriorityOutcome.priority_id.in_(of_version))
    ):
        serves[tag.priority_id].add(tag.outcome)
    priorities = session.scalars(
        select(Priority).where(Priority.plan_version_id == version_id).order_by(Priority.rank)
    )
    return [PriorityView(item, _in_order(serves[item.id])) for item in priorities]


def outcomes_of(session: Session, priority_id: int) -> tuple[Outcome, ...]:
    """Return the outcomes one priority serves."""
    return _in_order(
        session.scalars(
            select(PriorityOutcome.outcome).where(PriorityOutcome.priority_id == priority_id)
        ).all()
    )


def plans(session: Session) -> Mapping[Plan, Sequence[PlanVersion]]:
    """Return all plans by title, each with its versions, the newest first."""
    found: dict[Plan, list[PlanVersion]] = {
        plan: [] for plan in session.scalars(select(Plan).order_by(Plan.title, Plan.id))
    }
    for version in session.scalars(select(PlanVersion).order_by(PlanVersion.number.desc())):
        found[version.plan].append(version)
    return found


def create_plan(
    session: Session, body_id: int, slug: str, title: str, *, actor: str, now: datetime
) -> Plan:
    """Found the plan of a body; its versions come after.

    Raises:
        NotFound: there is no such body.
        RuleBroken: the address is taken or cannot be read.
    """
    check_address(slug)
    if session.scalar(select(Plan.id).where(Plan.slug == slug)):
        raise RuleBroken("Another plan has this address. Choose another.")
    plan = Plan(body=find(session, Body, body_id), slug=slug, title=title.strip())
    session.add(plan)
    session.flush()
    audit.record(session, actor, "create_plan", f"plan:{plan.id}", now=now)
    session.commit()
    return plan


def create_version(
    session: Session, plan_id: int, draft: VersionDraft, *, actor: str, now: datetime
) -> PlanVersion:
    """Begin a new version of a plan, as a draft without priorities.

    Raises:
        NotFound: there is no such plan.
        PeriodBackwards: it would end before it starts.
    """
    check_version(draft)
    plan = find(session, Plan, plan_id)
    last = session.scalar(
        select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id)
    )
    version = PlanVersion(
        plan=plan,
        number=(last or 0) + 1,
        stage=PlanStage.DRAFT,
        summary=draft.summary.strip(),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
    )
    session.add(version)
    session.flush()
    audit.record(session, actor, "create_version", f"plan_version:{version.id}", now=now)
    session.commit()
    return version


def add_priority(
    session: Session,
    version_id: int,
    code: str,
    draft: PriorityDraft,
    *,
    actor: str,
    now: datetime,
) -> Priority:
    """Add a priority at the end of a draft version.

    Raises:
        NotFound: there is no such version.
        RuleBroken: the version is no draft, the code is taken, or no outcome is served.
    """
    version = find(session, PlanVersion, version_id)
    check_code(code)
    if version.stage is not PlanStage.DRAFT:
        raise TextIsFixed
    check_priority(draft, stage=version.stage, verbatim_now="")
    there = priorities_of(session, version.id)
    if any(item.priority.code == code for item in there):
        raise RuleBroken(f"This version has a priority {code} already.")
    priority = Priority(
        version=version, code=code, rank=max((i.priority.rank for i in there), default=0) + 1
    )
    _write(priority, draft)
    session.add(priority)
    session.flush()
    _tag(session, priority, draft)
    audit.record(session, actor, "add_priority", f"priority:{priority.id}", now=now, code=code)
    session.commit()
    return priority


def change_version(
    session: Session,
    version_id: int,
    draft: VersionDraft,
    stage: PlanStage,
    *,
    actor: str,
    now: datetime,
) -> PlanVersion:
    """Write a version anew and move it on, never back.

    Raises:
        NotFound: there is no such version.
        RuleBroken: it would go back a stage, or end before it starts.
    """
    version = find(session, PlanVersion, version_id)
    check_stage(version.stage, stage)
    check_version(draft)
    version.stage, version.summary = stage, draft.summary.strip()
    version.starts_on, version.ends_on = draft.starts_on, draft.ends_on
    subject = f"plan_version:{version.id}"
    audit.record(session, actor, "change_version", subject, now=now, stage=stage.value)
    session.commit()
    return version


def change_priority(
    session: Session, priority_id: int, draft: PriorityDraft, *, actor: str, now: datetime
) -> Priority:
    """Write a priority anew; the plan's own text only while the version is a draft.

    Raises:
        NotFound: there is no such priority.
        RuleBroken: it serves no outcome, or its text is fixed.
    """
    priority = find(session, Priority, priority_id)
    check_priority(draft, stage=priority.version.stage, verbatim_now=priority.verbatim)
    _write(priority, draft)
    session.execute(delete(PriorityOutcome).where(PriorityOutcome.priority_id == priority.id))
    _tag(session, priority, draft)
    audit.record(session, actor, "change_priority", f"priority:{priority.id}", now=now)
    session.commit()
    return priority


def _write(priority: Priority, draft: PriorityDraft) -> None:
    priority.label, priority.summary = draft.label.strip(), draft.summary.strip()
    priority.verbatim = draft.verbatim
    priority.what_we_plan = draft.what_we_plan.strip()
    priority.alternatives = draft.alternatives.strip()


def _tag(session: Session, priority: Priority, draft: PriorityDraft) -> None:
    session.add_all(
        PriorityOutcome(priority_id=priority.id, outcome=outcome) for outcome in draft.outcomes
    )


def _in_order(outcomes: Sequence[Outcome] | set[Outcome]) -> tuple[Outcome, ...]:
    return tuple(outcome for outcome in Outcome if outcome in outcomes)
