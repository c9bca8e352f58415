"""Writing evidence: what it rests on is checked, its figures are frozen, and it is never edited."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.evidence.models import Evidence, EvidenceQuote, EvidenceTheme
from consult.evidence.rules import EvidenceDraft, NotEvidence, check_evidence
from consult.evidence.services.figures import freeze
from consult.evidence.services.reading import asked_about, confirmed_themes
from consult.plan.models import Priority
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from consult.survey.rules import Stage
from consult.survey.services import stage
from consult.themes.services import ThemeView


def write_evidence(
    session: Session, consultation_id: int, draft: EvidenceDraft, *, user_id: int, now: datetime
) -> Evidence:
    """Write a statement for the board and freeze the figures it rests on.

    Raises:
        NotFound: there is no such consultation, or it does not ask about the priority.
        NotEvidence: it rests on nothing, or on words we may not quote.
    """
    consultation = find(session, Consultation, consultation_id)
    priority = _priority_asked(session, consultation_id, draft.priority_id)
    check_evidence(draft)
    views = _chosen_themes(session, consultation_id, draft.theme_ids)
    _check_quotes(session, consultation_id, draft.quote_ids)
    evidence = Evidence(
        consultation=consultation,
        priority=priority,
        statement=draft.statement.strip(),
        strength=int(draft.strength),
        limits=draft.limits.strip(),
        said_by_few=draft.said_by_few.strip(),
        figures=freeze(session, consultation_id, priority, views, now.date()),
        written_by_id=user_id,
        written_at=now,
    )
    session.add(evidence)
    session.flush()
    rests_on = [EvidenceTheme(evidence_id=evidence.id, theme_id=view.theme.id) for view in views]
    said = [EvidenceQuote(evidence_id=evidence.id, comment_id=key) for key in set(draft.quote_ids)]
    session.add_all([*rests_on, *said])
    subject = f"evidence:{evidence.id}"
    audit.record(session, f"user:{user_id}", "write_evidence", subject, now=now)
    session.commit()
    return evidence


def report_consultation(
    session: Session, consultation_id: int, *, actor: str, today: date, now: datetime
) -> Consultation:
    """Say that the board has the evidence of a consultation; from then on it may decide.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: it has not closed, was reported before, or has no evidence.
    """
    consultation = find(session, Consultation, consultation_id)
    if consultation.reported_on:
        raise RuleBroken("This consultation has been reported to the board already.")
    reached = stage(consultation, today)
    if reached in {Stage.DESIGNING, Stage.COMING}:
        raise RuleBroken("This consultation has not opened yet. Report it when it has closed.")
    if reached is Stage.OPEN:
        raise RuleBroken("People can still answer. Report to the board when it has closed.")
    if not session.scalar(
        select(func.count(Evidence.id)).where(Evidence.consultation_id == consultation_id)
    ):
        raise RuleBroken("Write at least one piece of evidence before you report to the board.")
    consultation.reported_on = today
    audit.record(session, actor, "report", f"consultation:{consultation.id}", now=now)
    session.commit()
    return consultation


def _priority_asked(session: Session, consultation_id: int, priority_id: int) -> Priority:
    asked = [one for one in asked_about(session, consultation_id) if one.id == priority_id]
    if not asked:
        raise NotFound("This consultation does not ask about that priority.")
    return asked[0]


def _chosen_themes(
    session: Session, consultation_id: int, theme_ids: Collection[int]
) -> list[ThemeView]:
    views = {view.theme.id: view for view in confirmed_themes(session, consultation_id)}
    if not set(theme_ids) <= set(views):
        raise NotEvidence("Choose from the themes that are confirmed: one of these is not.")
    return [views[theme_id] for theme_id in dict.fromkeys(theme_ids)]


def _check_quotes(session: Session, consultation_id: int, quote_ids: Collection[int]) -> None:
    allowed = session.scalars(
        free_comments()
        .with_only_columns(Comment.id, maintain_column_froms=True)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.may_quote,
            Comment.id.in_(quote_ids),
        )
    ).all()
    if set(quote_ids) != set(allowed):
        raise NotEvidence("One of these quotes cannot be used any more. Choose again.")
