"""A whole county's answers, made up: as many submissions as asked for, put in by the thousand.

`fill(session)` takes about 40 seconds for 100,000 people and 20 questions on SQLite, and gives the
consultation. Same numbers, same seed: same answers.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.partnership.models import Area
from consult.respond.models import Answer, Comment, Submission
from consult.respond.rules import SettingKind
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.survey.rules.drafting import AGE_BANDS
from tests.builders import TODAY, make_consultation, make_survey, make_survey_version

Question = dict[str, Any]
Given = Iterator[dict[str, Any]]

BATCH = 5_000
AUDIENCES = (Audience.YOUNG_PERSON, Audience.PARENT, Audience.EASY_READ)
AUDIENCE_SHARES = (70, 25, 5)
AGES = tuple(option.key for option in AGE_BANDS)
AREA_NAMES = [
    "Saltby",
    "Eastquay",
    "Thornwick",
    "Marlow",
    "Fenby",
    "Ashcombe",
    "Oakley",
    "Reedham",
    "Stowford",
    "Kelby",
    "Norwell",
    "Penfold",
]
SETTINGS = (None, None, *SettingKind)
WORDS = (
    "The last bus goes too early and I cannot get home.",
    "There is nothing to do here when it rains.",
    "I waited eleven months for somebody to talk to.",
    "The park is full of broken glass.",
    "Swimming costs too much for the three of us.",
    "My school listens and it helps a lot.",
    "I do not feel safe walking home when it is dark.",
    "More lights please, and a place to sit.",
    "Nobody tells us what happens after we say things.",
    "It is fine.",
)


def _options(count: int) -> list[dict[str, str]]:
    return [{"key": str(n), "label": f"Answer number {n}"} for n in range(1, count + 1)]


ROWS = [{"key": f"row_{n}", "label": f"Statement {n}"} for n in range(1, 5)]
FIRST: list[Question] = [
    {
        "key": "age_band",
        "type": "age_band",
        "title": "How old are you?",
        "options": [{"key": option.key, "label": option.label} for option in AGE_BANDS],
    },
    {"key": "area", "type": "area", "title": "Which town is near you?"},
    {"key": "one_thing", "type": "long_text", "title": "What one thing should change?"},
    {"key": "goes_well", "type": "long_text", "title": "What goes well?"},
]
KINDS: list[Question] = [
    {"type": "single", "options": _options(5)},
    {"type": "faces", "options": _options(5)},
    {"type": "several", "options": _options(6), "most": 3},
    {"type": "yes_no", "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]},
    {"type": "agree", "options": _options(5)},
    {"type": "top3", "options": _options(6)},
    {"type": "dropdown", "options": _options(8)},
    {"type": "statements", "options": _options(5), "rows": ROWS},
    {"type": "single", "options": _options(4), "sensitive": True},
]


def questions_of(count: int) -> list[Question]:
    """Return so many questions: age, area, two of own words, then closed ones of several types."""
    closed = islice(cycle(KINDS), max(count - len(FIRST), 0))
    titles = ({"key": f"question_{n}", "title": f"Question {n}?"} for n in range(1, count + 1))
    return [*FIRST, *({**title, **kind} for title, kind in zip(titles, closed, strict=False))]


def fill(
    session: Session, submissions: int = 100_000, questions: int = 20, *, seed: int = 7
) -> Consultation:
    """Make a consultation that so many people answered, and return it."""
    draw = random.Random(seed)
    asked = questions_of(questions)
    _make_areas(session)
    consultation = make_consultation(session)
    versions = {
        each: make_survey_version(
            session, make_survey(session, consultation, each, questions=asked)
        )
        for each in AUDIENCES
    }
    first = (session.scalar(select(func.max(Submission.id))) or 0) + 1
    for start in range(first, first + submissions, BATCH):
        people = [
            _person(number, consultation.id, draw)
            for number in range(start, min(start + BATCH, first + submissions))
        ]
        for person in people:
            person["survey_version_id"] = versions[person["audience"]].id
        session.execute(insert(Submission), people)
        answers = [row for person in people for row in _answers(person, asked, draw)]
        session.execute(insert(Answer), answers)
        session.execute(insert(Comment), [row for each in people for row in _words(each, draw)])
    session.commit()
    return consultation


def _make_areas(session: Session) -> None:
    known = set(session.scalars(select(Area.name)))
    began = TODAY - timedelta(days=1000)
    session.add_all(
        Area(key=name.lower(), name=name, starts_on=began)
        for name in AREA_NAMES
        if name not in known
    )
    session.commit()


def _person(number: int, consultation_id: int, draw: random.Random) -> dict[str, Any]:
    [audience] = draw.choices(AUDIENCES, AUDIENCE_SHARES)
    return {
        "id": number,
        "consultation_id": consultation_id,
        "audience": audience,
        "sent_on": TODAY - timedelta(days=draw.randrange(10)),
        "key_hash": f"key-{number}",
        "receipt_hash": f"receipt-{number}",
        "may_quote": draw.random() < 0.8,
        "age_band": AGES[min(int(draw.random() ** 0.8 * len(AGES)), len(AGES) - 1)],
        "area_key": AREA_NAMES[int(draw.random() ** 1.5 * len(AREA_NAMES))].lower(),
        "setting_kind": draw.choice(SETTINGS),
    }


def _answers(person: dict[str, Any], asked: Sequence[Question], draw: random.Random) -> Given:
    for question in asked:
        if question["type"] in GIVEN and draw.random() < 0.95:
            for row in GIVEN[question["type"]](person, question, draw):
                at = {"submission_id": person["id"], "question_key": question["key"]}
                yield {"row_key": "", "place": None, **at, **row}


def _one(person: dict[str, Any], question: Question, draw: random.Random) -> Given:
    # Parents lean to the first answers, so that there is something to find.
    lean = 1.6 if person["audience"] is Audience.PARENT else 1.0
    options = question["options"]
    yield {"option_key": options[int(draw.random() ** lean * len(options))]["key"]}


def _several(_: dict[str, Any], question: Question, draw: random.Random) -> Given:
    for option in draw.sample(question["options"], draw.randint(1, question["most"])):
        yield {"option_key": option["key"]}


def _three(_: dict[str, Any], question: Question, draw: random.Random) -> Given:
    for place, option in enumerate(draw.sample(question["options"], 3), start=1):
        yield {"option_key": option["key"], "place": place}


def _grid(_: dict[str, Any], question: Question, draw: random.Random) -> Given:
    for row in question["rows"]:
        yield {"option_key": draw.choice(question["options"])["key"], "row_key": row["key"]}


def _age(person: dict[str, Any], _: Question, __: random.Random) -> Given:
    yield {"option_key": person["age_band"]}


def _area(person: dict[str, Any], _: Question, __: random.Random) -> Given:
    yield {"option_key": person["area_key"]}


GIVEN: dict[str, Callable[[dict[str, Any], Question, random.Random], Given]] = {
    **dict.fromkeys(("single", "faces", "yes_no", "agree", "dropdown"), _one),
    "several": _several,
    "top3": _three,
    "statements": _grid,
    "age_band": _age,
    "area": _area,
}


def _words(person: dict[str, Any], draw: random.Random) -> Given:
    for question_key in ("one_thing", "goes_well"):
        if draw.random() < 0.6:
            text = f"{draw.choice(WORDS)} {draw.choice(WORDS)}"
            yield {
                "submission_id": person["id"],
                "question_key": question_key,
                "place": 1,
                "text": text,
            }
