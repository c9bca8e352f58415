"""The whole workspace in a few counts: themes at two levels, unplaced, what was kept apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, exists, func, literal, select
from sqlalchemy.orm import Session

from consult.respond.models import Comment, Submission
from consult.survey.rules import Audience
from consult.themes.models import ApartComment, Theme, ThemeRun
from consult.themes.rules import LIVE
from consult.themes.services.asking import newest_run
from consult.themes.services.filtering import Filters, Writers, free_of, writers_among
from consult.themes.services.placing import final_id, placed_in, themes_by_id

Themes = Mapping[int, Theme]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme in use with the people who said it, and the narrower themes inside it."""

    theme: Theme
    people: Counter[Audience]
    inside: tuple["ThemeCount", ...] = ()

    @property
    def size(self) -> int:
        """How many people said it; whoever said two narrower ones counts once."""
        return self.people.total()


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that stands beside an open theme. `unplaced` and `apart` count comments."""

    themes: dict[int, Theme]
    counts: list[ThemeCount]
    writers: Writers
    unplaced: int
    apart: dict[str, int]
    run: ThemeRun | None

    @property
    def flat(self) -> list[ThemeCount]:
        """All themes in use, each broader one before those inside it."""
        return [one for count in self.counts for one in (count, *count.inside)]


@dataclass(frozen=True, slots=True)
class Place:
    """Which comments to list: those of a theme, those of none, those kept apart, or all."""

    theme_id: int | None = None
    unplaced: bool = False
    apart: str = ""


def workspace(
    session: Session, consultation_id: int, filters: Filters, *, today: date
) -> Workspace:
    """Count everything at once: the number of queries does not grow with themes or comments."""
    themes = themes_by_id(session, consultation_id)
    placed = placed_in(consultation_id, themes)
    run = newest_run(session, consultation_id)
    return Workspace(
        themes=themes,
        counts=_counts(session, consultation_id, themes, placed, filters),
        writers=writers_among(session, consultation_id, filters, today=today),
        unplaced=_count(session, _unplaced(consultation_id, placed, filters)),
        apart=_apart(session, run, _unplaced(consultation_id, placed, filters)),
        run=run,
    )


def comment_ids(
    session: Session, consultation_id: int, themes: Themes, place: Place, filters: Filters
) -> list[int]:
    """Return the ids of the comments at a place, oldest first."""
    placed = placed_in(consultation_id, themes)
    if place.theme_id is not None:
        inside = [place.theme_id, *inside_of(place.theme_id, themes)]
        there = select(placed.c.comment_id).where(placed.c.theme_id.in_(inside))
        found = free_of(consultation_id).where(*filters.conditions(), Comment.id.in_(there))
    elif place.unplaced or place.apart:
        found = _unplaced(consultation_id, placed, filters)
        if place.apart:
            run = newest_run(session, consultation_id)
            found = found.where(_is_apart(run.id if run else 0, place.apart))
    else:
        found = free_of(consultation_id).where(*filters.conditions())
    ids = found.with_only_columns(Comment.id, maintain_column_froms=True).order_by(Comment.id)
    return list(session.scalars(ids))


def broader_of(theme: Theme, themes: Themes) -> int | None:
    """Return the broader theme in use that a theme stands in; two levels at most."""
    seen, found = {theme.id}, None
    above = theme.parent_id
    while above is not None:
        above = final_id(above, themes)
        if above in seen:
            return None  # a circle: none of them is broader than the others
        if themes[above].status not in LIVE:
            break
        seen.add(above)
        found, above = above, themes[above].parent_id
    return found


def inside_of(theme_id: int, themes: Themes) -> list[int]:
    """Return the narrower themes in use inside a broader one."""
    return [
        one.id
        for one in themes.values()
        if one.status in LIVE and broader_of(one, themes) == theme_id
    ]


def _counts(
    session: Session, consultation_id: int, themes: Themes, placed: Subquery, filters: Filters
) -> list[ThemeCount]:
    live = [one for one in themes.values() if one.status in LIVE]
    broader = {one.id: above for one in live if (above := broader_of(one, themes))}
    own = _people(session, consultation_id, placed, placed.c.theme_id, filters)
    whole = {}
    if broader:
        roots = case(
            {one: literal(above) for one, above in broader.items()},
            value=placed.c.theme_id,
            else_=placed.c.theme_id,
        )
        whole = _people(session, consultation_id, placed, roots, filters)

    def counted(theme: Theme) -> ThemeCount:
        inside = [ThemeCount(one, own[one.id]) for one in live if broader.get(one.id) == theme.id]
        people = whole[theme.id] if inside else own[theme.id]
        return ThemeCount(theme, people, tuple(_largest_first(inside)))

    own = {one.id: own.get(one.id, Counter()) for one in live}
    whole = {one.id: whole.get(one.id, Counter()) for one in live}
    return _largest_first([counted(one) for one in live if one.id not in broader])


def _largest_first(counts: Sequence[ThemeCount]) -> list[ThemeCount]:
    return sorted(counts, key=lambda one: (-one.size, one.theme.name.casefold(), one.theme.id))


def _people(
    session: Session,
    consultation_id: int,
    placed: Subquery,
    theme: ColumnElement[int],
    filters: Filters,
) -> dict[int, Counter[Audience]]:
    """Count the people of each audience in each theme: somebody who says it twice counts once."""
    people = func.count(func.distinct(Submission.id))
    rows = (
        free_of(consultation_id)
        .join(placed, placed.c.comment_id == Comment.id)
        .with_only_columns(theme, Submission.audience, people, maintain_column_froms=True)
        .where(Submission.group_session_id.is_(None), *filters.conditions())
        .group_by(theme, Submission.audience)
    )
    counted: dict[int, Counter[Audience]] = {}
    for theme_id, audience, count in session.execute(rows):
        counted.setdefault(theme_id, Counter())[audience] = count
    return counted


def _unplaced(consultation_id: int, placed: Subquery, filters: Filters) -> Select[Any]:
    free = free_of(consultation_id).where(*filters.conditions())
    return free.where(Comment.id.not_in(select(placed.c.comment_id)))


def _is_apart(run_id: int, reason: str) -> ColumnElement[bool]:
    return exists().where(
        ApartComment.run_id == run_id,
        ApartComment.comment_id == Comment.id,
        ApartComment.reason == reason,
    )


def _apart(session: Session, run: ThemeRun | None, unplaced: Select[Any]) -> dict[str, int]:
    """Count what the newest run kept apart and nobody has placed since, by reason."""
    if run is None:
        return {}
    rows = (
        unplaced.join(ApartComment, ApartComment.comment_id == Comment.id)
        .where(ApartComment.run_id == run.id)
        .with_only_columns(ApartComment.reason, func.count(), maintain_column_froms=True)
        .group_by(ApartComment.reason)
    )
    return dict(session.execute(rows.order_by(ApartComment.reason)).all())


def _count(session: Session, found: Select[Any]) -> int:
    counted = found.with_only_columns(func.count(Comment.id), maintain_column_froms=True)
    return session.scalar(counted) or 0
