"""What can be answered now: consultations the public may know of, and their published surveys.

Published surveys never change, so that each is read and parsed once by a process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import NotFound, in_any_language
from consult.partnership.models import Area
from consult.partnership.services import areas
from consult.plan.rules import Clauses
from consult.plan.services import clauses_of
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import (
    ENGLISH,
    Audience,
    Definition,
    about_in,
    languages_of,
    read_definition,
)
from consult.survey.rules import in_language as translated_into
from consult.survey.rules.proposals import PutProposal, lines_of_proposal, translated_proposal
from consult.survey.services import proposals_for, published_versions_of

NO_SURVEY = in_any_language("We could not find that survey. Check the link you were given.")


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A survey as published, and the consultation it belongs to. Never changes."""

    version_id: int
    audience: Audience
    consultation_id: int
    slug: str
    definition: Definition
    language: str = ENGLISH
    # What is proposed, by the code of its priority; the clauses of the plan, by their numbers.
    proposals: Mapping[str, PutProposal] = field(default_factory=dict)
    clauses: Clauses = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Promise:
    """What people are told about a consultation when they have sent their answers."""

    closes_on: date
    decides_on: date
    feedback_on: date
    withdraw_until: date
    who_decides: str


_published: dict[int, Published] = {}
_translated: dict[tuple[int, str], Published] = {}
_promises: dict[int, Promise] = {}


def forget_published() -> None:
    """Read every survey anew: the database behind us was changed for another."""
    _published.clear()
    _translated.clear()
    _promises.clear()


def consultation_at(session: Session, slug: str) -> Consultation:
    """Return the consultation at an address.

    Raises:
        NotFound: there is none, or it is still being designed.
    """
    consultation = session.scalar(
        select(Consultation).where(Consultation.slug == slug, Consultation.launched_on.is_not(None))
    )
    if consultation is None:
        raise NotFound(NO_SURVEY)
    return consultation


def launched_consultations(session: Session) -> Sequence[Consultation]:
    """Return all consultations the public may know of, the newest first."""
    return session.scalars(
        select(Consultation)
        .where(Consultation.launched_on.is_not(None))
        .order_by(Consultation.opens_on.desc())
    ).all()


def audiences_of(session: Session, consultation_id: int) -> list[Audience]:
    """Return the audiences that have a published survey, in the order we show them."""
    return list(published_versions_of(session, consultation_id))


def surveys_at(session: Session, consultation: Consultation) -> list[Published]:
    """Return the newest published survey of each audience, in the order we show them."""
    versions = published_versions_of(session, consultation.id)
    return [
        _remember(session, version, audience, consultation)
        for audience, version in versions.items()
    ]


def survey_at(session: Session, slug: str, audience: Audience) -> tuple[Published, Consultation]:
    """Return the newest published survey of an audience, with its consultation.

    Raises:
        NotFound: nothing is published at this address.
    """
    row = session.execute(
        select(SurveyVersion, Consultation)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .join(Consultation, Consultation.id == Survey.consultation_id)
        .where(
            Consultation.slug == slug,
            Consultation.launched_on.is_not(None),
            Survey.audience == audience,
        )
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound(NO_SURVEY)
    return _remember(session, row.SurveyVersion, audience, row.Consultation), row.Consultation


def published_of(session: Session, version_id: int) -> Published:
    """Return a published survey by its version."""
    if version_id not in _published:
        row = session.execute(
            select(SurveyVersion, Survey.audience, Consultation)
            .join(Survey, Survey.id == SurveyVersion.survey_id)
            .join(Consultation, Consultation.id == Survey.consultation_id)
            .where(SurveyVersion.id == version_id)
        ).one()
        _remember(session, row.SurveyVersion, row.audience, row.Consultation)
    return _published[version_id]


def in_language(published: Published, language: str) -> Published:
    """Return a published survey in a language.

    Raises:
        NotFound: it is not offered in that language.
    """
    if language == published.language:
        return published
    if language not in languages_of(published.definition):
        raise NotFound(NO_SURVEY)
    if (published.version_id, language) not in _translated:
        _translated[published.version_id, language] = replace(
            published,
            definition=translated_into(published.definition, language),
            language=language,
            proposals={
                code: _in_words_of(published.definition, language, put)
                for code, put in published.proposals.items()
            },
        )
    return _translated[published.version_id, language]


def _in_words_of(definition: Definition, language: str, put: PutProposal) -> PutProposal:
    return translated_proposal(put, about_in(definition, language, lines_of_proposal(put)))


def promise_of(published: Published) -> Promise:
    """Return what we promise: as it stood when somebody last opened the survey's first page."""
    promise = _promises[published.consultation_id]
    said = {"about.who_decides": promise.who_decides}
    told = about_in(published.definition, published.language, said)
    return replace(promise, who_decides=told["who_decides"])


def current_areas(session: Session, today: date) -> Sequence[Area]:
    """Return the areas there are on a day, by name."""
    return areas(session, today)


def _remember(
    session: Session, version: SurveyVersion, audience: Audience, consultation: Consultation
) -> Published:
    _promises[consultation.id] = Promise(
        consultation.closes_on,
        consultation.decides_on,
        consultation.feedback_on,
        consultation.withdraw_until,
        consultation.who_decides,
    )
    if version.id not in _published:
        _published[version.id] = Published(
            version.id,
            audience,
            consultation.id,
            consultation.slug,
            definition=read_definition(version.definition),
            proposals={
                put.priority: put for put in proposals_for(session, consultation.id, audience)
            },
            clauses=clauses_of(session, consultation.plan_version_id),
        )
    return _published[version.id]
