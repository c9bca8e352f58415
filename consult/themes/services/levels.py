"""Themes have two levels, no more: what may stand under what."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import RuleBroken
from consult.themes.models import Theme
from consult.themes.rules import GONE, LIVE
from consult.themes.services.counting import broader_of, inside_of
from consult.themes.services.placing import final_id


def check_levels(session: Session, theme: Theme, parent_id: int) -> None:
    """Refuse to put a theme under another where that would make a third level or a circle.

    Raises:
        RuleBroken: one of them is not in use, the other is not of the first level, or the theme
            has others inside it.
    """
    of_it = select(Theme).where(Theme.consultation_id == theme.consultation_id).order_by(Theme.id)
    newest = session.scalars(of_it.execution_options(populate_existing=True))
    themes = {one.id: one for one in newest}
    parent = themes[final_id(parent_id, themes)]
    for one in (theme, parent):
        if one.status not in LIVE:
            raise RuleBroken(GONE[one.status])
    if theme is parent:
        raise RuleBroken("A theme cannot be part of itself. Choose another.")
    if broader_of(parent, themes) is not None or inside_of(theme.id, themes):
        raise RuleBroken("Themes have two levels, no more. Choose a theme of the first level.")
