"""Where people put comments: their word stands above the machine's and is kept as an act."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.errors import NotFound, RuleBroken
from consult.themes.models import Coding, Theme
from consult.themes.rules import Act, Source
from consult.themes.services.acts import keep_act, keep_move
from consult.themes.services.counting import inside_of
from consult.themes.services.judging import check_live, locked, new_theme
from consult.themes.services.placing import free_ids, placed_among, themes_by_id


def split_theme(
    session: Session,
    theme_id: int,
    comment_ids: Collection[int],
    name: str,
    *,
    user_id: int,
    now: datetime,
) -> Theme:
    """Make a new theme of some comments of a theme, or of those inside it, and return it.

    Raises:
        NotFound: there is no such theme, or a comment is not in it.
        RuleBroken: the theme is not in use any more, no comment was chosen, or the name is bad.
    """
    theme = locked(session, theme_id)
    check_live(theme)
    themes = themes_by_id(session, theme.consultation_id)
    placed = placed_among(session, theme.consultation_id, themes, list(comment_ids))
    within = {theme.id, *inside_of(theme.id, themes)}
    if not all(within.intersection(placed.get(one, ())) for one in comment_ids):
        raise NotFound("One of these comments is not in the theme any more. Open the theme again.")
    return move_to_new_theme(
        session, theme.consultation_id, comment_ids, name, user_id=user_id, now=now
    )


def move_to_new_theme(
    session: Session,
    consultation_id: int,
    comment_ids: Collection[int],
    name: str,
    *,
    user_id: int,
    now: datetime,
) -> Theme:
    """Make a new theme of chosen comments and return it.

    Raises:
        NotFound: a comment is not in the consultation, or not free.
        RuleBroken: no comment was chosen, or the name is missing or too long.
    """
    _check_comments(session, consultation_id, comment_ids)
    theme = new_theme(session, consultation_id, name, user_id=user_id, now=now)
    codings = _code(session, theme, comment_ids, user_id, now)
    keep_act(session, Act.SPLIT, theme, None, user_id=user_id, now=now, codings=codings)
    session.commit()
    return theme


def move_comments(
    session: Session,
    consultation_id: int,
    comment_ids: Collection[int],
    theme_id: int | None,
    *,
    user_id: int,
    now: datetime,
) -> None:
    """Put comments under one theme, or under none: no theme fits (L-THM-05).

    Raises:
        NotFound: the theme or a comment is not in the consultation, or a comment is not free.
        RuleBroken: no comment was chosen, or the theme is not in use any more.
    """
    said = dict.fromkeys(comment_ids, theme_id)
    put_each(session, consultation_id, said, user_id=user_id, now=now)
    session.commit()


def put_each(
    session: Session,
    consultation_id: int,
    said: Mapping[int, int | None],
    *,
    user_id: int,
    now: datetime,
) -> None:
    """Put each of several comments under its theme, or none; one act for each theme.

    All is checked before any of it is written. The caller's commit makes it stand.

    Raises:
        NotFound: a theme or a comment is not in the consultation, or a comment is not free.
        RuleBroken: no comment was chosen, or a theme is not in use any more.
    """
    # In one order, or two people at once would wait for each other.
    theme_ids = sorted({one for one in said.values() if one is not None})
    themes = {one: _theme_in_use(session, consultation_id, one) for one in theme_ids}
    _check_comments(session, consultation_id, said)
    for theme_id in dict.fromkeys(said.values()):
        theme = None if theme_id is None else themes[theme_id]
        ids = [comment_id for comment_id, one in said.items() if one == theme_id]
        codings = _code(session, theme, ids, user_id, now)
        keep_move(session, consultation_id, theme, codings, user_id=user_id, now=now)


def _theme_in_use(session: Session, consultation_id: int, theme_id: int) -> Theme:
    theme = locked(session, theme_id)
    if theme.consultation_id != consultation_id:
        raise NotFound("This theme is not in the consultation.")
    check_live(theme)
    return theme


def _check_comments(session: Session, consultation_id: int, comment_ids: Collection[int]) -> None:
    if not comment_ids:
        raise RuleBroken("Tick the comments first.")
    if not set(comment_ids) <= set(free_ids(session, consultation_id)):
        raise NotFound(
            "One of these comments is not here any more. Its writer took it back, or the"
            " safeguarding lead has it."
        )


def _code(
    session: Session,
    theme: Theme | None,
    comment_ids: Collection[int],
    user_id: int,
    now: datetime,
) -> list[Coding]:
    codings = [
        Coding(
            comment_id=comment_id,
            theme_id=theme.id if theme else None,
            source=Source.PERSON,
            user_id=user_id,
            coded_at=now,
        )
        for comment_id in sorted(set(comment_ids))
    ]
    session.add_all(codings)
    return codings
