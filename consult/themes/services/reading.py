"""Read themes: how many people, who they are, what to quote, and the comments behind a count."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.db import find
from consult.respond.models import Comment, Submission
from consult.respond.services import age_labels, age_of
from consult.safeguarding.services import free_comments
from consult.survey.rules import Audience
from consult.themes.models import Theme
from consult.themes.rules import LIVE, ThemeStatus
from consult.themes.services.counting import inside_of
from consult.themes.services.placing import (
    members_by_theme,
    placed_among,
    placements,
    themes_by_id,
)

MOST_QUOTES = 3
CLEAR_TONE = 0.1


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme in use, counted in people: one person's two comments count once.

    `share` is 0..1 of the people who wrote anything; `by_audience` the people of each audience
    who said it, `written` those who wrote anything. `tone` is only ever a hint.
    """

    theme: Theme
    size: int
    share: float
    by_audience: Counter[Audience]
    written: Counter[Audience]
    tone: str
    quotes: tuple[Comment, ...]
    comment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as analysts read it: audience and age band, never a place (L-SDC-07)."""

    comment: Comment
    audience: Audience
    age: str
    also_in: tuple[str, ...]


class Voice(NamedTuple):
    """Whose comment it is, as far as we may know."""

    comment_id: int
    submission_id: int
    audience: Audience
    may_quote: bool
    group_session_id: int | None


def themes_of(
    session: Session, consultation_id: int, *, audiences: Collection[Audience] = ()
) -> list[ThemeView]:
    """Return the themes in use, largest first, counted among these audiences (none: all)."""
    voices = _voices(session, consultation_id, audiences)
    members = members_by_theme(placements(session, consultation_id))
    written = _people(voices.values())
    live = [one for one in themes_by_id(session, consultation_id).values() if one.status in LIVE]
    said = {one.id: [voices[at] for at in members.get(one.id, ()) if at in voices] for one in live}
    chosen = {one.id: _choose_quotes(one, said[one.id]) for one in live}
    words = _comments(session, {at for ids in chosen.values() for at in ids})
    views = [
        _view(one, said[one.id], written, tuple(words[at] for at in chosen[one.id])) for one in live
    ]
    return sorted(views, key=lambda view: (-view.size, view.theme.name.casefold(), view.theme.id))


def themes_with_status(
    session: Session, consultation_id: int, *statuses: ThemeStatus
) -> Sequence[Theme]:
    """Return the themes of a consultation with one of these statuses, by name."""
    of_it = select(Theme).where(Theme.consultation_id == consultation_id)
    chosen = of_it.where(Theme.status.in_(statuses))
    return session.scalars(chosen.order_by(Theme.name, Theme.id)).all()


def unplaced_comments(
    session: Session, consultation_id: int, *, audiences: Collection[Audience] = ()
) -> list[int]:
    """Return the ids of the free comments that no theme fits, oldest first (L-THM-05)."""
    voices = _voices(session, consultation_id, audiences)
    placed = placements(session, consultation_id)
    return [comment_id for comment_id, told in placed.items() if not told and comment_id in voices]


def quotes_of(session: Session, theme: Theme) -> tuple[list[Comment], Comment | None]:
    """Return what the machine would quote of a theme, and a comment that disagrees.

    Only what stands in the theme or inside it, is free, and whose writer lets us quote it.
    """
    chosen = [int(one) for one in theme.quotes if one.isdigit()]
    wanted = [*chosen, *([theme.against_id] if theme.against_id else [])]
    themes = themes_by_id(session, theme.consultation_id)
    placed = placed_among(session, theme.consultation_id, themes, wanted)
    within = {theme.id, *inside_of(theme.id, themes)}
    free = free_comments().where(
        Submission.consultation_id == theme.consultation_id,
        Submission.may_quote,
        Comment.id.in_(wanted),
    )
    there = {
        comment.id: comment
        for comment in session.scalars(free.options(contains_eager(Comment.submission)))
        if within.intersection(placed.get(comment.id, ()))
    }
    quotes = [there[one] for one in chosen if one in there]
    return quotes[:MOST_QUOTES], there.get(theme.against_id or 0)


def quotable(session: Session, theme_id: int) -> list[Comment]:
    """Return a theme's comments whose writers let us quote them, the best to read out first.

    Raises:
        NotFound: there is no such theme.
    """
    theme = find(session, Theme, theme_id)
    members = members_by_theme(placements(session, theme.consultation_id)).get(theme.id, [])
    free = free_comments().where(
        Submission.consultation_id == theme.consultation_id, Submission.may_quote
    )
    allowed = session.scalars(free.options(contains_eager(Comment.submission)))
    words = {comment.id: comment for comment in allowed}
    ids = [one for one in members if one in words]
    return [words[one] for one in dict.fromkeys([*_chosen_before(theme, ids), *ids])]


def comments_shown(
    session: Session, consultation_id: int, comment_ids: Sequence[int], *, theme_id: int | None
) -> list[CommentView]:
    """Return comments as analysts read them, with the names of the other themes they are in."""
    themes = themes_by_id(session, consultation_id)
    placed = placed_among(session, consultation_id, themes, comment_ids)
    words = _comments(session, comment_ids)
    ages = age_labels(session, {one.submission.survey_version_id for one in words.values()})
    views = []
    for comment_id in comment_ids:
        comment = words[comment_id]
        whose = comment.submission
        others = tuple(themes[one].name for one in placed.get(comment_id, ()) if one != theme_id)
        views.append(CommentView(comment, whose.audience, age_of(whose, ages), others))
    return views


def _view(
    theme: Theme, said: Sequence[Voice], written: Counter[Audience], quotes: tuple[Comment, ...]
) -> ThemeView:
    people = _people(said)
    size = people.total()
    return ThemeView(
        theme=theme,
        size=size,
        share=size / max(1, written.total()),
        by_audience=people,
        written=written,
        tone=_tone_label(theme.tone),
        quotes=quotes,
        comment_ids=tuple(voice.comment_id for voice in said),
    )


def _tone_label(tone: float | None) -> str:
    if tone is None:
        return ""
    if abs(tone) < CLEAR_TONE:
        return "mixed"
    return "mostly positive" if tone > 0 else "mostly negative"


def _voices(
    session: Session, consultation_id: int, audiences: Collection[Audience] = ()
) -> dict[int, Voice]:
    whose = (Submission.id, Submission.audience, Submission.may_quote, Submission.group_session_id)
    columns = (Comment.id, *whose)
    free = free_comments().with_only_columns(*columns, maintain_column_froms=True)
    free = free.where(Submission.consultation_id == consultation_id).order_by(Comment.id)
    if audiences:
        free = free.where(Submission.audience.in_(audiences))
    return {row[0]: Voice(*row) for row in session.execute(free)}


def _people(voices: Iterable[Voice]) -> Counter[Audience]:
    """Count people, not comments, in the order of the audiences."""
    own = (voice for voice in voices if voice.group_session_id is None)
    people = Counter(one for _, one in {(voice.submission_id, voice.audience) for voice in own})
    return Counter({audience: people[audience] for audience in Audience if people[audience]})


def _choose_quotes(theme: Theme, said: Sequence[Voice]) -> list[int]:
    """Choose up to three that may be quoted: those chosen before, then a turn for each audience."""
    allowed = [voice for voice in said if voice.may_quote]
    first = _chosen_before(theme, [voice.comment_id for voice in allowed])
    return list(dict.fromkeys([*first, *_in_turn(allowed)]))[:MOST_QUOTES]


def _chosen_before(theme: Theme, allowed: Collection[int]) -> list[int]:
    there = set(allowed)
    return [int(one) for one in theme.quotes if one.isdigit() and int(one) in there]


def _in_turn(voices: Sequence[Voice]) -> Iterator[int]:
    queues: dict[Audience, list[int]] = {}
    for voice in voices:
        queues.setdefault(voice.audience, []).append(voice.comment_id)
    for turn in range(MOST_QUOTES):
        for queue in queues.values():
            yield from queue[turn : turn + 1]


def _comments(session: Session, comment_ids: Collection[int]) -> dict[int, Comment]:
    chosen = select(Comment).where(Comment.id.in_(comment_ids))
    whole = chosen.options(joinedload(Comment.submission))
    return {comment.id: comment for comment in session.scalars(whole)}
