"""Starting from what there is: a whole consultation, another survey, a template."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import Base, find
from consult.errors import NotFound, RuleBroken
from consult.survey.bank import Template, templates
from consult.survey.models import (
    Consultation,
    ConsultationPriority,
    Proposal,
    ProposalWording,
    Survey,
)
from consult.survey.rules import Definition
from consult.survey.rules.suggesting import suggested_days
from consult.survey.services.building import survey_of
from consult.survey.services.calendar import calendar_of
from consult.survey.services.consultations import free_slug, priorities_of

TEMPLATE = "template:"

Row = TypeVar("Row", bound=Base)


def offered_templates() -> list[tuple[str, str]]:
    """Return the whole surveys anybody can start from, as (key, words)."""
    return [(f"{TEMPLATE}{one.key}", f"A model survey: {one.name}") for one in templates()]


def definition_from(session: Session, consultation_id: int, source: str) -> Definition:
    """Return the survey to start from: a template's, or another survey's draft.

    Raises:
        NotFound: there is no such template or survey.
    """
    if not source.startswith(TEMPLATE):
        return survey_of(session, int(source))[1]
    template = _template(source.removeprefix(TEMPLATE))
    priorities = priorities_of(session, consultation_id)
    return template.for_priorities([(p.code, p.label, p.verbatim) for p in priorities])


def clone_consultation(
    session: Session,
    consultation_id: int,
    title: str,
    opens_on: date,
    *,
    actor: str,
    now: datetime,
) -> Consultation:
    """Begin a consultation like another: its words, priorities, proposals and every wording.

    Its other days are those that suit its first one. What was promised, checked, accepted or
    answered belongs to the old one.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: it has no title of its own.
    """
    before = find(session, Consultation, consultation_id)
    if not title.strip():
        raise RuleBroken("Write a title.")
    consultation = _copied(
        before,
        slug=free_slug(session, title),
        title=title.strip(),
        launched_on=None,
        reported_on=None,
        **asdict(suggested_days(opens_on, calendar_of(session))),
    )
    session.add(consultation)
    session.flush()
    for kind in (ConsultationPriority, Survey):
        of_before = select(kind).where(kind.consultation_id == before.id)
        for row in session.scalars(of_before):
            changes = {"revision": 1} if kind is Survey else {}
            session.add(_copied(row, consultation_id=consultation.id, **changes))
    _copy_proposals(session, before.id, consultation.id)
    subject = f"consultation:{consultation.id}"
    audit.record(session, actor, "clone_consultation", subject, now=now, of=before.id)
    session.commit()
    return consultation


def _copy_proposals(session: Session, before_id: int, consultation_id: int) -> None:
    of_before = select(Proposal).where(Proposal.consultation_id == before_id)
    for proposal in session.scalars(of_before).all():
        copy = _copied(proposal, consultation_id=consultation_id)
        session.add(copy)
        session.flush()
        worded = select(ProposalWording).where(ProposalWording.proposal_id == proposal.id)
        session.add_all(_copied(row, proposal_id=copy.id) for row in session.scalars(worded).all())


def _copied(row: Row, **changes: Any) -> Row:
    """Return a new row with the values of another, but for its id and what is changed."""
    names = [column.key for column in inspect(type(row)).column_attrs if column.key != "id"]
    values: Mapping[str, Any] = {name: getattr(row, name) for name in names}
    return type(row)(**{**values, **changes})


def _template(key: str) -> Template:
    for template in templates():
        if template.key == key:
            return template
    raise NotFound("There is no such model survey.")
