"""Freezing a draft as a version that never changes, and finding the newest one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.plan.services import clauses_of
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import (
    Audience,
    BadDefinition,
    Definition,
    read_definition,
    write_definition,
)
from consult.survey.rules.checking import check_clauses
from consult.survey.rules.comparing import Difference, differences
from consult.survey.services.proposals import check_put_alike


@dataclass(frozen=True, slots=True)
class SurveyState:
    """One wording: its draft, what is published, and whether they differ."""

    survey: Survey
    draft: Definition
    published: SurveyVersion | None
    changed: bool


def publish_survey(
    session: Session, survey_id: int, *, user_id: int, now: datetime
) -> SurveyVersion:
    """Freeze the draft as the next version, which people answer from now on.

    Raises:
        NotFound: there is no such survey.
        BadDefinition: it has no questions, no title, or a question that cannot be asked, such as
            one about a clause that the plan does not have.
        RuleBroken: nothing has changed since the version before, or people are asked already and
            this survey would not put a proposal that the others do.
    """
    survey = session.get(Survey, survey_id, with_for_update=True, populate_existing=True)
    if survey is None:
        raise NotFound("There is no such survey.")
    definition = read_definition(survey.draft)
    _check_ready(definition)
    check_clauses(definition, clauses_of(session, survey.consultation.plan_version_id))
    if survey.consultation.launched_on:
        check_put_alike(session, survey.consultation_id, survey.audience)
    before = published_version(session, survey_id)
    if before and read_definition(before.definition) == definition:
        raise RuleBroken(f"Nothing has changed since version {before.number}.")
    version = SurveyVersion(
        survey_id=survey.id,
        number=before.number + 1 if before else 1,
        definition=write_definition(definition),
        published_at=now,
        published_by_id=user_id,
    )
    session.add(version)
    session.flush()
    subject = f"survey_version:{version.id}"
    audit.record(
        session, f"user:{user_id}", "publish_survey", subject, now=now, number=version.number
    )
    session.commit()
    return version


def published_version(session: Session, survey_id: int) -> SurveyVersion | None:
    """Return the newest published version of a survey, if there is one."""
    return session.scalar(
        select(SurveyVersion)
        .where(SurveyVersion.survey_id == survey_id)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    )


def differences_from(version: SurveyVersion | None, draft: Definition) -> list[Difference]:
    """Return how a draft differs from what is published; nothing while nothing is."""
    return differences(read_definition(version.definition), draft) if version else []


def published_versions_of(session: Session, consultation_id: int) -> dict[Audience, SurveyVersion]:
    """Return the newest published version of each wording, in the audiences' order."""
    newest = (
        select(func.max(SurveyVersion.id))
        .join(Survey)
        .where(Survey.consultation_id == consultation_id)
        .group_by(SurveyVersion.survey_id)
    )
    rows = session.execute(
        select(Survey.audience, SurveyVersion)
        .join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
        .where(SurveyVersion.id.in_(newest))
    )
    found = {row.audience: row.SurveyVersion for row in rows}
    return {audience: found[audience] for audience in Audience if audience in found}


def surveys_of(session: Session, consultation_id: int) -> list[SurveyState]:
    """Return each wording of a consultation and how its draft stands to what is published.

    Raises:
        NotFound: there is no such consultation.
    """
    find(session, Consultation, consultation_id)
    published = published_versions_of(session, consultation_id)
    surveys = session.scalars(select(Survey).where(Survey.consultation_id == consultation_id))
    order = list(Audience)
    return [
        _state(survey, published.get(survey.audience))
        for survey in sorted(surveys, key=lambda survey: order.index(survey.audience))
    ]


def _state(survey: Survey, version: SurveyVersion | None) -> SurveyState:
    draft = read_definition(survey.draft)
    changed = version is not None and read_definition(version.definition) != draft
    return SurveyState(survey, draft, version, changed)


def _check_ready(definition: Definition) -> None:
    if not definition.questions:
        raise BadDefinition("Add a question first: nobody can answer an empty survey.")
    if not definition.start.title.strip():
        raise BadDefinition("Write a title for the start page first.")
