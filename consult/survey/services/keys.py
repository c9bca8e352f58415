"""Keys that were published once: they keep their meaning for ever."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.survey.models import SurveyVersion

Words = dict[str, str]


def published_keys(session: Session, survey_id: int) -> set[str]:
    """Return the key of every question that a survey ever asked: none is used for another."""
    return {question["key"] for question in _published_questions(session, survey_id)}


def published_answers(session: Session, survey_id: int, key: str) -> tuple[Words, Words]:
    """Return the words of every answer and statement a question ever offered, by their keys."""
    options: Words = {}
    rows: Words = {}
    for question in _published_questions(session, survey_id):
        if question["key"] == key:
            options |= {each["key"]: each["label"] for each in question.get("options", ())}
            rows |= {each["key"]: each["label"] for each in question.get("rows", ())}
    return options, rows


def _published_questions(session: Session, survey_id: int) -> Iterator[dict[str, Any]]:
    """Yield the JSON of every question of every version, the newest last."""
    for definition in session.scalars(
        select(SurveyVersion.definition)
        .where(SurveyVersion.survey_id == survey_id)
        .order_by(SurveyVersion.number)
    ):
        yield from definition["questions"]
