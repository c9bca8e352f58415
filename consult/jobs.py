"""Background work: the queue, progress, retries.

The `job` table is the queue and the truth: a job is claimed by one statement, keeps its claim by
a heartbeat, and is taken up again when the heartbeat stops. The same code serves SQLite and
PostgreSQL, in a thread of the server or in `consult worker`.
"""

import enum
import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Update, and_, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.db import Base, IntKey, find, only_reading

HEARTBEAT = timedelta(seconds=5)
LOST_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 3
STOPPED = "Somebody stopped it."

log = logging.getLogger(__name__)


class JobState(enum.StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Stopped(Exception):
    """Somebody asked for the work to stop."""


class Job(Base):
    """One piece of work asked for, and how far it has come."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("progress BETWEEN 0 AND 100", name="progress_percent"),)

    id: Mapped[IntKey]
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    seen_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    stop_asked_at: Mapped[datetime | None]
    problem: Mapped[str | None]

    @property
    def is_stopped(self) -> bool:
        """Whether it ended because somebody stopped it."""
        return self.state is JobState.FAILED and self.stop_asked_at is not None


Work = Callable[[Session, Job, Callable[[float], None]], None]
Chore = Callable[[Session, date], None]
_kinds: dict[str, Work] = {}
_chores: list[Chore] = []


def job_kind(name: str) -> Callable[[Work], Work]:
    """Register a function as the work of one kind of job. It must be safe to run twice."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def chore(work: Chore) -> Chore:
    """Register a function that the worker does on its start and then once a day."""
    _chores.append(work)
    return work


def do_chores(session: Session, *, today: date) -> None:
    """Do what is to be done each day; one that fails does not keep the others from it."""
    for work in _chores:
        try:
            work(session, today)
        except Exception:  # tomorrow is another day
            log.exception("a daily chore failed")
            session.rollback()


def enqueue(session: Session, kind: str, *, asked_by: str, now: datetime, **arguments: Any) -> Job:
    """Ask for a piece of work; the caller's commit makes it stand."""
    job = Job(kind=kind, arguments=arguments, asked_by=asked_by, asked_at=now)
    session.add(job)
    session.flush()
    return job


def claim(session: Session, worker: str, *, now: datetime) -> Job | None:
    """Take the next waiting job, or one whose worker fell silent; at most one worker gets it."""
    claimable = or_(
        Job.state == JobState.WAITING,
        and_(Job.state == JobState.RUNNING, Job.seen_at < now - LOST_AFTER),
    )
    with only_reading():
        idle = session.scalar(select(Job.id).where(claimable).limit(1)) is None
        session.commit()
    if idle:
        return None
    next_id = (
        select(Job.id).where(claimable).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    )
    job_id = session.scalar(
        update(Job)
        .where(Job.id == next_id.scalar_subquery(), claimable)
        .values(state=JobState.RUNNING, worker=worker, seen_at=now, attempts=Job.attempts + 1)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    if job_id is None:
        return None
    session.expire_all()
    return find(session, Job, job_id)


def beat(session: Session, job_id: int, worker: str, progress: float, *, now: datetime) -> None:
    """Say that the work goes on, and how far it has come (0 to 1).

    Raises:
        Stopped: somebody asked for the work to stop, or another worker took it up.
    """
    percent = round(max(0.0, min(progress, 1.0)) * 100)
    told = _claimed(job_id, worker).values(seen_at=now, progress=percent)
    held = session.execute(told.returning(Job.stop_asked_at)).all()
    session.commit()
    if not held or held[0].stop_asked_at is not None:
        raise Stopped


def ask_to_stop(job: Job, *, now: datetime) -> None:
    """Ask for a piece of work to stop: at once where nobody has begun, else at its next report.

    The caller's commit makes it stand. Work that is over stays as it is.
    """
    if job.state in (JobState.WAITING, JobState.RUNNING) and job.stop_asked_at is None:
        job.stop_asked_at = now
    if job.state is JobState.WAITING:
        job.state, job.finished_at = JobState.FAILED, now


def finish(
    session: Session, job_id: int, worker: str, *, now: datetime, problem: str | None = None
) -> None:
    """Close a job as done or stopped, set it waiting again, or give it up after three attempts."""
    job = session.get_one(Job, job_id, populate_existing=True)
    if job.worker != worker:
        return
    job.problem = problem
    if job.stop_asked_at is not None and problem is not None:
        job.state, job.problem, job.finished_at = JobState.FAILED, STOPPED, now
    elif problem is None:
        job.state, job.progress, job.finished_at = JobState.DONE, 100, now
    elif job.attempts < MAX_ATTEMPTS:
        job.state = JobState.WAITING
    else:
        job.state, job.finished_at = JobState.FAILED, now
    session.commit()


@contextmanager
def _sign_of_life(
    session: Session, job_id: int, worker: str, clock: Callable[[], datetime]
) -> Iterator[None]:
    """Keep the claim in a thread of its own, however long the work goes without a word."""
    bind, done = session.get_bind(), threading.Event()

    def tell() -> None:
        while not done.wait(HEARTBEAT.total_seconds()):
            try:
                with Session(bind) as own:
                    own.execute(_claimed(job_id, worker).values(seen_at=clock()))
                    own.commit()
            except SQLAlchemyError:  # the next beat may get through
                log.warning("no sign of life could be given for job %s", job_id)

    threading.Thread(target=tell, daemon=True, name=f"job {job_id}").start()
    try:
        yield
    finally:
        done.set()  # and no waiting: a last beat may be waiting for what we are about to commit


def _claimed(job_id: int, worker: str) -> Update:
    """Return the update of a job that a worker still holds."""
    return update(Job).where(Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)


def run_next(session: Session, worker: str, *, clock: Callable[[], datetime]) -> bool:
    """Do the next piece of work, if there is any; return whether there was."""
    job = claim(session, worker, now=clock())
    if job is None:
        return False
    job_id = job.id
    try:
        if job.attempts > MAX_ATTEMPTS:
            raise RuntimeError("its worker died each time it was tried")
        if job.kind not in _kinds:
            raise RuntimeError(f"nobody knows the work “{job.kind}”")

        def report(done: float) -> None:
            beat(session, job_id, worker, done, now=clock())

        with _sign_of_life(session, job_id, worker, clock):
            _kinds[job.kind](session, job, report)
    except Stopped:
        session.rollback()
        finish(session, job_id, worker, now=clock(), problem=STOPPED)
    except Exception as error:  # whatever went wrong, the queue goes on
        log.exception("job %s failed", job_id)
        session.rollback()
        finish(session, job_id, worker, now=clock(), problem=f"It did not work: {error}")
    else:
        finish(session, job_id, worker, now=clock())
    return True


def work_until(
    stop: threading.Event,
    session_of: Callable[[], Session],
    clock: Callable[[], datetime],
    pause: float,
) -> None:
    """Take up work until told to stop, resting `pause` seconds when there is none."""
    worker, tidied_on = uuid.uuid4().hex, None
    while not stop.is_set():
        session = session_of()
        try:
            if tidied_on != clock().date():
                tidied_on = clock().date()
                do_chores(session, today=tidied_on)
            busy = run_next(session, worker, clock=clock)
        except Exception:  # the database may be away for a moment
            log.exception("the queue could not be read")
            busy = False
        finally:
            session.close()
        if not busy:
            stop.wait(pause)
