"""The plan: versions go forward, texts stay what people were asked about."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import NotFound, RuleBroken
from consult.partnership.rules import BodyKind
from consult.plan import services as plans
from consult.plan.models import Plan, PlanVersion
from consult.plan.rules import (
    NoOutcome,
    Outcome,
    PeriodBackwards,
    PlanStage,
    PriorityDraft,
    StageGoesForward,
    TextIsFixed,
    VersionDraft,
)
from tests.builders import NOW, make_body, make_plan_version

DRAFT = VersionDraft("What we want for you.", date(2027, 9, 1), date(2030, 8, 31))
WORDS = PriorityDraft(
    label="Things to do",
    summary="We want more to do near you.",
    verbatim="To ensure that more young people have things to do.",
    outcomes=frozenset({Outcome.SAFE, Outcome.HEALTHY}),
)
BY = {"actor": "user:1", "now": NOW}


def make_plan(session: Session, slug: str = "growing-up") -> Plan:
    trust = make_body(session, BodyKind.TRUST)
    return plans.create_plan(session, trust.id, slug, "Growing up", **BY)  # type: ignore[arg-type]


def make_version(session: Session, plan: Plan, *codes: str) -> PlanVersion:
    version = plans.create_version(session, plan.id, DRAFT, **BY)  # type: ignore[arg-type]
    for code in codes:
        plans.add_priority(session, version.id, code, WORDS, **BY)  # type: ignore[arg-type]
    return version


def move(session: Session, version: PlanVersion, stage: PlanStage) -> None:
    plans.change_version(session, version.id, DRAFT, stage, **BY)  # type: ignore[arg-type]


def test_a_plan_grows_from_nothing_to_adopted(session: Session) -> None:
    version = make_version(session, make_plan(session), "P1", "P2")

    with pytest.raises(NotFound):
        plans.plan_for(session, "growing-up")
    move(session, version, PlanStage.CONSULTING)
    move(session, version, PlanStage.ADOPTED)

    view = plans.plan_for(session, "growing-up")
    assert view.version is version
    assert [(item.priority.rank, item.priority.code) for item in view.priorities] == [
        (1, "P1"),
        (2, "P2"),
    ]
    assert view.priorities[0].outcomes == (Outcome.HEALTHY, Outcome.SAFE), "in the law's order"


def test_everybody_reads_the_newest_version_that_is_no_draft(session: Session) -> None:
    plan = make_plan(session)
    first, second = make_version(session, plan), make_version(session, plan)
    third = make_version(session, plan)
    move(session, first, PlanStage.ADOPTED)
    move(session, second, PlanStage.CONSULTING)

    view = plans.plan_for(session, plan.slug)
    assert view.version is second
    assert list(view.versions) == [second, first]
    assert plans.plan_for(session, plan.slug, 1).version is first
    assert not plans.plan_for(session, plan.slug, 1).is_newest
    for hidden in (third.number, 9, -1, 2**70):
        with pytest.raises(NotFound):
            plans.plan_for(session, plan.slug, hidden)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PlanStage.CONSULTING, PlanStage.DRAFT),
        (PlanStage.ADOPTED, PlanStage.CONSULTING),
        (PlanStage.ADOPTED, PlanStage.DRAFT),
    ],
)
def test_a_version_never_goes_back(session: Session, old: PlanStage, new: PlanStage) -> None:
    version = make_version(session, make_plan(session))
    move(session, version, old)

    with pytest.raises(StageGoesForward):
        move(session, version, new)


def test_text_people_were_asked_about_stays_as_it_is(session: Session) -> None:
    version = make_version(session, make_plan(session), "P1")
    (item,) = plans.priorities_of(session, version.id)
    changed = replace(WORDS, verbatim="To ensure less.")

    plans.change_priority(session, item.priority.id, changed, **BY)  # type: ignore[arg-type]
    move(session, version, PlanStage.CONSULTING)
    with pytest.raises(TextIsFixed):
        plans.change_priority(session, item.priority.id, WORDS, **BY)  # type: ignore[arg-type]
    with pytest.raises(TextIsFixed):
        plans.add_priority(session, version.id, "P2", WORDS, **BY)  # type: ignore[arg-type]

    plainer = replace(changed, label="More to do", outcomes=frozenset({Outcome.SAFE}))
    plans.change_priority(session, item.priority.id, plainer, **BY)  # type: ignore[arg-type]
    assert item.priority.label == "More to do"
    assert item.priority.verbatim == "To ensure less."
    assert plans.outcomes_of(session, item.priority.id) == (Outcome.SAFE,)


def test_every_priority_serves_an_outcome(session: Session) -> None:
    version = make_version(session, make_plan(session))

    with pytest.raises(NoOutcome):
        plans.add_priority(
            session,
            version.id,
            "P1",
            replace(WORDS, outcomes=frozenset()),
            **BY,  # type: ignore[arg-type]
        )


def test_a_code_is_used_once_in_a_version(session: Session) -> None:
    plan = make_plan(session)
    version = make_version(session, plan, "P1")

    with pytest.raises(RuleBroken, match="P1 already"):
        plans.add_priority(session, version.id, "P1", WORDS, **BY)  # type: ignore[arg-type]
    make_version(session, plan, "P1")


@pytest.mark.parametrize("slug", ["", "Two Words", "a--b", "-a", "a/b", "émile"])
def test_an_address_can_be_read_out(session: Session, slug: str) -> None:
    with pytest.raises(RuleBroken, match="small letters"):
        make_plan(session, slug)


def test_an_address_is_taken_once(session: Session) -> None:
    make_plan(session)
    with pytest.raises(RuleBroken, match="Another plan"):
        make_plan(session)


def test_a_plan_ends_after_it_starts(session: Session) -> None:
    version = make_version(session, make_plan(session))
    backwards = replace(DRAFT, ends_on=DRAFT.starts_on)

    with pytest.raises(PeriodBackwards):
        plans.change_version(session, version.id, backwards, PlanStage.DRAFT, **BY)  # type: ignore[arg-type]


def test_each_step_is_audited(session: Session) -> None:
    version = make_version(session, make_plan(session), "P1")
    move(session, version, PlanStage.CONSULTING)

    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["create_plan", "create_version", "add_priority", "change_version"]


def test_plans_are_listed_with_their_versions_newest_first(session: Session) -> None:
    plan = make_plan(session)
    first, second = make_version(session, plan), make_version(session, plan)
    other = make_plan_version(session)

    assert plans.plans(session) == {plan: [second, first], other.plan: [other]}
