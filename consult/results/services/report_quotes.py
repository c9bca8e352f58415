"""Quotes for a themes report: only words that are free, and whose writers let us quote them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from consult.respond.models import Comment, Submission
from consult.respond.services import age_labels, speaker
from consult.results.rules.report import Quote, mark_of
from consult.safeguarding.services import free_comments
from consult.themes.models import Theme
from consult.themes.services import ThemeCount
from consult.themes.services.placing import placed_in

MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """The comments chosen to be quoted of a theme, and one that disagrees."""

    quotes: tuple[int, ...]
    against: int | None


def quotes_for(
    session: Session,
    consultation_id: int,
    counts: Iterable[ThemeCount],
    themes: Mapping[int, Theme],
) -> dict[int, list[Quote]]:
    """Return for each theme up to three quotes and one that disagrees; no words stand twice."""
    placed = placed_in(consultation_id, themes)
    free = free_comments().where(Submission.consultation_id == consultation_id)
    allowed = free.where(Submission.may_quote).join(placed, placed.c.comment_id == Comment.id)
    pairs = allowed.with_only_columns(placed.c.theme_id, Comment.id, maintain_column_froms=True)
    members: dict[int, list[int]] = {}
    for theme_id, comment_id in session.execute(pairs.order_by(Comment.id)):
        members.setdefault(theme_id, []).append(comment_id)
    chosen = dict(_chosen(counts, members))
    wanted = [one for each in chosen.values() for one in (*each.quotes, each.against or 0)]
    words = words_now(session, wanted)
    return {
        theme_id: [
            *(words[one] for one in each.quotes),
            *(replace(words[one], against=True) for one in (each.against,) if one),
        ]
        for theme_id, each in chosen.items()
    }


def words_now(session: Session, comment_ids: Collection[int]) -> dict[int, Quote]:
    """Return comments as quotes, by id: those that may be quoted now (L-SDC-07)."""
    allowed = free_comments().where(Submission.may_quote, Comment.id.in_(comment_ids))
    whole = allowed.options(contains_eager(Comment.submission))
    comments = session.scalars(whole).all()
    ages = age_labels(session, {comment.submission.survey_version_id for comment in comments})
    return {
        comment.id: Quote(
            comment.id, mark_of(comment.text), comment.text, speaker(comment.submission, ages)
        )
        for comment in comments
    }


def is_quotable_text(session: Session, consultation_id: int, text: str) -> bool:
    """Return whether these very words stand in a comment that may be quoted."""
    holds = Comment.text.contains(text, autoescape=True)
    of_it = free_comments().where(Submission.consultation_id == consultation_id)
    told = session.scalars(of_it.where(Submission.may_quote, holds))
    return any(text in one.text for one in told)  # a database may not mind capitals


def of_consultation(
    session: Session, consultation_id: int, comment_ids: Collection[int]
) -> frozenset[int]:
    """Return those of some comments that were written in a consultation."""
    of_it = select(Comment.id).join(Submission, Submission.id == Comment.submission_id)
    found = of_it.where(Submission.consultation_id == consultation_id, Comment.id.in_(comment_ids))
    return frozenset(session.scalars(found))


def _chosen(
    counts: Iterable[ThemeCount], members: Mapping[int, list[int]]
) -> Iterator[tuple[int, Chosen]]:
    taken: set[int] = set()
    for count in counts:
        theme = count.theme
        inside = (theme.id, *(one.theme.id for one in count.inside))
        there = dict.fromkeys(one for each in inside for one in members.get(each, ()))
        against = theme.against_id if theme.against_id in there else None
        by_machine = [int(one) for one in theme.quotes if one.isdigit() and int(one) in there]
        fresh = (one for one in (*by_machine, *there) if one not in taken and one != against)
        quotes = tuple(dict.fromkeys(fresh))[:MOST_QUOTES]
        taken.update(quotes)
        yield theme.id, Chosen(quotes, against)
