"""A large survey, published, with a draft that differs: for measuring the builder."""

from typing import Any

from sqlalchemy.orm import Session

from consult.survey.models import Survey
from tests.builders import definition, make_consultation, make_survey, make_survey_version

MANY = 200


def questions(number: int) -> list[dict[str, Any]]:
    """Return questions of which each third depends on the one before and each fifth leads on."""
    options = [{"key": f"answer_{n}", "label": f"Answer number {n} to this"} for n in range(6)]
    made: list[dict[str, Any]] = []
    for n in range(number):
        title = f"What do you and your friends think of thing number {n} near you?"
        made.append({"key": f"thing_{n}", "type": "several", "title": title, "options": options})
        if n % 3 == 2:
            made[n]["show_if"] = {"question": f"thing_{n - 1}", "is": ["answer_1", "answer_2"]}
        if n % 5 == 4:
            made[n]["jumps"] = [{"to": "end", "when": {"question": f"thing_{n}", "answered": True}}]
    return made


def make_large(session: Session, number: int) -> Survey:
    """Make a survey that is published, and whose draft differs in every question."""
    survey = make_survey(session, make_consultation(session), questions=questions(number))
    make_survey_version(session, survey)
    reworded = [{**each, "title": f"{each['title']} Why?"} for each in questions(number)]
    survey.draft = definition(reworded)
    session.commit()
    return survey
