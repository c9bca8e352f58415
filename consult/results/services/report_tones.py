"""Which themes still hold what the machine read: how they sounded is told of no others."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.themes.models import Coding, Theme, ThemeAct
from consult.themes.rules import Source
from consult.themes.services.counting import inside_of
from consult.themes.services.placing import placed_in

Ids = set[int]


def themes_as_read(
    session: Session, consultation_id: int, themes: Mapping[int, Theme]
) -> frozenset[int]:
    """Return the themes whose comments now are those that the machine read in them.

    Nothing was taken back, held, moved, merged or put elsewhere since. `themes` are all themes.
    """
    there, read = _there(session, consultation_id, themes), _read(session, themes)
    moved = _moved(session, consultation_id)
    found = set()
    for theme in themes.values():
        now = [theme.id, *inside_of(theme.id, themes)]
        then = [one.id for one in themes.values() if theme.id in {one.id, one.parent_id}]
        here = set[int]().union(*(there.get(one, ()) for one in now))
        once = set[int]().union(*(read.get((theme.run_id, one), ()) for one in then))
        if here == once and theme.id not in moved:
            found.add(theme.id)
    return frozenset(found)


def _there(
    session: Session, consultation_id: int, themes: Mapping[int, Theme]
) -> Mapping[int, Ids]:
    placed = placed_in(consultation_id, themes)
    free = free_comments().where(Submission.consultation_id == consultation_id)
    stands = free.join(placed, placed.c.comment_id == Comment.id).with_only_columns(
        placed.c.theme_id, Comment.id, maintain_column_froms=True
    )
    there: dict[int, Ids] = {}
    for theme_id, comment_id in session.execute(stands):
        there.setdefault(theme_id, set()).add(comment_id)
    return there


def _read(
    session: Session, themes: Mapping[int, Theme]
) -> Mapping[tuple[int | None, int | None], Ids]:
    """Return what the machine put in each theme, by the run and the theme."""
    runs = {theme.run_id for theme in themes.values()}
    codings = select(Coding.run_id, Coding.theme_id, Coding.comment_id).where(
        Coding.source == Source.MACHINE, Coding.run_id.in_(runs - {None})
    )
    read: dict[tuple[int | None, int | None], Ids] = {}
    for run_id, theme_id, comment_id in session.execute(codings):
        read.setdefault((run_id, theme_id), set()).add(comment_id)
    return read


def _moved(session: Session, consultation_id: int) -> set[int | None]:
    """Return the themes that a person put a narrower one into, or took one out of."""
    acts = select(ThemeAct.before, ThemeAct.after).where(
        ThemeAct.consultation_id == consultation_id
    )
    ends = [(was.get("parent_id"), now.get("parent_id")) for was, now in session.execute(acts)]
    return {one for was, now in ends if was != now for one in (was, now)}
