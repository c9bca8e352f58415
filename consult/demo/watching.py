"""Gives the county what one watches with: its population, targets, how long people took."""

from random import Random

from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.county import SYSTEM, County
from consult.respond.models import LeftAt, TimeTaken
from consult.results import services as results
from consult.survey.models import Consultation
from consult.survey.rules import Audience, read_definition
from consult.survey.services import published_versions_of

HOPED_FOR = {Audience.EASY_READ: 60, Audience.YOUNG_PERSON: 150, Audience.PARENT: 80}
MINUTES = range(3, 12)


def count_people(session: Session, county: County) -> None:
    """Take in how many children and young people live in each area."""
    results.import_population(
        session, content.text("population.csv"), actor=SYSTEM, now=county.noon(-300)
    )


def hope(session: Session, county: County, consultation: Consultation) -> None:
    """Set targets, and let some have been quick, some slow, and some have left half way."""
    results.set_targets(session, consultation.id, HOPED_FOR, actor=SYSTEM, now=county.noon(-200))
    random = Random(consultation.slug)  # noqa: S311 (a county made up the same way each time)
    for audience, version in published_versions_of(session, consultation.id).items():
        one = {"consultation_id": consultation.id, "audience": audience}
        for minutes in MINUTES:
            session.add(TimeTaken(**one, minutes=minutes, people=random.randint(2, 9)))
        for question in read_definition(version.definition).questions[1:]:
            session.add(LeftAt(**one, question_key=question.key, people=random.randint(0, 14)))
    session.commit()
