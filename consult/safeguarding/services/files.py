"""Photos and voice notes: the safeguarding lead looks first, and nobody else until then."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.respond.models import Submission, Upload, UploadContent
from consult.respond.rules import UploadState

LONGEST_WHY = 500


def next_files(session: Session) -> Sequence[Upload]:
    """Return the files that were sent and wait to be looked at, the oldest first."""
    return session.scalars(
        _sent().where(Upload.state == UploadState.WAITING).order_by(Upload.came_on, Upload.id)
    ).all()


def waiting_file(session: Session, upload_id: int) -> Upload:
    """Return a file that was sent, to be looked at.

    Raises:
        NotFound: there is none, or its words were taken back.
    """
    return _found(session, upload_id)


def judge_file(
    session: Session, upload_id: int, *, allow: bool, reason: str, user_id: int, now: datetime
) -> Upload:
    """Let a file through, or refuse it for a reason: a refused one is deleted at once.

    Raises:
        NotFound: there is no such file.
        RuleBroken: it was judged before, or is refused for no reason.
    """
    upload = _found(session, upload_id)
    if upload.state is not UploadState.WAITING:
        raise RuleBroken("Somebody has looked at this file already.")
    if not allow and not reason.strip():
        raise RuleBroken("Say why it is refused.")
    upload.state = UploadState.ALLOWED if allow else UploadState.REFUSED
    upload.reason, upload.judged_by_id, upload.judged_at = reason.strip(), user_id, now
    if not allow:
        session.execute(delete(UploadContent).where(UploadContent.upload_id == upload.id))
    detail = {"state": upload.state.value}
    audit.record(session, f"user:{user_id}", "judge_file", f"upload:{upload.id}", now=now, **detail)
    session.commit()
    return upload


def allowed_files(session: Session, consultation_id: int) -> Sequence[Upload]:
    """Return the files of a consultation that were let through, by question."""
    return session.scalars(
        _sent()
        .where(Submission.consultation_id == consultation_id, Upload.state == UploadState.ALLOWED)
        .order_by(Upload.question_key, Upload.id)
    ).all()


def seen_file(session: Session, upload_id: int) -> Upload:
    """Return a file that was let through.

    Raises:
        NotFound: there is none, it waits, or it was refused.
    """
    upload = _found(session, upload_id)
    if upload.state is not UploadState.ALLOWED:
        raise NotFound("This file has not been let through.")
    return upload


def _sent() -> Select[Upload]:
    return (
        select(Upload)
        .join(Submission, Submission.id == Upload.submission_id)
        .where(Submission.withdrawn_on.is_(None))
        .options(joinedload(Upload.submission).joinedload(Submission.consultation))
    )


def _found(session: Session, upload_id: int) -> Upload:
    find(session, Upload, upload_id)
    upload = session.scalar(_sent().where(Upload.id == upload_id))
    if upload is None:
        raise NotFound("This file was taken back.")
    return upload
