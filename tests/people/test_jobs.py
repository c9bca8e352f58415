"""Background work: done once, by one worker, and taken up again when a worker dies."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult import jobs
from consult.db import db
from consult.jobs import Job, JobState
from tests.builders import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, jobs.Work]]:
    """The kinds of work known in this test."""
    known: dict[str, jobs.Work] = {}
    monkeypatch.setattr(jobs, "_kinds", known)
    logging.disable(logging.CRITICAL)
    yield known
    logging.disable(logging.NOTSET)


def ask(session: Session, kind: str = "count", **arguments: object) -> Job:
    job = jobs.enqueue(session, kind, asked_by="user:1", now=NOW, **arguments)
    session.commit()
    return job


def run(session: Session, worker: str = "first", now: datetime = NOW) -> bool:
    return jobs.run_next(session, worker, clock=lambda: now)


def test_work_is_done_in_the_order_it_was_asked_for(session: Session) -> None:
    done: list[int] = []

    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        done.append(job.arguments["number"])

    first, second = ask(session, number=1), ask(session, number=2)

    assert run(session)
    assert run(session)
    assert not run(session)
    assert done == [1, 2]
    assert first.state is second.state is JobState.DONE
    assert first.finished_at == NOW


def test_progress_can_be_read_while_the_work_goes_on(session: Session) -> None:
    seen: list[int] = []

    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        for done in (0.25, 0.5, 1.7, -1.0):
            report(done)
            session.refresh(job)
            seen.append(job.progress)

    job = ask(session)
    run(session)

    assert seen == [25, 50, 100, 0]
    assert job.progress == 100


def test_one_piece_of_work_is_claimed_once_by_two_workers(app: Flask, session: Session) -> None:
    for _ in range(12):
        ask(session)
    session.rollback()
    ready, taken, lock = threading.Barrier(2), [], threading.Lock()

    def worker(name: str) -> None:
        with Session(db.engine) as mine:
            ready.wait(10)
            while (job := jobs.claim(mine, name, now=NOW)) is not None:
                with lock:
                    taken.append(job.id)
            mine.rollback()

    def in_app(name: str) -> None:
        with app.app_context():
            worker(name)

    threads = [threading.Thread(target=in_app, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(taken) == list(range(1, 13))


def test_work_whose_worker_died_is_taken_up_again(session: Session) -> None:
    jobs.job_kind("count")(lambda session, job, report: None)
    job = ask(session)
    assert jobs.claim(session, "dies", now=NOW)

    assert not run(session, now=NOW + 20 * SECOND), "it may still be at work"
    assert run(session, "second", now=NOW + 31 * SECOND)

    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_sign_of_life_keeps_the_claim(session: Session) -> None:
    job = ask(session)
    jobs.claim(session, "slow", now=NOW)
    jobs.beat(session, job.id, "slow", 0.5, now=NOW + 25 * SECOND)

    assert jobs.claim(session, "second", now=NOW + 50 * SECOND) is None


def test_long_work_keeps_its_claim_without_a_word(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT", SECOND / 100)
    beats = itertools.count(1)
    seen: list[datetime | None] = []

    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        session.commit()
        for _ in range(500):
            session.refresh(job)
            session.commit()
            if job.seen_at != NOW + SECOND:
                break
            time.sleep(0.01)
        seen.append(job.seen_at)

    ask(session)
    jobs.run_next(session, "slow", clock=lambda: NOW + next(beats) * SECOND)

    assert seen[0] is not None
    assert seen[0] > NOW + SECOND


def test_a_worker_thought_dead_cannot_finish_what_another_does(session: Session) -> None:
    job = ask(session)
    jobs.claim(session, "slow", now=NOW)
    jobs.claim(session, "second", now=NOW + 31 * SECOND)

    with pytest.raises(jobs.Stopped):
        jobs.beat(session, job.id, "slow", 0.9, now=NOW + 32 * SECOND)
    jobs.finish(session, job.id, "slow", now=NOW + 33 * SECOND)

    session.refresh(job)
    assert (job.state, job.worker, job.progress) == (JobState.RUNNING, "second", 0)


def test_work_that_fails_is_tried_three_times_and_says_why(session: Session) -> None:
    tries: list[int] = []

    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        tries.append(job.attempts)
        raise ValueError("there are no comments yet")

    job = ask(session)
    while run(session):
        pass

    assert tries == [1, 2, 3]
    assert job.state is JobState.FAILED
    assert job.problem == "It did not work: there are no comments yet"
    assert job.finished_at == NOW


def test_work_that_succeeds_at_last_leaves_no_complaint(session: Session) -> None:
    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        if job.attempts == 1:
            raise ValueError("the network was away")

    job = ask(session)
    run(session)
    assert job.state is JobState.WAITING
    run(session)

    assert (job.state, job.problem) == (JobState.DONE, None)


def test_work_that_kills_its_worker_each_time_is_given_up(session: Session) -> None:
    jobs.job_kind("count")(lambda session, job, report: None)
    job = ask(session)
    for death in range(3):
        assert jobs.claim(session, f"dies {death}", now=NOW + death * 31 * SECOND)

    run(session, "careful", now=NOW + 200 * SECOND)

    assert job.state is JobState.FAILED
    assert job.problem == "It did not work: its worker died each time it was tried"


def test_half_done_work_is_undone_when_it_fails(session: Session) -> None:
    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        jobs.enqueue(session, "left over", asked_by="system", now=NOW)
        raise ValueError("half way")

    ask(session)
    run(session)

    assert [job.kind for job in session.query(Job)] == ["count"]


def test_unknown_work_is_given_up_with_a_sentence(session: Session) -> None:
    job = ask(session, "juggle")
    while run(session):
        pass

    assert job.problem == "It did not work: nobody knows the work “juggle”"


def test_worker_works_until_it_is_told_to_stop(session: Session) -> None:
    stop = threading.Event()

    @jobs.job_kind("count")
    def count(session: Session, job: Job, report: Callable[[float], None]) -> None:
        stop.set()

    job = ask(session)
    jobs.work_until(stop, lambda: session, lambda: NOW, pause=0.01)

    session.add(job)
    session.refresh(job)
    assert job.state is JobState.DONE
