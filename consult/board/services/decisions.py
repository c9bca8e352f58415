"""Decisions: entered once, never edited; a later one takes the place of an earlier."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.board.models import (
    AgendaItem,
    Commitment,
    CommitmentUpdate,
    Decision,
    DecisionEvidence,
)
from consult.board.rules import (
    DecisionDraft,
    EvidenceElsewhere,
    MeetingNotYet,
    Standing,
    TooEarly,
    check_commitment,
    check_decision,
)
from consult.db import find
from consult.errors import RuleBroken, Stale
from consult.evidence.models import Evidence
from consult.partnership.models import Organisation
from consult.plan.models import Priority
from consult.survey.models import Consultation, ConsultationPriority


@dataclass(frozen=True, slots=True)
class CommitmentStory:
    """A commitment and its news, the oldest first."""

    commitment: Commitment
    updates: Sequence[CommitmentUpdate]

    @property
    def latest(self) -> CommitmentUpdate | None:
        """The newest news, if there is any."""
        return self.updates[-1] if self.updates else None


@dataclass(frozen=True, slots=True)
class DecisionStory:
    """A decision with what it rests on and what came of it."""

    decision: Decision
    evidence: Sequence[Evidence]
    commitments: Sequence[CommitmentStory]


def standing_decision(session: Session, priority_id: int) -> Decision | None:
    """Return the decision in force on a priority: the one that nothing supersedes."""
    return standing_decisions(session, [priority_id]).get(priority_id)


def standing_decisions(session: Session, priority_ids: Sequence[int]) -> dict[int, Decision]:
    """Return the decision in force on each priority that has one."""
    superseded = select(Decision.supersedes_id).where(Decision.supersedes_id.is_not(None))
    rows = session.scalars(
        select(Decision)
        .where(Decision.priority_id.in_(priority_ids), Decision.id.not_in(superseded))
        .order_by(Decision.id)
    )
    return {decision.priority_id: decision for decision in rows}


def history_of(session: Session, priority_id: int) -> list[DecisionStory]:
    """Return every decision on a priority, the newest first."""
    decisions = session.scalars(
        select(Decision)
        .where(Decision.priority_id == priority_id)
        .options(joinedload(Decision.recorded_by))
        .order_by(Decision.id.desc())
    ).all()
    return stories_of(session, decisions)


def stories_of(session: Session, decisions: Sequence[Decision]) -> list[DecisionStory]:
    """Return decisions with what they rest on and what came of them, in three questions."""
    ids = [decision.id for decision in decisions]
    cited = _cited(session, ids)
    commitments = _commitments(session, ids)
    return [DecisionStory(each, cited[each.id], commitments[each.id]) for each in decisions]


def _cited(session: Session, decision_ids: Iterable[int]) -> dict[int, list[Evidence]]:
    cited: dict[int, list[Evidence]] = defaultdict(list)
    rows = session.execute(
        select(DecisionEvidence.decision_id, Evidence)
        .join(Evidence, Evidence.id == DecisionEvidence.evidence_id)
        .where(DecisionEvidence.decision_id.in_(decision_ids))
        .order_by(Evidence.id)
    )
    for decision_id, evidence in rows:
        cited[decision_id].append(evidence)
    return cited


def _commitments(session: Session, decision_ids: Iterable[int]) -> dict[int, list[CommitmentStory]]:
    commitments = session.scalars(
        select(Commitment)
        .where(Commitment.decision_id.in_(decision_ids))
        .options(joinedload(Commitment.organisation))
        .order_by(Commitment.id)
    ).all()
    updates: dict[int, list[CommitmentUpdate]] = defaultdict(list)
    for update in session.scalars(
        select(CommitmentUpdate)
        .where(CommitmentUpdate.commitment_id.in_([each.id for each in commitments]))
        .options(joinedload(CommitmentUpdate.written_by))
        .order_by(CommitmentUpdate.happened_on, CommitmentUpdate.id)
    ):
        updates[update.commitment_id].append(update)
    stories: dict[int, list[CommitmentStory]] = defaultdict(list)
    for each in commitments:
        stories[each.decision_id].append(CommitmentStory(each, updates[each.id]))
    return stories


def early_consultation(session: Session, item: AgendaItem, today: date) -> Consultation | None:
    """Return a consultation on this priority that the board must still wait for (L-CON-02).

    The item's own must be reported; so must any other that has been launched.
    """
    return session.scalar(
        select(Consultation)
        .join(ConsultationPriority)
        .where(
            ConsultationPriority.priority_id == item.priority_id,
            or_(Consultation.launched_on.is_not(None), Consultation.id == item.consultation_id),
            or_(Consultation.reported_on.is_(None), Consultation.reported_on > today),
        )
        .order_by(Consultation.id)
        .limit(1)
    )


def record_decision(
    session: Session,
    item_id: int,
    draft: DecisionDraft,
    *,
    user_id: int,
    today: date,
    now: datetime,
    seen_id: int | None = None,
) -> Decision:
    """Enter a decision in the record, superseding the one that stood before it.

    `seen_id` is the decision that whoever writes saw in force (0 for none): when another has
    been recorded since, theirs waits. Without it nothing is compared.

    Raises:
        NotFound: there is no such item.
        TooEarly: a final decision while a consultation on the priority is open or unreported.
        RuleBroken: the draft breaks a rule; the sentence says which.
        Stale: somebody recorded another decision first.
    """
    item = find(session, AgendaItem, item_id)
    # One decision on a priority at a time: two first ones would both stand.
    priority = session.scalars(
        select(Priority).where(Priority.id == item.priority_id).with_for_update()
    ).one()
    standing = standing_decision(session, priority.id)
    if seen_id is not None and seen_id != (standing.id if standing else 0):
        raise Stale(
            "A decision on this priority was recorded while you were writing. Read it first: what "
            "you wrote is still here."
        )
    cited = _evidence_for(session, item, draft)
    check_decision(draft, priority_label=priority.label, cited=len(cited))
    check_commitment(draft, today=today)
    _check_owner(session, draft)
    _check_time(session, item, draft, today)
    decision = Decision(
        agenda_item_id=item.id,
        priority=priority,
        outcome=draft.outcome,
        standing=draft.standing,
        reason=draft.reason.strip(),
        plan_change=draft.plan_change.strip(),
        evidence_id=cited[0].id if cited else None,
        no_evidence_reason=draft.no_evidence_reason.strip(),
        decided_on=today,
        recorded_by_id=user_id,
        recorded_at=now,
        supersedes_id=standing.id if standing else None,
    )
    session.add(decision)
    session.flush()
    _add_what_follows(session, decision, cited, draft)
    audit.record(
        session,
        f"user:{user_id}",
        "record_decision",
        f"decision:{decision.id}",
        now=now,
        outcome=draft.outcome.value,
        standing=draft.standing.value,
    )
    session.commit()
    return decision


def _evidence_for(session: Session, item: AgendaItem, draft: DecisionDraft) -> list[Evidence]:
    """Return the evidence a draft cites, in its order and each once."""
    wanted = list(dict.fromkeys(draft.evidence_ids))
    found = {
        evidence.id: evidence
        for evidence in session.scalars(
            select(Evidence).where(
                Evidence.id.in_(wanted), Evidence.priority_id == item.priority_id
            )
        )
    }
    if len(found) < len(wanted):
        raise EvidenceElsewhere
    return [found[evidence_id] for evidence_id in wanted]


def _check_time(session: Session, item: AgendaItem, draft: DecisionDraft, today: date) -> None:
    if draft.standing is not Standing.FINAL:
        return
    early = early_consultation(session, item, today)
    if early is not None:
        raise TooEarly(early.title)
    if item.meeting.held_on > today:
        raise MeetingNotYet(item.meeting.held_on)


def _check_owner(session: Session, draft: DecisionDraft) -> None:
    owner = draft.organisation_id
    if owner is not None and session.get(Organisation, owner) is None:
        raise RuleBroken("Choose the organisation that owns the commitment.")


def _add_what_follows(
    session: Session, decision: Decision, cited: Sequence[Evidence], draft: DecisionDraft
) -> None:
    for evidence in cited:
        session.add(
            DecisionEvidence(
                decision_id=decision.id,
                evidence_id=evidence.id,
                priority_id=decision.priority_id,
            )
        )
    if draft.organisation_id is not None and draft.due_on is not None:
        session.add(
            Commitment(
                decision=decision,
                organisation_id=draft.organisation_id,
                text=draft.commitment.strip(),
                due_on=draft.due_on,
            )
        )
