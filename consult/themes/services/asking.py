"""Ask for suggestions, one piece of background work at a time, and see how far it has come."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.jobs import Job, JobState, enqueue
from consult.survey.models import Consultation
from consult.themes.models import ThemeRun

KIND = "suggest_themes"
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


def ask_for_themes(session: Session, consultation_id: int, *, user_id: int, now: datetime) -> Job:
    """Ask the machine to suggest themes; while it is at it, asking again changes nothing.

    Raises:
        NotFound: there is no such consultation.
    """
    find(session, Consultation, consultation_id)
    job = newest_request(session, consultation_id)
    if job is not None and job.state in UNDER_WAY:
        return job
    person = f"user:{user_id}"
    job = enqueue(session, KIND, asked_by=person, now=now, consultation_id=consultation_id)
    audit.record(session, person, "ask_for_themes", f"consultation:{consultation_id}", now=now)
    session.commit()
    return job


def newest_request(session: Session, consultation_id: int) -> Job | None:
    """Return the newest piece of work that was asked for on a consultation, if there is one."""
    requests = select(Job).where(Job.kind == KIND).order_by(Job.id.desc())
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
    """Return the machine's newest reading of a consultation, if there is one."""
    runs = select(ThemeRun).where(ThemeRun.consultation_id == consultation_id)
    return session.scalar(runs.order_by(ThemeRun.id.desc()).limit(1))
