"""Describing a consultation, and how far each has come."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import RuleBroken
from consult.partnership.models import Body
from consult.plan.models import PlanVersion, Priority
from consult.survey.models import Consultation, ConsultationPriority
from consult.survey.rules import ConsultationDraft, Stage, key_from, launching, stage_of

ORDER = (Stage.OPEN, Stage.COMING, Stage.DESIGNING, Stage.CLOSED, Stage.REPORTED)


@dataclass(frozen=True, slots=True)
class ConsultationCard:
    """A consultation and how far it has come."""

    consultation: Consultation
    stage: Stage


def consultations(session: Session, today: date) -> list[ConsultationCard]:
    """Return all consultations: open ones first, then what comes, then what has been."""
    rows = session.scalars(
        select(Consultation)
        .options(joinedload(Consultation.body))
        .order_by(Consultation.opens_on.desc(), Consultation.id.desc())
    )
    cards = [ConsultationCard(row, stage(row, today)) for row in rows]
    return sorted(cards, key=lambda card: ORDER.index(card.stage))


def stage(consultation: Consultation, today: date) -> Stage:
    """Return how far a consultation has come."""
    return stage_of(
        launched_on=consultation.launched_on,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        reported_on=consultation.reported_on,
        today=today,
    )


def priorities_of(session: Session, consultation_id: int) -> Sequence[Priority]:
    """Return the priorities a consultation asks about, in the plan's order."""
    return session.scalars(
        select(Priority)
        .join(ConsultationPriority)
        .where(ConsultationPriority.consultation_id == consultation_id)
        .order_by(Priority.rank)
    ).all()


def draft_of(session: Session, consultation: Consultation) -> ConsultationDraft:
    """Return a consultation as it is described now."""
    given = {
        name: getattr(consultation, name)
        for name in ConsultationDraft.__dataclass_fields__
        if name != "priority_ids"
    }
    ids = frozenset(p.id for p in priorities_of(session, consultation.id))
    return ConsultationDraft(**given, priority_ids=ids)


def create_consultation(
    session: Session, draft: ConsultationDraft, *, actor: str, now: datetime, slug: str = ""
) -> Consultation:
    """Begin to design a consultation; its address is made from its title where none is given.

    Raises:
        NotFound: there is no such plan version or body.
        RuleBroken: it closes before it opens, or asks about another plan's priorities.
    """
    launching.check_closing(draft)
    _check_references(session, draft)
    consultation = Consultation(**_columns(draft), slug=free_slug(session, slug or draft.title))
    session.add(consultation)
    session.flush()
    _ask_about(session, consultation.id, draft.priority_ids)
    subject = f"consultation:{consultation.id}"
    audit.record(session, actor, "create_consultation", subject, now=now)
    session.commit()
    return consultation


def change_consultation(
    session: Session, consultation_id: int, draft: ConsultationDraft, *, actor: str, now: datetime
) -> Consultation:
    """Describe a consultation anew; after the launch only words and a later last day may change.

    Raises:
        NotFound: there is no such consultation, plan version or body.
        RuleBroken: it closes before it opens, or breaks what people were told at the launch.
    """
    consultation = find(session, Consultation, consultation_id)
    before = draft_of(session, consultation)
    launching.check_closing(draft)
    if consultation.launched_on:
        launching.check_promises(before, draft)
        if consultation.reported_on and draft.closes_on != before.closes_on:
            raise launching.ClosesTooEarly("It has been reported: it cannot open again.")
    _check_references(session, draft)
    changed = sorted(k for k, v in asdict(draft).items() if v != getattr(before, k))
    for name, value in _columns(draft).items():
        setattr(consultation, name, value)
    if consultation.launched_on:
        consultation.withdraw_until = max(consultation.withdraw_until, draft.closes_on)
    _ask_about(session, consultation.id, draft.priority_ids)
    subject = f"consultation:{consultation.id}"
    audit.record(session, actor, "change_consultation", subject, now=now, changed=changed)
    session.commit()
    return consultation


def _columns(draft: ConsultationDraft) -> dict[str, object]:
    return {key: value for key, value in asdict(draft).items() if key != "priority_ids"}


def _check_references(session: Session, draft: ConsultationDraft) -> None:
    find(session, PlanVersion, draft.plan_version_id)
    find(session, Body, draft.body_id)
    of_this_plan = select(Priority.id).where(Priority.plan_version_id == draft.plan_version_id)
    if draft.priority_ids - set(session.scalars(of_this_plan)):
        raise RuleBroken("Choose priorities of the plan you ask about, and no others.")


def _ask_about(session: Session, consultation_id: int, priority_ids: frozenset[int]) -> None:
    # What stays is left alone: agendas point to it.
    asked = select(ConsultationPriority).where(
        ConsultationPriority.consultation_id == consultation_id
    )
    before = {one.priority_id: one for one in session.scalars(asked)}
    for gone in before.keys() - priority_ids:
        session.delete(before[gone])
    session.add_all(
        ConsultationPriority(consultation_id=consultation_id, priority_id=priority_id)
        for priority_id in sorted(priority_ids - before.keys())
    )
    session.flush()


def free_slug(session: Session, words: str) -> str:
    """Return an address made from words that no consultation has yet."""
    taken = {slug.replace("-", "_") for slug in session.scalars(select(Consultation.slug))}
    return key_from(words, taken, prefix="consultation_").replace("_", "-")
