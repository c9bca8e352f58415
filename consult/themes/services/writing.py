"""Write down what a run found, a few rows at a time: an answer being saved never waits for it.

Until the run is finished nobody sees any of it; what people did meanwhile is respected at the end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from consult import audit
from consult.themes.models import ApartComment, Coding, Theme, ThemeRun
from consult.themes.rules import Source, ThemeStatus
from consult.themes.services.matching import Group, recognise
from consult.themes.services.remembering import Memory, remember, staying, touched_ids

if TYPE_CHECKING:
    from consult.analysis.themes import FoundTheme, ThemeMap

CHUNK = 2_000

Progress = Callable[[float], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What the machine reads, side by side: comment ids, texts, and which may be quoted."""

    ids: tuple[int, ...]
    texts: tuple[str, ...]
    quotable: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """A run being written: what was found, what was known, and which group is which theme."""

    run: ThemeRun
    words: Words
    found: "ThemeMap"
    memory: Memory
    themes: dict[int, int]
    now: datetime

    def kept(self, theme_ids: set[int]) -> Iterator[Row]:
        """Yield again what the machine said of themes it did not find again."""
        for theme_id in sorted(theme_ids):
            said = self.memory.said_by_machine.get(theme_id, frozenset()) & self.memory.free
            for comment_id in sorted(said):
                yield self.coding(comment_id, theme_id)

    def coding(self, comment_id: int, theme_id: int) -> Row:
        """Return a coding as the machine signs it."""
        return {
            "comment_id": comment_id,
            "theme_id": theme_id,
            "source": Source.MACHINE,
            "run_id": self.run.id,
            "coded_at": self.now,
        }


def keep(
    session: Session,
    run: ThemeRun,
    words: Words,
    found: "ThemeMap",
    *,
    now: datetime,
    on_progress: Progress | None = None,
) -> ThemeRun:
    """Write down what the machine found, or leave nothing: all of it shows at the end, at once.

    Raises:
        Exception: whatever `on_progress` raises stops the writing and clears it away.
    """
    clear_unfinished(session, run.consultation_id)
    memory = remember(session, run.consultation_id)
    session.add(run)
    session.commit()
    run_id = run.id
    try:
        themes = _themes_for(session, run, words, found, memory, now)
        session.commit()
        writing = Writing(run, words, found, memory, themes, now)
        touched = touched_ids(session, memory.themes)
        stay = staying(memory.themes, touched, set(themes.values()))
        session.commit()
        _write(session, ApartComment, _apart(writing), None)
        _write(session, Coding, [*_codings(writing), *writing.kept(stay)], on_progress)
        _finish(session, writing, stay)
    except Exception:
        session.rollback()
        clear_run(session, run_id)
        raise
    return run


def clear_unfinished(session: Session, consultation_id: int) -> None:
    """Clear away what a run wrote whose worker was killed."""
    unfinished = select(ThemeRun.id).where(
        ThemeRun.consultation_id == consultation_id, ThemeRun.finished_at.is_(None)
    )
    left = session.scalars(unfinished).all()
    session.commit()
    for run_id in left:
        clear_run(session, run_id)


def clear_run(session: Session, run_id: int) -> None:
    """Clear away what one run wrote."""
    some = select(Coding.id).where(Coding.run_id == run_id).limit(CHUNK)
    while session.scalar(select(func.count()).select_from(some.subquery())):
        session.execute(delete(Coding).where(Coding.id.in_(some)))
        session.commit()
    session.execute(delete(ApartComment).where(ApartComment.run_id == run_id))
    hidden = Theme.status == ThemeStatus.OUTDATED
    session.execute(delete(Theme).where(Theme.run_id == run_id, hidden))
    session.execute(delete(ThemeRun).where(ThemeRun.id == run_id))
    session.commit()
    session.expire_all()


def _write(
    session: Session, kind: type[Any], rows: Iterable[Row], on_progress: Progress | None
) -> None:
    rows = list(rows)
    for at in range(0, len(rows), CHUNK):
        session.execute(insert(kind), rows[at : at + CHUNK])
        session.commit()
        if on_progress:
            on_progress(min(1.0, (at + CHUNK) / len(rows)))


def _themes_for(
    session: Session,
    run: ThemeRun,
    words: Words,
    found: "ThemeMap",
    memory: Memory,
    now: datetime,
) -> dict[int, int]:
    """Say for each group found which theme it is: one we know, or a new one, hidden as yet."""
    groups = [
        Group(one.id, one.name, frozenset(words.ids[row] for row in one.members) & memory.free)
        for one in found.themes
    ]
    recognised = recognise(groups, memory.known())
    themes: dict[int, int] = {}
    for one, group in zip(found.themes, groups, strict=True):
        known = recognised.get(one.id)
        if known is None and group.members <= memory.moved_by_people:
            continue  # people have placed all of these already
        themes[one.id] = known or _hidden_theme(session, run, one, now).id
    return themes


def _hidden_theme(session: Session, run: ThemeRun, found: "FoundTheme", now: datetime) -> Theme:
    theme = Theme(
        consultation_id=run.consultation_id,
        run_id=run.id,
        name=found.name or "Without a name",
        keywords=[],
        status=ThemeStatus.OUTDATED,
        made_at=now,
    )
    session.add(theme)
    session.flush()
    return theme


def _codings(writing: Writing) -> Iterator[Row]:
    """Yield the machine's codings, each comment's main theme first."""
    for comment_id, ids in zip(writing.words.ids, writing.found.placed, strict=True):
        if comment_id in writing.memory.free:
            for one in ids:
                if one in writing.themes:
                    yield writing.coding(comment_id, writing.themes[one])


def _apart(writing: Writing) -> Iterator[Row]:
    """Yield the comments that were kept apart, each with the first reason."""
    seen: set[int] = set()
    for reason, rows in writing.found.apart.items():
        for row in rows:
            comment_id = writing.words.ids[row]
            if comment_id not in seen:
                seen.add(comment_id)
                yield {"run_id": writing.run.id, "comment_id": comment_id, "reason": reason}


def _finish(session: Session, writing: Writing, stay: set[int]) -> None:
    """Show the run, on the newest state of what people did to the themes."""
    run, found_again = writing.run, set(writing.themes.values())
    of_it = select(Theme).where(Theme.consultation_id == run.consultation_id).order_by(Theme.id)
    newest = of_it.with_for_update().execution_options(populate_existing=True)
    themes = {theme.id: theme for theme in session.scalars(newest)}
    touched = touched_ids(session, themes)
    _refresh_all(writing, themes, touched)
    stays = staying(themes, touched, found_again)
    late = list(writing.kept(stays - stay))
    if late:
        session.execute(insert(Coding), late)
    for theme in themes.values():
        if theme.status is ThemeStatus.SUGGESTED and theme.id not in found_again | stays:
            theme.status = ThemeStatus.OUTDATED
    run.finished_at = writing.now
    audit.record(
        session,
        audit.SYSTEM,
        "suggest_themes",
        f"consultation:{run.consultation_id}",
        now=writing.now,
        run=run.id,
        themes=len(found_again),
    )
    session.commit()


def _refresh_all(writing: Writing, themes: Mapping[int, Theme], touched: frozenset[int]) -> None:
    by_group = {group: themes[theme_id] for group, theme_id in writing.themes.items()}
    for found in writing.found.themes:
        theme = by_group.get(found.id)
        if theme is None:
            continue
        if theme.run_id == writing.run.id:
            theme.status = ThemeStatus.SUGGESTED
        _refresh(theme, found, writing, is_touched=theme.id in touched)
        broader = by_group.get(found.parent or 0)
        if theme.id not in touched and broader is not theme:
            theme.parent_id = broader.id if broader else None


def _refresh(theme: Theme, found: "FoundTheme", writing: Writing, *, is_touched: bool) -> None:
    """Bring what the machine said up to date; a name that a person stands behind stays."""
    if theme.status is ThemeStatus.SUGGESTED or theme.tone is None:
        _describe(theme, found, writing.words)
    if theme.run_id is None:
        return
    theme.run_id, theme.suggested_name = writing.run.id, found.name
    theme.negative, theme.mixed, theme.positive = found.tones
    if theme.status is ThemeStatus.SUGGESTED and not is_touched:
        theme.name = found.name or theme.name


def _describe(theme: Theme, found: "FoundTheme", words: Words) -> None:
    theme.keywords, theme.tone = list(found.keywords), found.tone
    theme.quotes = [str(words.ids[row]) for row in found.quotes]
    theme.against_id = None if found.against is None else words.ids[found.against]
    theme.is_rare = found.is_rare
