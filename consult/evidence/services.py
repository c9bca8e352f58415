"""Writing evidence: what it rests on is checked, its figures are frozen, and it is never edited."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from consult import audit
from consult.db import find
from consult.disclosure import share, shown
from consult.errors import NotFound, RuleBroken
from consult.evidence.models import Evidence, EvidenceQuote, EvidenceTheme
from consult.evidence.rules import EvidenceDraft, NotEvidence, check_evidence
from consult.plan.models import Priority
from consult.respond.models import Answer, Comment, Submission
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation, ConsultationPriority
from consult.survey.rules import Audience, Stage
from consult.survey.services import stage
from consult.themes.models import Theme
from consult.themes.rules import ThemeStatus
from consult.themes.services import ThemeView, quotable, themes_of

TOP_THREE = "top_three"


@dataclass(frozen=True, slots=True)
class OfferedQuote:
    """Words that may be quoted, and the theme they stand for."""

    comment: Comment
    theme: Theme


def evidence_on(
    session: Session, priority_id: int, consultation_id: int | None = None
) -> Sequence[Evidence]:
    """Return the evidence on a priority, oldest first."""
    query = select(Evidence).where(Evidence.priority_id == priority_id).order_by(Evidence.id)
    if consultation_id is not None:
        query = query.where(Evidence.consultation_id == consultation_id)
    return session.scalars(query).all()


def asked_about(session: Session, consultation_id: int) -> Sequence[Priority]:
    """Return the priorities that a consultation asks about, in their order."""
    return session.scalars(
        select(Priority)
        .join(ConsultationPriority)
        .where(ConsultationPriority.consultation_id == consultation_id)
        .order_by(Priority.rank)
    ).all()


def themes_behind(session: Session, evidence_id: int) -> Sequence[Theme]:
    """Return the themes a piece of evidence rests on."""
    return session.scalars(
        select(Theme)
        .join(EvidenceTheme, EvidenceTheme.theme_id == Theme.id)
        .where(EvidenceTheme.evidence_id == evidence_id)
        .order_by(Theme.id)
    ).all()


def quotes_of(session: Session, evidence_id: int) -> Sequence[Comment]:
    """Return the quotes that may still be shown: permitted, not withdrawn, not held."""
    return session.scalars(
        free_comments()
        .join(EvidenceQuote, EvidenceQuote.comment_id == Comment.id)
        .where(EvidenceQuote.evidence_id == evidence_id, Submission.may_quote)
        .options(contains_eager(Comment.submission))
        .order_by(Comment.id)
    ).all()


def confirmed_themes(session: Session, consultation_id: int) -> list[ThemeView]:
    """Return the themes that people stand behind, largest first."""
    views = themes_of(session, consultation_id)
    return [view for view in views if view.theme.status is ThemeStatus.CONFIRMED]


def offered_quotes(session: Session, consultation_id: int, most: int) -> list[OfferedQuote]:
    """Return words that may be quoted, up to `most` for each confirmed theme."""
    offered: dict[int, OfferedQuote] = {}
    for view in confirmed_themes(session, consultation_id):
        for comment in quotable(session, view.theme.id)[:most]:
            offered.setdefault(comment.id, OfferedQuote(comment, view.theme))
    return list(offered.values())


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
        figures=_figures(session, consultation_id, priority, views, now.date()),
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
        RuleBroken: it is still open, was reported before, or has no evidence.
    """
    consultation = find(session, Consultation, consultation_id)
    if consultation.reported_on:
        raise RuleBroken("This consultation has been reported to the board already.")
    if stage(consultation, today) is not Stage.CLOSED:
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


def _figures(
    session: Session,
    consultation_id: int,
    priority: Priority,
    views: Sequence[ThemeView],
    day: date,
) -> dict[str, Any]:
    """Freeze the numbers as they may be shown; nothing here can tell of 1 to 4 people."""
    answered = _answered(session, consultation_id)
    return {
        "as_of": day.isoformat(),
        "answered": {audience.value: shown(count) for audience, count in answered.items()},
        "themes": [
            {
                "id": view.theme.id,
                "name": view.theme.name,
                "said": {
                    audience.value: _figure(count, view.written[audience])
                    for audience, count in view.by_audience.items()
                },
            }
            for view in views
        ],
        "top_three": {
            audience.value: _figure(count, answered[audience])
            for audience, count in _top_three(session, consultation_id, priority).items()
        },
    }


def _figure(count: int, of: int) -> dict[str, Any]:
    return {"people": shown(count), "of": shown(of), "percent": share(count, of)}


def _answered(session: Session, consultation_id: int) -> Mapping[Audience, int]:
    return _by_audience(
        session,
        select(Submission.audience, func.count(Submission.id)).where(
            Submission.consultation_id == consultation_id, Submission.withdrawn_on.is_(None)
        ),
    )


def _top_three(
    session: Session, consultation_id: int, priority: Priority
) -> Mapping[Audience, int]:
    return _by_audience(
        session,
        select(Submission.audience, func.count(Submission.id))
        .join(Answer, Answer.submission_id == Submission.id)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.withdrawn_on.is_(None),
            Answer.question_key == TOP_THREE,
            Answer.option_key == priority.code.lower(),
        ),
    )


def _by_audience(session: Session, query: Any) -> Mapping[Audience, int]:
    return {row[0]: row[1] for row in session.execute(query.group_by(Submission.audience))}
