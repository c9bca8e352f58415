"""Forty young people and twelve parents, counted by hand."""

from datetime import date

from sqlalchemy.orm import Session

from consult.respond.models import Submission
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import QUESTIONS, make_areas, make_consultation, make_submission, make_survey
from tests.builders import make_survey_version as publish

PARENTS_QUESTIONS = [
    {**QUESTIONS[0], "title": "Is there enough for your child to do nearby?"},
    {
        "key": "home_help",
        "type": "yes_no",
        "title": "=Do you get help at home?",
        "options": [{"key": "yes", "label": "+Yes"}, {"key": "no", "label": "No"}],
    },
]


def say_all(session: Session) -> Consultation:
    """Build the answers that the tests of this folder count.

    Young people, 40: ease 5: 20, 4: 12, 1: 6, none: 2. Clean parks 38, free clubs 15, lights 2,
    something else 0. Comments 10. In Saltby 25, in Eastquay 15.
    Parents, 12: ease 1: 7, 2: 5; help at home: yes 12.
    """
    make_areas(session)
    consultation = make_consultation(session)
    parents = make_survey(session, consultation, Audience.PARENT, questions=PARENTS_QUESTIONS)
    publish(session, parents)
    eases = ["5"] * 20 + ["4"] * 12 + ["1"] * 6 + [""] * 2
    for number, ease in enumerate(eases):
        better = ["parks"] * (number < 38) + ["clubs"] * (number >= 25) + ["lights"] * (number < 2)
        area = "saltby" if number < 25 else "eastquay"
        answers = {"better_play": better, "area": area, "top_three": ["p1", "p2", "p3"]}
        make_submission(
            session,
            consultation,
            answers={**answers, **({"things_to_do_ease": ease} if ease else {})},
            comments={"one_thing": "More buses"} if number < 10 else {},
            area_key=area,
        )
    for number in range(12):
        ease = "1" if number < 7 else "2"
        make_submission(
            session,
            consultation,
            audience=Audience.PARENT,
            answers={"things_to_do_ease": ease, "home_help": "yes"},
        )
    return consultation


def withdraw(session: Session, *submissions: Submission, on: date) -> None:
    for submission in submissions:
        submission.withdrawn_on = on
    session.commit()
