"""Code the rest from examples: the machine learns what people said and codes what nobody has.

Its codings are a run of their own, each with how sure it is. What people said stands above it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import RuleBroken
from consult.jobs import Job, ask_to_stop, enqueue, job_kind
from consult.survey.models import Consultation
from consult.themes.models import ApartComment, Coding, Theme, ThemeRun
from consult.themes.rules import LIVE, Source
from consult.themes.services.asking import CODING, UNDER_WAY, newest_request, newest_run
from consult.themes.services.placing import final_id, free_ids, themes_by_id
from consult.themes.services.said import said_by_people
from consult.themes.services.suggesting import read_words, while_ours
from consult.themes.services.using_codebooks import examples_of_codebooks
from consult.themes.services.writing import CHUNK, Progress, Row, clear_run, clear_unfinished

if TYPE_CHECKING:
    from consult.analysis.coder import Coded

ENGINE = "from examples"
SEED = 0
FEWEST_THEMES = 2
MOST_ASKED = 200
BLOCK = 5_000
# How much of the way learning and thinking are; the rest is writing it down.
LEARNT, THOUGHT = 0.3, 0.9


@dataclass(frozen=True, slots=True)
class Examples:
    """What the machine may learn from, by theme id: comments that people coded, kept texts."""

    by_people: dict[int, list[int]]
    from_codebooks: dict[int, tuple[str, ...]]

    @property
    def theme_ids(self) -> list[int]:
        """The themes that have an example."""
        return sorted({*self.by_people, *self.from_codebooks})

    def pairs(self, text_of: Mapping[int, str]) -> list[tuple[str, int]]:
        """Return each example's text and theme."""
        coded = [(one, theme) for theme, ids in self.by_people.items() for one in ids]
        own = [(text_of[one], theme) for one, theme in coded if one in text_of]
        kept = [(text, theme) for theme, texts in self.from_codebooks.items() for text in texts]
        return own + kept


def examples_of(session: Session, consultation_id: int) -> Examples:
    """Return the examples there are: free comments people put under themes in use, kept texts."""
    themes = themes_by_id(session, consultation_id)
    said = said_by_people(session, consultation_id)
    by_people: dict[int, list[int]] = {}
    for comment_id in free_ids(session, consultation_id):
        theme_id = said[comment_id].theme_id if comment_id in said else None
        theme = None if theme_id is None else themes[final_id(theme_id, themes)]
        if theme is not None and theme.status in LIVE:
            by_people.setdefault(theme.id, []).append(comment_id)
    return Examples(by_people, examples_of_codebooks(session, consultation_id))


def ask_to_code_rest(session: Session, consultation_id: int, *, user_id: int, now: datetime) -> Job:
    """Ask the machine to code the rest; while it is at it, asking again changes nothing.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: fewer than two themes have an example, or it is still suggesting themes.
    """
    find(session, Consultation, consultation_id)
    job = newest_coding(session, consultation_id)
    if job is not None and job.state in UNDER_WAY:
        return job
    suggesting = newest_request(session, consultation_id)
    if suggesting is not None and suggesting.state in UNDER_WAY:
        raise RuleBroken("The machine is reading the comments to suggest themes. Wait for it.")
    _check_enough(examples_of(session, consultation_id))
    person, subject = f"user:{user_id}", f"consultation:{consultation_id}"
    job = enqueue(session, CODING, asked_by=person, now=now, consultation_id=consultation_id)
    audit.record(session, person, "ask_to_code_rest", subject, now=now)
    session.commit()
    return job


def newest_coding(session: Session, consultation_id: int) -> Job | None:
    """Return the newest piece of such work on a consultation, if there is one."""
    return newest_request(session, consultation_id, CODING)


def stop_coding(session: Session, consultation_id: int, *, user_id: int, now: datetime) -> None:
    """Stop the coding that is under way, if there is one; it leaves nothing behind."""
    job = newest_coding(session, consultation_id)
    if job is None or job.state not in UNDER_WAY or job.stop_asked_at is not None:
        return
    ask_to_stop(job, now=now)
    subject = f"consultation:{consultation_id}"
    audit.record(session, f"user:{user_id}", "stop_coding", subject, now=now)
    session.commit()


@job_kind(CODING)
def work(session: Session, job: Job, report: Progress) -> None:
    """Code the rest as a piece of background work; doing it twice does no harm.

    Raises:
        RuntimeError: this worker fell silent for so long that another took the work up.
    """
    code_rest(
        session,
        int(job.arguments["consultation_id"]),
        now=job.seen_at or job.asked_at,
        on_progress=while_ours(session, job, report),
    )


def code_rest(
    session: Session,
    consultation_id: int,
    *,
    now: datetime,
    on_progress: Progress | None = None,
) -> ThemeRun:
    """Learn from the examples and code every free comment that no person has coded.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: fewer than two themes have an example.
    """
    tell = on_progress or _tell_nobody
    examples = examples_of(session, consultation_id)
    _check_enough(examples)
    names = _names(themes_by_id(session, consultation_id), examples)
    said = said_by_people(session, consultation_id)
    before = newest_run(session, consultation_id)
    words = read_words(session, consultation_id)
    text_of = dict(zip(words.ids, words.texts, strict=True))
    rest = {one: text for one, text in text_of.items() if one not in said}
    shown = [(text, names[theme_id]) for text, theme_id in examples.pairs(text_of)]
    coded, asks = _think(shown, list(rest.values()), tell)
    run = ThemeRun(
        consultation_id=consultation_id,
        engine=ENGINE,
        comments=len(rest),
        examples=len(shown),
        asks=[list(rest)[at] for at in asks],
        languages=before.languages if before else {},
    )
    theme_of = {name: theme_id for theme_id, name in names.items()}
    rows = [
        (comment_id, [(theme_of[one.label], one.confidence) for one in labels])
        for comment_id, labels in zip(rest, coded, strict=True)
    ]
    return _keep(session, run, before, rows, set(names), now, tell)


def _think(
    examples: Sequence[tuple[str, str]], rest: Sequence[str], tell: Progress
) -> tuple[list[tuple["Coded", ...]], list[int]]:
    """Return the labels of each comment, and the rows that would teach most."""
    # Imported when there is something to learn: it takes a second.
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    from consult.analysis.asking import to_ask
    from consult.analysis.coder import Coder

    with threadpool_limits(2):
        texts, labels = zip(*examples, strict=True)
        coder = Coder().fit(texts, labels, rest=rest, seed=SEED)
        tell(LEARNT)
        coded: list[tuple[Coded, ...]] = []
        for at in range(0, len(rest), BLOCK):
            coded += coder.code(rest[at : at + BLOCK])
            tell(LEARNT + (THOUGHT - LEARNT) * len(coded) / len(rest))
        return coded, [int(at) for at in to_ask(coder, rest, MOST_ASKED)]


def _keep(
    session: Session,
    run: ThemeRun,
    before: ThemeRun | None,
    rows: Sequence[tuple[int, list[tuple[int, float]]]],
    learnt: set[int],
    now: datetime,
    tell: Progress,
) -> ThemeRun:
    """Write the run down a few rows at a time; all of it shows at the end, at once."""
    clear_unfinished(session, run.consultation_id)
    stays = _said_before(session, before, learnt)
    session.add(run)
    session.commit()
    run_id = run.id
    signed = {"source": Source.MACHINE, "run_id": run_id, "coded_at": now}
    codings = [{**row, **signed} for row in _codings(rows, stays)]
    try:
        for at in range(0, len(codings), CHUNK):
            session.execute(insert(Coding), codings[at : at + CHUNK])
            session.commit()
            tell(THOUGHT + (1 - THOUGHT) * min(1.0, (at + CHUNK) / len(codings)))
        _keep_apart(session, run, before, {one for one, labels in rows if labels})
        _finish(session, run, now)
    except Exception:
        session.rollback()
        clear_run(session, run_id)
        raise
    return run


def _codings(
    rows: Iterable[tuple[int, list[tuple[int, float]]]], stays: Mapping[int, list[int]]
) -> Iterator[Row]:
    """Yield what it says of each comment, main theme first; a row with no theme: none fits."""
    for comment_id, labels in rows:
        kept = stays.get(comment_id, [])
        for theme_id, confidence in labels:
            yield {"comment_id": comment_id, "theme_id": theme_id, "confidence": confidence}
        for theme_id in kept:
            yield {"comment_id": comment_id, "theme_id": theme_id, "confidence": None}
        if not labels and not kept:
            yield {"comment_id": comment_id, "theme_id": None, "confidence": None}


def _said_before(
    session: Session, before: ThemeRun | None, learnt: set[int]
) -> dict[int, list[int]]:
    """Return what the machine said before of themes without examples: that stays as it was."""
    if before is None:
        return {}
    themes = themes_by_id(session, before.consultation_id)
    codings = select(Coding.comment_id, Coding.theme_id).where(Coding.run_id == before.id)
    stays: dict[int, list[int]] = {}
    for comment_id, theme_id in session.execute(codings.order_by(Coding.id)):
        final = None if theme_id is None else themes[final_id(theme_id, themes)]
        if final is not None and final.id not in learnt and final.status in LIVE:
            stays.setdefault(comment_id, []).append(final.id)
    return stays


def _keep_apart(session: Session, run: ThemeRun, before: ThemeRun | None, coded: set[int]) -> None:
    """Keep for what reason comments were not read, where they still say nothing."""
    if before is None:
        return
    columns = (ApartComment.comment_id, ApartComment.reason)
    apart = session.execute(select(*columns).where(ApartComment.run_id == before.id)).all()
    rows = [
        {"run_id": run.id, "comment_id": comment_id, "reason": reason}
        for comment_id, reason in apart
        if comment_id not in coded
    ]
    if rows:
        session.execute(insert(ApartComment), rows)


def _finish(session: Session, run: ThemeRun, now: datetime) -> None:
    run.finished_at = now
    subject = f"consultation:{run.consultation_id}"
    told = {"run": run.id, "comments": run.comments, "examples": run.examples}
    audit.record(session, audit.SYSTEM, "code_rest", subject, now=now, **told)
    session.commit()


def _names(themes: Mapping[int, Theme], examples: Examples) -> dict[int, str]:
    """Return a name of its own for each theme there are examples of."""
    names: dict[int, str] = {}
    for theme_id in examples.theme_ids:
        name = themes[theme_id].name
        names[theme_id] = f"{name} ({theme_id})" if name in names.values() else name
    return names


def _check_enough(examples: Examples) -> None:
    if len(examples.theme_ids) < FEWEST_THEMES:
        raise RuleBroken("Code comments under two themes or more first: it learns from those.")


def _tell_nobody(_done: float) -> None:
    """Keep progress to oneself."""
