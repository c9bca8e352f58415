"""The themes report of one consultation: introduced, frozen and given to the board."""

from sqlalchemy.orm import Session

from consult.demo.county import County
from consult.people.rules import Role
from consult.results.services.report import freeze_report, publish_report
from consult.survey.models import Consultation

INTRODUCTION = """\
This is what children, young people, parents and carers told us about the draft plan. \
{people_answered:young_person} young people and {people_answered:parent} parents and carers \
answered.
Please read what this cannot tell us before you lean on any of it.
"""


def report(session: Session, county: County, consultation: Consultation, day: int) -> None:
    """Let the analyst freeze the report, and publish it."""
    analyst, now = county.user_id(Role.ANALYST), county.noon(day)
    kept = freeze_report(
        session,
        consultation.id,
        INTRODUCTION,
        user_id=analyst,
        today=county.day(day),
        now=now,
    )
    publish_report(session, consultation.id, kept.id, user_id=analyst, now=now)
