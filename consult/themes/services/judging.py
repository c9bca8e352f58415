"""What people say of themes: each act is signed, kept, and stands above the machine's."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.db import find
from consult.errors import RuleBroken
from consult.survey.models import Consultation
from consult.themes.models import Theme
from consult.themes.rules import GONE, LIVE, Act, CannotMerge, ThemeStatus
from consult.themes.services.acts import keep_act, state_of
from consult.themes.services.levels import check_levels

LONGEST_NAME = 120


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
    theme = new_theme(session, consultation_id, name, user_id=user_id, now=now)
    keep_act(session, Act.ADD, theme, None, user_id=user_id, now=now)
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
    theme = locked(session, theme_id)
    before = state_of(theme)
    if theme.status is not ThemeStatus.SET_ASIDE:
        check_live(theme)
    if name is not None:
        theme.name = tidy(name)
    theme.status = ThemeStatus.CONFIRMED
    keep_act(session, Act.CONFIRM, theme, before, user_id=user_id, now=now)
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
    theme = locked(session, theme_id)
    check_live(theme)
    before, theme.name = state_of(theme), tidy(name)
    keep_act(session, Act.RENAME, theme, before, user_id=user_id, now=now)
    session.commit()
    return theme


def set_aside_theme(session: Session, theme_id: int, *, user_id: int, now: datetime) -> Theme:
    """Put a theme out of use; its comments are unplaced unless they have another.

    Raises:
        NotFound: there is no such theme.
        RuleBroken: it is not in use any more.
    """
    theme = locked(session, theme_id)
    check_live(theme)
    before, theme.status = state_of(theme), ThemeStatus.SET_ASIDE
    keep_act(session, Act.SET_ASIDE, theme, before, user_id=user_id, now=now)
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
    theme, into = _two(session, theme_id, into_id)
    if theme is into:
        raise CannotMerge("A theme cannot be merged into itself. Choose another.")
    before = state_of(theme)
    theme.status, theme.merged_into_id = ThemeStatus.MERGED, into.id
    keep_act(session, Act.MERGE, theme, before, user_id=user_id, now=now)
    session.commit()
    return into


def nest_theme(
    session: Session, theme_id: int, parent_id: int | None, *, user_id: int, now: datetime
) -> Theme:
    """Put a theme under a broader one, or out of it: two levels at most.

    Raises:
        NotFound: there is no such theme.
        RuleBroken: that would make a third level, or one of them is not in use any more.
    """
    if parent_id is None:
        theme = locked(session, theme_id)
        check_live(theme)
    else:
        theme, _ = _two(session, theme_id, parent_id)
        check_levels(session, theme, parent_id)
    before, theme.parent_id = state_of(theme), parent_id
    keep_act(session, Act.NEST, theme, before, user_id=user_id, now=now)
    session.commit()
    return theme


def locked(session: Session, theme_id: int) -> Theme:
    """Return a theme that nobody else changes until the end of the transaction.

    Raises:
        NotFound: there is no such theme.
    """
    theme = find(session, Theme, theme_id)
    session.refresh(theme, with_for_update=True)
    return theme


def check_live(theme: Theme) -> None:
    """Refuse a theme that is not in use any more."""
    if theme.status not in LIVE:
        raise RuleBroken(GONE[theme.status])


def tidy(name: str) -> str:
    """Return a name as it is kept.

    Raises:
        RuleBroken: it is missing or too long.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Give the theme a name.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(f"Use {LONGEST_NAME} characters or fewer for the name.")
    return name


def new_theme(
    session: Session, consultation_id: int, name: str, *, user_id: int, now: datetime
) -> Theme:
    """Make a theme by a person's hand; whoever asks keeps the act."""
    theme = Theme(
        consultation_id=consultation_id,
        name=tidy(name),
        keywords=[],
        quotes=[],
        status=ThemeStatus.CONFIRMED,
        made_at=now,
        decided_by_id=user_id,
        decided_at=now,
    )
    session.add(theme)
    session.flush()
    return theme


def _two(session: Session, theme_id: int, other_id: int) -> tuple[Theme, Theme]:
    """Return two themes in use of one consultation, so that no circle can ever close."""
    # In one order, or two people at once would wait for each other.
    held = {one: locked(session, one) for one in sorted({theme_id, other_id})}
    theme, other = held[theme_id], held[other_id]
    if theme.consultation_id != other.consultation_id:
        raise CannotMerge("These two themes are from different consultations.")
    for one in (theme, other):
        if one.status not in LIVE:
            raise CannotMerge(GONE[one.status])
    return theme, other
