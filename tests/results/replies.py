"""Replies put in by the hundred, where tests count many people."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Submission
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import TODAY, version_for

Given = Mapping[str, str]


def say(
    session: Session,
    consultation: Consultation,
    replies: Iterable[Given],
    audience: Audience = Audience.YOUNG_PERSON,
    **details: str,
) -> None:
    """Put in one reply for each set of answers: an option key by question key."""
    version = version_for(session, consultation, audience)
    replies = list(replies)
    people = [
        {
            "survey_version_id": version.id,
            "consultation_id": consultation.id,
            "audience": audience,
            "sent_on": TODAY,
            "key_hash": uuid.uuid4().hex,
            "receipt_hash": uuid.uuid4().hex,
            "may_quote": True,
            **details,
        }
        for _ in replies
    ]
    ids = session.scalars(
        insert(Submission).returning(Submission.id, sort_by_parameter_order=True), people
    ).all()
    rows = [
        {"submission_id": submission_id, "question_key": key, "option_key": option}
        for submission_id, given in zip(ids, replies, strict=True)
        for key, option in given.items()
    ]
    if rows:
        session.execute(insert(Answer), rows)
    session.commit()


def times(count: int, **given: str) -> list[Given]:
    """Return the same answers so many times."""
    return [given] * count
