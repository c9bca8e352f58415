"""Where each comment stands: a person's newest word above the machine's newest reading."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.themes.models import Coding, Theme, ThemeRun, UndoneCoding
from consult.themes.rules import LIVE, Source

Placements = dict[int, tuple[int, ...]]


def placements(session: Session, consultation_id: int) -> Placements:
    """Return the themes of every free comment, by comment id, the main one first; () is unplaced.

    Merged themes are resolved to where they went; what was set aside or is outdated places nobody.
    """
    themes = themes_by_id(session, consultation_id)
    live = {theme.id for theme in themes.values() if theme.status in LIVE}
    return {
        comment_id: tuple(one for one in told if one in live)
        for comment_id, told in standing(session, consultation_id, themes).items()
    }


def standing(session: Session, consultation_id: int, themes: Mapping[int, Theme]) -> Placements:
    """Return where every free comment stands, themes that are set aside included."""
    said: dict[int, list[int]] = {}
    told = said_of(consultation_id)
    for comment_id, theme_id in session.execute(
        select(told.c.comment_id, told.c.theme_id).order_by(told.c.id)
    ):
        if theme_id is not None:
            said.setdefault(comment_id, []).append(theme_id)
    return {
        comment_id: _resolved(said.get(comment_id, ()), themes)
        for comment_id in free_ids(session, consultation_id)
    }


def placed_in(consultation_id: int, themes: Mapping[int, Theme]) -> Subquery:
    """Return, for SQL, the comments (`comment_id`) in each theme in use (`theme_id`).

    One may be there twice where themes were merged, and some may not be free to be analysed.
    `themes` are all themes of the consultation.
    """
    live = [theme.id for theme in themes.values() if theme.status in LIVE]
    told = said_of(consultation_id)
    stands = _final_column(told.c.theme_id, themes)
    placed = select(told.c.comment_id, stands.label("theme_id")).where(stands.in_(live))
    return placed.subquery("placed")


def placed_among(
    session: Session,
    consultation_id: int,
    themes: Mapping[int, Theme],
    comment_ids: Sequence[int],
) -> Placements:
    """Return the themes in use of a few comments, by comment id."""
    placed = placed_in(consultation_id, themes)
    rows = select(placed.c.comment_id, placed.c.theme_id).order_by(placed.c.theme_id)
    found: dict[int, list[int]] = {}
    for comment_id, theme_id in session.execute(rows.where(placed.c.comment_id.in_(comment_ids))):
        found.setdefault(comment_id, []).append(theme_id)
    return {comment_id: tuple(dict.fromkeys(ids)) for comment_id, ids in found.items()}


def _final_column(theme_id: ColumnElement[int], themes: Mapping[int, Theme]) -> ColumnElement[int]:
    went = {
        theme.id: final_id(theme.id, themes) for theme in themes.values() if theme.merged_into_id
    }
    if not went:
        return theme_id
    return case({one: literal(into) for one, into in went.items()}, value=theme_id, else_=theme_id)


def said_of(consultation_id: int) -> Subquery:
    """Return, for SQL, the codings that stand: `id`, `comment_id`, `theme_id` (none: no fit)."""
    newest = select(func.max(Coding.id)).join(Comment, Comment.id == Coding.comment_id)
    newest = newest.join(Submission, Submission.id == Comment.submission_id).where(
        Submission.consultation_id == consultation_id, *_by_people()
    )
    by_people = select(Coding.id, Coding.comment_id, Coding.theme_id).where(
        Coding.id.in_(newest.group_by(Coding.comment_id))
    )
    decided = by_people.with_only_columns(Coding.comment_id)
    by_machine = select(Coding.id, Coding.comment_id, Coding.theme_id).where(
        Coding.run_id == _newest_run(consultation_id).scalar_subquery(),
        Coding.comment_id.not_in(decided),
    )
    return union_all(by_people, by_machine).subquery("said")


def theme_of_comment(session: Session, comment_id: int) -> tuple[Theme, Coding] | None:
    """Return the main theme of a comment and the coding that put it there, if it has one."""
    free = session.scalar(free_comments().where(Comment.id == comment_id))
    if free is None:
        return None
    codings = select(Coding).where(Coding.comment_id == comment_id)
    by_person = session.scalar(codings.where(*_by_people()).order_by(Coding.id.desc()).limit(1))
    newest = _newest_run(free.submission.consultation_id)
    by_machine = codings.where(Coding.run_id == newest.scalar_subquery()).order_by(Coding.id)
    for coding in [by_person] if by_person else session.scalars(by_machine):
        theme = _final(session, coding.theme)
        if theme is not None and theme.status in LIVE:
            return theme, coding
    return None


def themes_by_id(session: Session, consultation_id: int) -> dict[int, Theme]:
    """Return all themes there ever were, by id."""
    all_themes = select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    return {theme.id: theme for theme in session.scalars(all_themes)}


def free_ids(session: Session, consultation_id: int) -> list[int]:
    """Return the ids of the comments that may be analysed, oldest first."""
    free = free_comments().with_only_columns(Comment.id, maintain_column_froms=True)
    chosen = free.where(Submission.consultation_id == consultation_id).order_by(Comment.id)
    return list(session.scalars(chosen))


def person_coded(session: Session, consultation_id: int) -> dict[int, int | None]:
    """Return what people said of comments, by comment id: the theme, or none of them fits."""
    codings = (
        select(Coding.comment_id, Coding.theme_id)
        .join(Comment, Comment.id == Coding.comment_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Submission.consultation_id == consultation_id, *_by_people())
        .order_by(Coding.id)
    )
    return dict(session.execute(codings).all())


def final_id(theme_id: int, themes: Mapping[int, Theme]) -> int:
    """Return where a theme went when it was merged, once or more often; else itself."""
    while (into := themes[theme_id].merged_into_id) is not None:
        theme_id = into
    return theme_id


def _by_people() -> tuple[ColumnElement[bool], ...]:
    """Choose what people said and did not take back."""
    return Coding.source == Source.PERSON, Coding.id.not_in(select(UndoneCoding.coding_id))


def _newest_run(consultation_id: int) -> Select[int]:
    return select(func.max(ThemeRun.id)).where(
        ThemeRun.consultation_id == consultation_id, ThemeRun.finished_at.is_not(None)
    )


def _resolved(theme_ids: Iterable[int], themes: Mapping[int, Theme]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(final_id(one, themes) for one in theme_ids if one in themes))


def _final(session: Session, theme: Theme | None) -> Theme | None:
    while theme is not None and theme.merged_into_id is not None:
        theme = session.get(Theme, theme.merged_into_id)
    return theme


def members_by_theme(placed: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Return placements the other way round: the comment ids of each theme id."""
    members: dict[int, list[int]] = {}
    for comment_id, theme_ids in placed.items():
        for one in theme_ids:
            members.setdefault(one, []).append(comment_id)
    return members
