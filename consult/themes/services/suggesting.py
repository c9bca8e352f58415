"""Let the machine read all comments and suggest themes, keeping every act of a person.

Reading, thinking and writing are three steps: nobody waits for a lock while the machine thinks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find, only_reading
from consult.jobs import Job, job_kind
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import LIVE, Source, ThemeStatus
from consult.themes.services.asking import KIND
from consult.themes.services.matching import Group, Known, recognise
from consult.themes.services.placing import (
    final_id,
    free_ids,
    members_by_theme,
    person_coded,
    standing,
)

if TYPE_CHECKING:
    from consult.analysis.themes import FoundTheme, ThemeMap

SEED = 0
# How much of the way the thinking is; the rest is writing it down.
THINKING = 0.95

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Words:
    """What the machine reads, side by side: comment ids, texts, and which may be quoted."""

    ids: tuple[int, ...]
    texts: tuple[str, ...]
    quotable: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known before a run is written: themes, what the machine said, what people said."""

    themes: Mapping[int, Theme]
    said_by_machine: Mapping[int, frozenset[int]]
    stands: Mapping[int, frozenset[int]]
    moved_by_people: frozenset[int]
    touched: frozenset[int]
    free: frozenset[int]


@job_kind(KIND)
def work(session: Session, job: Job, report: Progress) -> None:
    """Suggest themes as a piece of background work; doing it twice does no harm.

    Raises:
        RuntimeError: this worker fell silent for so long that another took the work up.
    """
    worker, consultation_id = job.worker, int(job.arguments["consultation_id"])
    words = read_words(session, consultation_id)
    found = think(words, report)
    session.refresh(job)
    if job.worker != worker:
        raise RuntimeError("another worker took this up")
    keep(session, consultation_id, words, found, now=job.seen_at or job.asked_at)


def suggest_themes(
    session: Session,
    consultation_id: int,
    *,
    now: datetime,
    on_progress: Progress | None = None,
) -> ThemeRun:
    """Read all free comments of a consultation and suggest themes for them.

    Raises:
        NotFound: there is no such consultation.
    """
    words = read_words(session, consultation_id)
    found = think(words, on_progress)
    return keep(session, consultation_id, words, found, now=now)


def read_words(session: Session, consultation_id: int) -> Words:
    """Return the free comments of a consultation; the database is let go again.

    Raises:
        NotFound: there is no such consultation.
    """
    session.commit()
    with only_reading():
        find(session, Consultation, consultation_id)
        columns = (Comment.id, Comment.text, Submission.may_quote)
        free = free_comments().with_only_columns(*columns, maintain_column_froms=True)
        of_it = free.where(Submission.consultation_id == consultation_id).order_by(Comment.id)
        rows = session.execute(of_it).all()
        session.commit()
    ids, texts, quotable = zip(*rows, strict=True) if rows else ((), (), ())
    return Words(ids, texts, quotable)


def think(words: Words, on_progress: Progress | None = None) -> "ThemeMap":
    """Find themes; the same comments give the same themes."""

    def tell(done: float) -> None:
        if on_progress:
            on_progress(done * THINKING)

    # Imported when there is something to read: it takes a second, and every start would pay it.
    from consult.analysis.themes import find_themes

    return find_themes(words.texts, seed=SEED, quotable=words.quotable, on_progress=tell)


def keep(
    session: Session, consultation_id: int, words: Words, found: "ThemeMap", *, now: datetime
) -> ThemeRun:
    """Write down what the machine found: in one step, on the newest state of what people did."""
    memory = _remember(session, consultation_id)
    run = ThemeRun(
        consultation_id=consultation_id,
        engine=found.engine,
        comments=len(words.ids),
        finished_at=now,
    )
    session.add(run)
    session.flush()
    themes = _themes_for(session, run, words, found, memory)
    rows = _codings(words, found, themes, memory)
    rows += _what_stays(memory, set(themes.values()))
    if rows:
        signed = {"source": Source.MACHINE, "run_id": run.id, "coded_at": now}
        session.execute(insert(Coding), [{**row, **signed} for row in rows])
    subject = f"consultation:{consultation_id}"
    audit.record(
        session, audit.SYSTEM, "suggest_themes", subject, now=now, run=run.id, themes=len(themes)
    )
    session.commit()
    return run


def _remember(session: Session, consultation_id: int) -> Memory:
    of_it = select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    newest = of_it.with_for_update().execution_options(populate_existing=True)
    themes = {theme.id: theme for theme in session.scalars(newest)}
    coded = person_coded(session, consultation_id)
    stands = members_by_theme(standing(session, consultation_id, themes))
    merged_into = {theme.merged_into_id for theme in themes.values()}
    decided = {theme.id for theme in themes.values() if theme.decided_by_id is not None}
    touched = {one for one in {*coded.values(), *merged_into} if one is not None} | decided
    return Memory(
        themes=themes,
        said_by_machine=_said_last(session, consultation_id),
        stands={theme_id: frozenset(ids) for theme_id, ids in stands.items()},
        moved_by_people=frozenset(coded),
        touched=frozenset(touched),
        free=frozenset(free_ids(session, consultation_id)),
    )


def _said_last(session: Session, consultation_id: int) -> dict[int, frozenset[int]]:
    """Return the comments the machine last put under each theme, in whichever run that was."""
    newest = (
        select(Coding.theme_id, func.max(Coding.run_id).label("run_id"))
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Theme.consultation_id == consultation_id, Coding.source == Source.MACHINE)
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


def _themes_for(
    session: Session, run: ThemeRun, words: Words, found: "ThemeMap", memory: Memory
) -> dict[int, int]:
    """Return the theme id for each group found: one we know, or a new suggestion."""
    groups = [
        Group(one.id, one.name, frozenset(words.ids[row] for row in one.members) & memory.free)
        for one in found.themes
    ]
    recognised = recognise(groups, _known(memory))
    themes: dict[int, int] = {}
    for one, group in zip(found.themes, groups, strict=True):
        theme = memory.themes.get(recognised.get(one.id, 0))
        if theme is None and group.members <= memory.moved_by_people:
            continue  # people have placed all of these already
        if theme is None:
            theme = _new_theme(session, run, one, words)
        else:
            _refresh(theme, run, one, words, is_touched=theme.id in memory.touched)
        themes[one.id] = theme.id
    return themes


def _known(memory: Memory) -> list[Known]:
    return [
        Known(
            theme.id,
            theme.suggested_name,
            (
                memory.said_by_machine.get(theme.id, frozenset()),
                memory.stands.get(theme.id, frozenset()),
            ),
        )
        for theme in memory.themes.values()
        if theme.status is not ThemeStatus.OUTDATED
    ]


def _new_theme(session: Session, run: ThemeRun, found: "FoundTheme", words: Words) -> Theme:
    theme = Theme(
        consultation_id=run.consultation_id,
        run_id=run.id,
        name=found.name or "Without a name",
        suggested_name=found.name,
        keywords=list(found.keywords),
        quotes=_quotes(found, words),
        tone=found.tone,
        status=ThemeStatus.SUGGESTED,
        made_at=run.finished_at,
    )
    session.add(theme)
    session.flush()
    return theme


def _refresh(
    theme: Theme, run: ThemeRun, found: "FoundTheme", words: Words, *, is_touched: bool
) -> None:
    """Bring what the machine said up to date; a name that a person stands behind stays."""
    if theme.status is ThemeStatus.SUGGESTED or theme.tone is None:
        theme.keywords, theme.tone = list(found.keywords), found.tone
        theme.quotes = _quotes(found, words)
    if theme.run_id is None:
        return
    theme.run_id, theme.suggested_name = run.id, found.name
    if theme.status is ThemeStatus.SUGGESTED and not is_touched:
        theme.name = found.name or theme.name


def _quotes(found: "FoundTheme", words: Words) -> list[str]:
    return [str(words.ids[row]) for row in found.quotes]


def _codings(
    words: Words, found: "ThemeMap", themes: Mapping[int, int], memory: Memory
) -> list[dict[str, object]]:
    """Return the machine's codings, each comment's main theme first."""
    return [
        {"comment_id": comment_id, "theme_id": themes[one]}
        for comment_id, ids in zip(words.ids, found.placed, strict=True)
        if comment_id in memory.free
        for one in ids
        if one in themes
    ]


def _what_stays(memory: Memory, found_again: set[int]) -> list[dict[str, object]]:
    """Return the codings that stay for themes people stand behind; outdate the others not found."""
    rows: list[dict[str, object]] = []
    for theme in memory.themes.values():
        if theme.id in found_again:
            continue
        final = memory.themes[final_id(theme.id, memory.themes)]
        is_ours = final.status is ThemeStatus.CONFIRMED or final.id in memory.touched
        if theme.status is ThemeStatus.SUGGESTED and not is_ours:
            theme.status = ThemeStatus.OUTDATED
        elif final.status in LIVE:
            stay = memory.said_by_machine.get(theme.id, frozenset()) & memory.free
            rows += [{"comment_id": one, "theme_id": theme.id} for one in sorted(stay)]
    return rows
