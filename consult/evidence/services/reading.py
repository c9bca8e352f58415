"""What there is: evidence by priority, the themes behind it, the words that may be quoted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.evidence.models import Evidence, EvidenceQuote, EvidenceTheme
from consult.plan.models import Priority
from consult.respond.models import Comment, Submission
from consult.respond.services import age_labels, speaker
from consult.safeguarding.services import free_comments
from consult.survey.models import ConsultationPriority
from consult.themes.models import Theme
from consult.themes.rules import ThemeStatus
from consult.themes.services import ThemeView, quotable, themes_of


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, and what kind of person said them: never enough to know who."""

    comment_id: int
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class OfferedQuotes:
    """A confirmed theme and the words that may be quoted for it, the best first."""

    theme: Theme
    quotes: tuple[Quote, ...]


def evidence_on(
    session: Session, priority_id: int, consultation_id: int | None = None
) -> Sequence[Evidence]:
    """Return the evidence on a priority, oldest first."""
    query = select(Evidence).where(Evidence.priority_id == priority_id).order_by(Evidence.id)
    if consultation_id is not None:
        query = query.where(Evidence.consultation_id == consultation_id)
    return session.scalars(query.options(joinedload(Evidence.written_by))).all()


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


def quotes_of(session: Session, evidence_ids: Collection[int]) -> dict[int, list[Quote]]:
    """Return the quotes of each piece of evidence that may still be shown.

    Left out: words withdrawn since, words held by safeguarding, words without permission.
    """
    rows = session.execute(
        free_comments()
        .join(EvidenceQuote, EvidenceQuote.comment_id == Comment.id)
        .where(EvidenceQuote.evidence_id.in_(evidence_ids), Submission.may_quote)
        .add_columns(EvidenceQuote.evidence_id)
        .options(contains_eager(Comment.submission))
        .order_by(EvidenceQuote.evidence_id, Comment.id)
    ).all()
    quoted = quotes_shown(session, [row.Comment for row in rows])
    quotes: dict[int, list[Quote]] = {each: [] for each in evidence_ids}
    for comment, evidence_id in rows:
        quotes[evidence_id].append(quoted[comment.id])
    return quotes


def quotes_shown(session: Session, comments: Collection[Comment]) -> dict[int, Quote]:
    """Return comments as quotes, by comment id: audience and age band at most (L-SDC-07)."""
    ages = age_labels(session, {comment.submission.survey_version_id for comment in comments})
    return {
        comment.id: Quote(comment.id, comment.text, speaker(comment.submission, ages))
        for comment in comments
    }


def confirmed_themes(session: Session, consultation_id: int) -> list[ThemeView]:
    """Return the themes that people stand behind, largest first."""
    views = themes_of(session, consultation_id)
    return [view for view in views if view.theme.status is ThemeStatus.CONFIRMED]


def offered_quotes(session: Session, views: Sequence[ThemeView], most: int) -> list[OfferedQuotes]:
    """Return words that may be quoted, up to `most` for each theme, each comment once."""
    best: dict[int, list[Comment]] = {}
    taken: set[int] = set()
    for view in views:
        fresh = [each for each in quotable(session, view.theme.id) if each.id not in taken][:most]
        best[view.theme.id] = fresh
        taken |= {comment.id for comment in fresh}
    every = [comment for comments in best.values() for comment in comments]
    quotes = quotes_shown(session, every)
    return [
        OfferedQuotes(view.theme, tuple(quotes[each.id] for each in best[view.theme.id]))
        for view in views
        if best[view.theme.id]
    ]
