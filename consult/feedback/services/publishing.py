"""Tell people what came of their words; a newer answer takes the place of an older."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.board.models import Decision
from consult.board.services import commitments_of, standing_decision, standing_decisions
from consult.db import find
from consult.feedback.models import Feedback
from consult.feedback.rules import FeedbackDraft, NotFinal, check_feedback
from consult.plan.models import Priority
from consult.survey.models import ConsultationPriority


@dataclass(frozen=True, slots=True)
class Owed:
    """One priority that was asked about, what was decided, and what people were told of it."""

    priority: Priority
    decision: Decision | None
    feedback: Feedback | None

    @property
    def is_told(self) -> bool:
        """Whether people were told of the decision that stands."""
        return (
            self.feedback is not None
            and self.decision is not None
            and self.feedback.decision_id == self.decision.id
        )


def publish_feedback(  # noqa: PLR0913 (the three parts of an answer are what it is)
    session: Session,
    decision_id: int,
    you_said: str,
    we_did: str,
    why_not: str,
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> Feedback:
    """Publish what people said and what came of it. The same answer sent twice is published once.

    Raises:
        NotFound: there is no such decision.
        NotFinal: it is provisional, or another has taken its place.
        RuleBroken: the answer leaves something out.
    """
    decision = find(session, Decision, decision_id)
    if standing_decision(session, decision.priority_id) is not decision:
        raise NotFinal
    draft = FeedbackDraft(you_said, we_did, why_not).tidy
    check_feedback(
        draft,
        standing=decision.standing,
        outcome=decision.outcome,
        has_commitment=bool(commitments_of(session, decision.id)),
    )
    before = standing_feedback(session, decision.priority_id)
    if before is not None and _says(before, decision, draft):
        return before
    feedback = Feedback(
        decision=decision,
        you_said=draft.you_said,
        we_did=draft.we_did,
        why_not=draft.why_not,
        published_on=today,
        published_by_id=user_id,
    )
    session.add(feedback)
    session.flush()
    audit.record(session, f"user:{user_id}", "publish_feedback", f"feedback:{feedback.id}", now=now)
    session.commit()
    return feedback


def _says(feedback: Feedback, decision: Decision, draft: FeedbackDraft) -> bool:
    said = FeedbackDraft(feedback.you_said, feedback.we_did, feedback.why_not)
    return feedback.decision_id == decision.id and said == draft


def standing_feedback(session: Session, priority_id: int) -> Feedback | None:
    """Return what people were last told about a priority."""
    return standing_answers(session, [priority_id]).get(priority_id)


def standing_answers(session: Session, priority_ids: Sequence[int]) -> dict[int, Feedback]:
    """Return what people were last told about each priority that has been answered."""
    rows = session.execute(
        select(Decision.priority_id, Feedback)
        .join(Feedback.decision)
        .where(Decision.priority_id.in_(priority_ids))
        .order_by(Feedback.id)
    )
    return {row[0]: row[1] for row in rows}


def owed(session: Session, consultation_id: int) -> list[Owed]:
    """Return every priority a consultation asked about, with what was decided and told."""
    priorities = session.scalars(
        select(Priority)
        .join(ConsultationPriority, ConsultationPriority.priority_id == Priority.id)
        .where(ConsultationPriority.consultation_id == consultation_id)
        .order_by(Priority.rank)
    ).all()
    ids = [priority.id for priority in priorities]
    decisions, answers = standing_decisions(session, ids), standing_answers(session, ids)
    return [Owed(each, decisions.get(each.id), answers.get(each.id)) for each in priorities]
