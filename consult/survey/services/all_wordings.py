"""What is done to every wording of a consultation at once: from models, to the public."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.errors import RuleBroken
from consult.survey.bank import templates
from consult.survey.models import Survey
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.services.building import create_survey
from consult.survey.services.consultations import priorities_of
from consult.survey.services.offering import audiences_to_add
from consult.survey.services.publishing import publish_survey, surveys_of


@dataclass(frozen=True, slots=True)
class Published:
    """Which wordings were published, by name, and why others were not."""

    names: tuple[str, ...]
    refusals: tuple[str, ...]


def add_model_surveys(
    session: Session, consultation_id: int, *, actor: str, now: datetime
) -> list[Survey]:
    """Give each audience that has no wording yet the model survey on a draft plan.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: each audience has its survey already.
    """
    wanted = audiences_to_add(session, consultation_id)
    if not wanted:
        raise RuleBroken("Every audience has its survey already.")
    priorities = [(p.code, p.label, p.verbatim) for p in priorities_of(session, consultation_id)]
    return [
        create_survey(
            session,
            consultation_id,
            template.audience,
            definition=template.for_priorities(priorities),
            actor=actor,
            now=now,
        )
        for template in templates()
        if template.audience in wanted
    ]


def publish_all(
    session: Session, consultation_id: int, *, user_id: int, now: datetime
) -> Published:
    """Publish every draft that differs from what is published; name each that is refused, and why.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: there is nothing to publish.
    """
    waiting = [
        (state.survey.id, AUDIENCE_LABELS[state.survey.audience])
        for state in surveys_of(session, consultation_id)
        if state.changed or not state.published
    ]
    if not waiting:
        raise RuleBroken("There is nothing to publish: no draft differs from what is published.")
    names, refusals = [], []
    for survey_id, name in waiting:
        try:
            publish_survey(session, survey_id, user_id=user_id, now=now)
        except RuleBroken as broken:
            session.rollback()
            refusals.append(f"{name} is not published. {broken}")
        else:
            names.append(name)
    return Published(tuple(names), tuple(refusals))
