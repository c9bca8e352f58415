"""Change since a consultation before: which can be compared, and what moved."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import NotFound
from consult.results.rules.changing import Change, changes
from consult.results.services.questions import (
    question_results,
    questions_asked,
    submissions_by_audience,
)
from consult.survey.models import Consultation
from consult.survey.rules import Audience


def earlier_consultations(session: Session, consultation: Consultation) -> list[Consultation]:
    """Return those that opened before and asked a question with the same key, newest first."""
    opened: Sequence[Consultation] = session.scalars(
        select(Consultation)
        .where(
            Consultation.id != consultation.id,
            Consultation.launched_on.is_not(None),
            Consultation.opens_on < consultation.opens_on,
        )
        .order_by(Consultation.opens_on.desc(), Consultation.id.desc())
    ).all()
    keys = questions_asked(session, consultation.id).keys()
    return [each for each in opened if keys & questions_asked(session, each.id).keys()]


def changes_since(
    session: Session, consultation: Consultation, earlier_id: int, audience: Audience
) -> list[Change]:
    """Return what moved between an earlier consultation and this one, for one audience.

    Raises:
        NotFound: the other is not an earlier consultation with questions that can be compared.
    """
    if earlier_id not in {each.id for each in earlier_consultations(session, consultation)}:
        raise NotFound("There is nothing to compare with that consultation.")
    return changes(
        question_results(session, earlier_id),
        question_results(session, consultation.id),
        audience,
        then=submissions_by_audience(session, earlier_id).get(audience, 0),
        now=submissions_by_audience(session, consultation.id).get(audience, 0),
    )
