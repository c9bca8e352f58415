"""What people say of themes and comments: each act is signed, and stands above the machine's."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.survey.models import Consultation
from consult.themes.models import Coding, Theme
from consult.themes.rules import LIVE, CannotMerge, Source, ThemeStatus
from consult.themes.services.placing import free_ids, placements

LONGEST_NAME = 120
GONE = {
    ThemeStatus.MERGED: "This theme is part of another one now.",
    ThemeStatus.SET_ASIDE: "This theme is set aside. Confirm it to bring it back.",
    ThemeStatus.OUTDATED: "This theme was not found again when the comments were last read.",
}


def add_theme(
    session: Session, consultation_id: int, name: str, *, user_id: int, now: datetime
) -> Theme:
    """Make a theme the machine did not see; made twice by the same name, it is one.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: the name is missing or too long.
    """
    find(session, Consultation, consultation_id)
    made = select(Theme).where(
        Theme.consultation_id == consultation_id,
        Theme.run_id.is_(None),
        Theme.name == name.strip(),
        Theme.status.in_(LIVE),
    )
    theme = session.scalar(made)
    if theme is not None:
        return theme
    theme = _made_by(session, consultation_id, name, user_id, now)
    session.commit()
    return theme


def confirm_theme(
    session: Session, theme_id: int, *, name: str | None = None, user_id: int, now: datetime
) -> Theme:
    """Stand behind a theme, perhaps under a better name; one that was set aside comes back.

    Raises:
        NotFound: there is no such theme.
        RuleBroken: it was merged or is outdated, or the name is too long.
    """
    theme = _locked(session, theme_id)
    if theme.status is not ThemeStatus.SET_ASIDE:
        _check_live(theme)
    if name is not None:
        theme.name = _tidy(name)
    theme.status = ThemeStatus.CONFIRMED
    _sign(session, "confirm_theme", theme, user_id, now, name=theme.name)
    session.commit()
    return theme


def rename_theme(
    session: Session, theme_id: int, name: str, *, user_id: int, now: datetime
) -> Theme:
    """Give a theme a better name; the name the machine suggested is kept beside it.

    Raises:
        NotFound: there is no such theme.
        RuleBroken: it is not in use any more, or the name is missing or too long.
    """
    theme = _locked(session, theme_id)
    _check_live(theme)
    before, theme.name = theme.name, _tidy(name)
    _sign(session, "rename_theme", theme, user_id, now, before=before, name=theme.name)
    session.commit()
    return theme


def set_aside_theme(session: Session, theme_id: int, *, user_id: int, now: datetime) -> Theme:
    """Put a theme out of use; its comments are unplaced unless they have another.

    Raises:
        NotFound: there is no such theme.
        RuleBroken: it is not in use any more.
    """
    theme = _locked(session, theme_id)
    _check_live(theme)
    theme.status = ThemeStatus.SET_ASIDE
    _sign(session, "set_aside_theme", theme, user_id, now)
    session.commit()
    return theme


def merge_themes(
    session: Session, theme_id: int, into_id: int, *, user_id: int, now: datetime
) -> Theme:
    """Make a theme part of another and return that one; its comments go with it.

    Raises:
        NotFound: there is no such theme.
        CannotMerge: they are the same, of two consultations, or one is not in use any more.
    """
    # In one order, or two merges the other way round would wait for each other.
    held = {one: _locked(session, one) for one in sorted({theme_id, into_id})}
    theme, into = held[theme_id], held[into_id]
    if theme is into:
        raise CannotMerge("A theme cannot be merged into itself. Choose another.")
    if theme.consultation_id != into.consultation_id:
        raise CannotMerge("These two themes are from different consultations.")
    for one in (theme, into):  # so a chain of merged themes never closes to a circle
        if one.status not in LIVE:
            raise CannotMerge(GONE[one.status])
    theme.status, theme.merged_into_id = ThemeStatus.MERGED, into.id
    _sign(session, "merge_themes", theme, user_id, now, into=into.id)
    session.commit()
    return into


def split_theme(
    session: Session,
    theme_id: int,
    comment_ids: Collection[int],
    name: str,
    *,
    user_id: int,
    now: datetime,
) -> Theme:
    """Make a new theme of some of a theme's comments and return it.

    Raises:
        NotFound: there is no such theme, or a comment is not in it.
        RuleBroken: the theme is not in use any more, no comment was chosen, or the name is bad.
    """
    theme = _locked(session, theme_id)
    _check_live(theme)
    placed = placements(session, theme.consultation_id)
    if any(theme.id not in placed.get(one, ()) for one in comment_ids):
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
    theme = _made_by(session, consultation_id, name, user_id, now)
    _code(session, theme, comment_ids, user_id, now)
    _record_move(session, consultation_id, theme, comment_ids, user_id, now)
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
    theme = None if theme_id is None else _locked(session, theme_id)
    if theme is not None:
        if theme.consultation_id != consultation_id:
            raise NotFound("This theme is not in the consultation.")
        _check_live(theme)
    _check_comments(session, consultation_id, comment_ids)
    _code(session, theme, comment_ids, user_id, now)
    _record_move(session, consultation_id, theme, comment_ids, user_id, now)
    session.commit()


def _locked(session: Session, theme_id: int) -> Theme:
    theme = find(session, Theme, theme_id)
    session.refresh(theme, with_for_update=True)
    return theme


def _check_live(theme: Theme) -> None:
    if theme.status not in LIVE:
        raise RuleBroken(GONE[theme.status])


def _check_comments(session: Session, consultation_id: int, comment_ids: Collection[int]) -> None:
    if not comment_ids:
        raise RuleBroken("Tick the comments first.")
    if not set(comment_ids) <= set(free_ids(session, consultation_id)):
        raise NotFound(
            "One of these comments is not here any more. Its writer took it back, or the"
            " safeguarding lead has it."
        )


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Give the theme a name.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(f"Use {LONGEST_NAME} characters or fewer for the name.")
    return name


def _made_by(
    session: Session, consultation_id: int, name: str, user_id: int, now: datetime
) -> Theme:
    theme = Theme(
        consultation_id=consultation_id,
        name=_tidy(name),
        keywords=[],
        quotes=[],
        status=ThemeStatus.CONFIRMED,
        made_at=now,
        decided_by_id=user_id,
        decided_at=now,
    )
    session.add(theme)
    session.flush()
    _sign(session, "add_theme", theme, user_id, now, name=theme.name)
    return theme


def _code(
    session: Session,
    theme: Theme | None,
    comment_ids: Collection[int],
    user_id: int,
    now: datetime,
) -> None:
    session.add_all(
        Coding(
            comment_id=comment_id,
            theme_id=theme.id if theme else None,
            source=Source.PERSON,
            user_id=user_id,
            coded_at=now,
        )
        for comment_id in sorted(set(comment_ids))
    )


def _sign(
    session: Session, action: str, theme: Theme, user_id: int, now: datetime, **detail: object
) -> None:
    theme.decided_by_id, theme.decided_at = user_id, now
    audit.record(session, f"user:{user_id}", action, f"theme:{theme.id}", now=now, **detail)


def _record_move(
    session: Session,
    consultation_id: int,
    theme: Theme | None,
    comment_ids: Collection[int],
    user_id: int,
    now: datetime,
) -> None:
    audit.record(
        session,
        f"user:{user_id}",
        "move_comments",
        f"theme:{theme.id}" if theme else f"consultation:{consultation_id}",
        now=now,
        comments=sorted(set(comment_ids)),
    )
