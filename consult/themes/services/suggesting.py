"""Let the machine read all comments and suggest themes, keeping every act of a person.

Reading, thinking and writing are three steps: nobody waits for a lock while the machine thinks.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consult.config import read_encoder
from consult.db import find, only_reading
from consult.jobs import Job, job_kind
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from consult.survey.rules import ENGLISH, LANGUAGES
from consult.themes.models import ThemeRun
from consult.themes.services.asking import KIND
from consult.themes.services.writing import Progress, Words, keep

if TYPE_CHECKING:
    from consult.analysis.themes import ThemeMap

SEED = 0
# How much of the way the thinking is; the rest is writing it down.
THINKING = 0.9


@job_kind(KIND)
def work(session: Session, job: Job, report: Progress) -> None:
    """Suggest themes as a piece of background work; doing it twice does no harm.

    Raises:
        RuntimeError: this worker fell silent for so long that another took the work up.
    """
    suggest_themes(
        session,
        int(job.arguments["consultation_id"]),
        now=job.seen_at or job.asked_at,
        about=job.arguments.get("themes"),
        on_progress=while_ours(session, job, report),
    )


def while_ours(session: Session, job: Job, report: Progress) -> Progress:
    """Return how to report progress; a worker that lost the work to another goes no further."""
    worker = job.worker

    def tell(done: float) -> None:
        report(done)
        session.refresh(job)
        session.commit()
        if job.worker != worker:
            raise RuntimeError("another worker took this up")

    return tell


def suggest_themes(
    session: Session,
    consultation_id: int,
    *,
    now: datetime,
    about: int | None = None,
    on_progress: Progress | None = None,
) -> ThemeRun:
    """Read all free comments of a consultation and suggest themes, about so many, for them.

    Raises:
        NotFound: there is no such consultation.
    """
    words = read_words(session, consultation_id)
    found = think(words, about=about, on_progress=on_progress)
    run = ThemeRun(
        consultation_id=consultation_id,
        engine=found.engine,
        comments=len(words.ids),
        asked_themes=about,
        languages={code: rows for code, rows in found.languages.items() if code != ENGLISH},
    )

    def tell(done: float) -> None:
        if on_progress:
            on_progress(THINKING + done * (1 - THINKING))

    return keep(session, run, words, found, now=now, on_progress=tell)


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


def think(
    words: Words, *, about: int | None = None, on_progress: Progress | None = None
) -> "ThemeMap":
    """Find themes, about so many; the same comments give the same themes."""

    def tell(done: float) -> None:
        if on_progress:
            on_progress(done * THINKING)

    # Imported when there is something to read: it takes a second, and every start would pay it.
    from consult.analysis.themes import find_themes

    found = find_themes(
        words.texts,
        about=about,
        seed=SEED,
        quotable=words.quotable,
        on_progress=tell,
        encoder=read_encoder(),
    )
    found.apart = {**found.apart, **_in_other_languages(words, found)}
    return found


def _in_other_languages(words: Words, found: "ThemeMap") -> dict[str, tuple[int, ...]]:
    """Return the rows written in each other language, under its name in English."""
    from consult.analysis.language import language_of

    rows: dict[str, list[int]] = {}
    if set(found.languages) - {ENGLISH}:
        for row, code in enumerate(language_of(words.texts)):
            if code != ENGLISH:
                _, name = LANGUAGES.get(code, ("", code))
                rows.setdefault(f"written in {name}", []).append(row)
    return {reason: tuple(there) for reason, there in rows.items()}
