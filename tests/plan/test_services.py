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
    read_clauses,
    written_clauses,
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


CLAUSES = {"4.1": "We will light the way home.", "4.2": "Young people choose which path is first."}


def test_the_clauses_of_a_draft_are_written_anew_and_keep_their_order(session: Session) -> None:
    version = plans.create_version(session, make_plan(session).id, DRAFT, **BY)  # type: ignore[arg-type]

    plans.write_clauses(session, version.id, {"1": "Old words."}, **BY)  # type: ignore[arg-type]
    plans.write_clauses(session, version.id, CLAUSES, **BY)  # type: ignore[arg-type]

    assert [*plans.clauses_of(session, version.id).items()] == [*CLAUSES.items()]


def test_clauses_people_were_asked_about_stay_as_they_are(session: Session) -> None:
    version = make_plan_version(session)

    with pytest.raises(TextIsFixed):
        plans.write_clauses(session, version.id, CLAUSES, **BY)  # type: ignore[arg-type]


def test_the_newest_clauses_are_those_of_the_newest_version_that_is_no_draft(
    session: Session,
) -> None:
    plan = make_plan(session)
    first, second = (
        plans.create_version(session, plan.id, DRAFT, **BY)  # type: ignore[arg-type]
        for _ in range(2)
    )
    plans.write_clauses(session, first.id, CLAUSES, **BY)  # type: ignore[arg-type]
    plans.write_clauses(session, second.id, {"4.1": "We light every path."}, **BY)  # type: ignore[arg-type]
    first.stage = PlanStage.CONSULTING
    session.commit()
    assert plans.newest_clauses_of(session, first.id) == CLAUSES

    second.stage = PlanStage.ADOPTED
    session.commit()
    assert plans.newest_clauses_of(session, first.id) == {"4.1": "We light every path."}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We will light the way home.", "Begin each clause with its number, such as 4.2"),
        ("4.1 One.\n\n4.1 Two.", "Two clauses have the number 4.1."),
        ("4.1 " + "x" * 2001, "Use 2000 characters or fewer for clause 4.1."),
    ],
)
def test_a_clause_that_cannot_be_read_is_named(text: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence[:40]):
        read_clauses(text)


def test_clauses_written_and_read_again_are_the_same() -> None:
    assert read_clauses(written_clauses(CLAUSES)) == CLAUSES
