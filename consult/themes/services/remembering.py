"""What is known before a run is written: themes, what the machine said, what people said."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.db import only_reading
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import LIVE, ThemeStatus
from consult.themes.services.matching import Known
from consult.themes.services.placing import (
    final_id,
    free_ids,
    members_by_theme,
    person_coded,
    standing,
    themes_by_id,
)


@dataclass(frozen=True, slots=True)
class Memory:
    """All that a run must respect, as it was before the run was written."""

    themes: Mapping[int, Theme]
    said_by_machine: Mapping[int, frozenset[int]]
    stands: Mapping[int, frozenset[int]]
    moved_by_people: frozenset[int]
    free: frozenset[int]

    def known(self) -> list[Known]:
        """Return the themes that may be found again, and the comments they are known by."""
        return [
            Known(
                theme.id,
                theme.suggested_name,
                (
                    self._with_inside(theme.id, self.said_by_machine),
                    self._with_inside(theme.id, self.stands),
                ),
            )
            for theme in self.themes.values()
            if theme.status is not ThemeStatus.OUTDATED
        ]

    def _with_inside(self, theme_id: int, members: Mapping[int, frozenset[int]]) -> frozenset[int]:
        """Return the comments of a theme and of the narrower ones inside it."""
        inside = [one.id for one in self.themes.values() if one.parent_id == theme_id]
        return frozenset().union(*(members.get(one, frozenset()) for one in (theme_id, *inside)))


def remember(session: Session, consultation_id: int) -> Memory:
    """Return what is known of a consultation; nobody waits meanwhile."""
    session.commit()
    with only_reading():
        themes = themes_by_id(session, consultation_id)
        stands = members_by_theme(standing(session, consultation_id, themes))
        memory = Memory(
            themes=themes,
            said_by_machine=_said_last(session, consultation_id),
            stands={theme_id: frozenset(ids) for theme_id, ids in stands.items()},
            moved_by_people=frozenset(person_coded(session, consultation_id)),
            free=frozenset(free_ids(session, consultation_id)),
        )
        session.commit()
    return memory


def touched_ids(session: Session, themes: Mapping[int, Theme]) -> frozenset[int]:
    """Return the themes that a person had a hand in.

    They are signed, merged into, given comments, or have a signed theme inside them.
    """
    # What people said has no run: few rows, found by the index while others wait.
    given = set(session.scalars(select(Coding.theme_id).where(Coding.run_id.is_(None)).distinct()))
    merged_into = {theme.merged_into_id for theme in themes.values()}
    signed = [theme for theme in themes.values() if theme.decided_by_id is not None]
    above = {theme.parent_id for theme in signed if theme.status in LIVE}
    touched = {*(given & themes.keys()), *merged_into, *above, *(theme.id for theme in signed)}
    return frozenset(one for one in touched if one is not None)


def staying(
    themes: Mapping[int, Theme], touched: frozenset[int], found_again: set[int]
) -> set[int]:
    """Return the themes not found again whose comments stay: people stand behind them."""
    stay = set()
    for theme in themes.values():
        final = themes[final_id(theme.id, themes)]
        is_ours = final.status is ThemeStatus.CONFIRMED or final.id in touched
        if theme.id not in found_again and is_ours and final.status in LIVE:
            stay.add(theme.id)
    return stay


def _said_last(session: Session, consultation_id: int) -> dict[int, frozenset[int]]:
    """Return the comments the machine last put under each theme, in whichever run that was."""
    finished = select(ThemeRun.id).where(
        ThemeRun.consultation_id == consultation_id, ThemeRun.finished_at.is_not(None)
    )
    newest = (
        select(Coding.theme_id, func.max(Coding.run_id).label("run_id"))
        .where(Coding.run_id.in_(finished))
        .group_by(Coding.theme_id)
        .subquery()
    )
    rows = session.execute(
        select(Coding.theme_id, Coding.comment_id).join(
            newest,
            (newest.c.theme_id == Coding.theme_id) & (newest.c.run_id == Coding.run_id),
        )
    )
    said: dict[int, set[int]] = {}
    for theme_id, comment_id in rows:
        if theme_id is not None:
            said.setdefault(theme_id, set()).add(comment_id)
    return {theme_id: frozenset(ids) for theme_id, ids in said.items()}
