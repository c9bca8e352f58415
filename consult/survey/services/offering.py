"""What staff can choose from while they design: plans, bodies, wordings to start from, places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from consult.partnership.models import Area, Body
from consult.plan.models import Plan, PlanVersion, Priority
from consult.survey.models import Survey
from consult.survey.rules import AUDIENCE_LABELS, Audience, Option, read_definition
from consult.survey.services.cloning import offered_templates


@dataclass(frozen=True, slots=True)
class Source:
    """What a new survey can start from: another's draft, by its id, or a model survey."""

    key: str
    label: str


def offered_versions(session: Session) -> Sequence[PlanVersion]:
    """Return the plan versions somebody may ask about, the newest first."""
    return session.scalars(
        select(PlanVersion)
        .join(Plan)
        .options(joinedload(PlanVersion.plan))
        .order_by(Plan.title, PlanVersion.number.desc())
    ).all()


def offered_bodies(session: Session) -> Sequence[Body]:
    """Return the bodies that may ask, by name."""
    return session.scalars(select(Body).order_by(Body.name)).all()


def offered_priorities(session: Session) -> Sequence[Priority]:
    """Return every priority with its plan version, in the plans' order."""
    return session.scalars(
        select(Priority)
        .join(PlanVersion)
        .options(joinedload(Priority.version).joinedload(PlanVersion.plan))
        .order_by(PlanVersion.id.desc(), Priority.rank)
    ).all()


def audiences_to_add(session: Session, consultation_id: int) -> list[Audience]:
    """Return the audiences that have no wording of their own yet."""
    taken = set(
        session.scalars(select(Survey.audience).where(Survey.consultation_id == consultation_id))
    )
    return [audience for audience in Audience if audience not in taken]


def sources(session: Session, consultation_id: int) -> list[Source]:
    """Return what to start from: this consultation's surveys, the model ones, then others'."""
    surveys = session.scalars(
        select(Survey).options(joinedload(Survey.consultation)).order_by(Survey.id)
    ).all()
    here = [survey for survey in surveys if survey.consultation_id == consultation_id]
    elsewhere = [survey for survey in surveys if survey.consultation_id != consultation_id]
    return [
        *(_copy_of(survey, "in this consultation") for survey in here),
        *(Source(key, words) for key, words in offered_templates()),
        *(_copy_of(survey, survey.consultation.title) for survey in elsewhere),
    ]


def _copy_of(survey: Survey, where: str) -> Source:
    return Source(str(survey.id), f"A copy of: {AUDIENCE_LABELS[survey.audience]}, {where}")


def questions_elsewhere(session: Session, survey: Survey) -> list[tuple[str, str]]:
    """Return the questions other wordings ask and this one does not, as (key, words)."""
    here = {question.key for question in read_definition(survey.draft).questions}
    others = session.scalars(
        select(Survey).where(
            Survey.consultation_id == survey.consultation_id, Survey.id != survey.id
        )
    ).all()
    found: dict[str, str] = {}
    for other in others:
        for question in read_definition(other.draft).questions:
            if question.key not in here:
                words = f"{question.title} ({AUDIENCE_LABELS[other.audience]})"
                found.setdefault(question.key, words)
    return list(found.items())


def areas(session: Session, today: date) -> tuple[Option, ...]:
    """Return the places people can choose from on a day."""
    rows = session.scalars(
        select(Area)
        .where(Area.starts_on <= today, or_(Area.ends_on.is_(None), Area.ends_on >= today))
        .order_by(Area.name)
    )
    return tuple(Option(area.key, area.name) for area in rows)
