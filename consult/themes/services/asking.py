"""Ask for suggestions, one piece of background work at a time, and see how far it has come."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import RuleBroken
from consult.jobs import Job, JobState, ask_to_stop, enqueue
from consult.survey.models import Consultation
from consult.themes.models import ThemeRun

KIND = "suggest_themes"
CODING = "code_rest"
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


def ask_for_themes(
    session: Session,
    consultation_id: int,
    *,
    about: int | None = None,
    user_id: int,
    now: datetime,
) -> Job:
    """Ask the machine to suggest about so many themes (none: as many as it finds).

    While it is at it, asking again changes nothing.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: it is still coding the rest from examples.
    """
    find(session, Consultation, consultation_id)
    job = newest_request(session, consultation_id)
    if job is not None and job.state in UNDER_WAY:
        return job
    coding = newest_request(session, consultation_id, CODING)
    if coding is not None and coding.state in UNDER_WAY:
        raise RuleBroken("The machine is coding from examples. Wait for it, or stop it.")
    person = f"user:{user_id}"
    asked = {"consultation_id": consultation_id, "themes": about}
    job = enqueue(session, KIND, asked_by=person, now=now, **asked)
    subject = f"consultation:{consultation_id}"
    audit.record(session, person, "ask_for_themes", subject, now=now, themes=about)
    session.commit()
    return job


def stop_asking(session: Session, consultation_id: int, *, user_id: int, now: datetime) -> None:
    """Stop the machine's reading that is under way, if there is one; it leaves nothing behind."""
    job = newest_request(session, consultation_id)
    if job is None or job.state not in UNDER_WAY or job.stop_asked_at is not None:
        return
    ask_to_stop(job, now=now)
    subject = f"consultation:{consultation_id}"
    audit.record(session, f"user:{user_id}", "stop_themes", subject, now=now)
    session.commit()


def newest_request(session: Session, consultation_id: int, kind: str = KIND) -> Job | None:
    """Return the newest piece of work of a kind asked for on a consultation, if there is one."""
    requests = select(Job).where(Job.kind == kind).order_by(Job.id.desc())
    fresh = requests.execution_options(populate_existing=True)
    return next(
        (
            job
            for job in session.scalars(fresh)
            if job.arguments.get("consultation_id") == consultation_id
        ),
        None,
    )


def newest_run(session: Session, consultation_id: int) -> ThemeRun | None:
    """Return the machine's newest finished reading of a consultation, if there is one."""
    runs = select(ThemeRun).where(
        ThemeRun.consultation_id == consultation_id, ThemeRun.finished_at.is_not(None)
    )
    return session.scalar(runs.order_by(ThemeRun.id.desc()).limit(1))
