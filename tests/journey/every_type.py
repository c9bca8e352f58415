"""A survey that asks every type of question, and what somebody answers to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult import create_app
from consult.clock import today
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from consult.plan.models import Clause
from consult.survey.rules import read_definition, texts_of, translated, write_definition
from consult.survey.services import about_of
from tests.builders import make_areas, make_consultation, make_survey, make_survey_version
from tests.servers import SECRET

Act = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what somebody does to answer it, a mistake they can make, and what then stands.

    Acts are (what, name of the control, value): choose, pick from a list, write, press, attach.
    """

    question: dict[str, Any]
    acts: tuple[Act, ...]
    wrong: tuple[Act, ...]
    said: tuple[str, ...]

    @property
    def type(self) -> str:
        """The type of the question."""
        return str(self.question["type"])


def options(**labels: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": label} for key, label in labels.items()]


SCALE = [
    {"key": str(n), "label": label}
    for n, label in enumerate(["Not at all", "Not much", "In the middle", "A bit", "A lot"], 1)
] + options(not_sure="I am not sure")
PLACES = options(park="The park", bus="The bus", school="My school", home="At home")
DRAWN = [{**place, "picture": place["key"]} for place in PLACES]
NONE = {"key": "none", "label": "None of these", "exclusive": True}
FORGED = (("forge", "answer", ""),)
TOO_LONG = "It is dark here. " * 60


def asked(
    kind: str,
    title: str,
    acts: list[Act],
    wrong: tuple[Act, ...],
    said: list[str],
    **more: Any,
) -> Asked:
    question = {"key": f"about_{kind}", "type": kind, "title": title, **more}
    return Asked(question, tuple(acts), wrong, tuple(said))


EVERY_TYPE = [
    asked(
        "faces", "Do you feel safe?", [("choose", "answer", "4")], FORGED, ["A bit"], options=SCALE
    ),
    asked(
        "single",
        "Where do you go most?",
        [("choose", "answer", "bus")],
        FORGED,
        ["The bus"],
        options=PLACES,
        other=True,
    ),
    asked(
        "several",
        "Where do you meet?",
        [("choose", "answer", "park"), ("choose", "answer", "home")],
        (("choose", "answer", "park"), ("choose", "answer", "bus"), ("choose", "answer", "home")),
        ["The park and At home"],
        options=[*PLACES, NONE],
        most=2,
    ),
    asked(
        "agree", "I like it here.", [("choose", "answer", "5")], FORGED, ["A lot"], options=SCALE
    ),
    asked(
        "top3",
        "What comes first?",
        [("choose", "r1", "bus"), ("choose", "r2", "park"), ("choose", "r3", "home")],
        (("forge", "r1", ""),),
        ["1. The bus", "2. The park", "3. At home"],
        options=PLACES,
    ),
    asked(
        "yes_no",
        "Do you walk to school?",
        [("choose", "answer", "no")],
        FORGED,
        ["No"],
        options=options(yes="Yes", no="No", not_sure="I am not sure"),
    ),
    asked(
        "age_band",
        "How old are you?",
        [("choose", "answer", "13_15")],
        FORGED,
        ["13 to 15"],
        options=[{"key": "11_12", "label": "11 or 12"}, {"key": "13_15", "label": "13 to 15"}],
    ),
    asked("area", "Where do you live?", [("choose", "answer", "saltby")], FORGED, ["Saltby"]),
    asked(
        "dropdown",
        "Which school?",
        [("pick", "answer", "school")],
        FORGED,
        ["My school"],
        options=PLACES,
    ),
    asked(
        "number",
        "How long do you wait?",
        [("write", "value", "12")],
        (("write", "value", "a while"),),
        ["12 minutes"],
        unit="minutes",
        least=0,
        most=120,
    ),
    asked(
        "date",
        "When was it?",
        [("write", "day", "5"), ("write", "month", "11"), ("write", "year", "2026")],
        (("write", "day", "31"), ("write", "month", "2"), ("write", "year", "2026")),
        ["5 November 2026"],
    ),
    asked(
        "statements",
        "How true is this?",
        [("choose", "row-clean", "4"), ("choose", "row-late", "1")],
        (("choose", "row-clean", "4"), ("forge", "row-late", "")),
        ["The bus is clean.: A bit", "The bus is late.: Not at all"],
        options=SCALE,
        rows=options(clean="The bus is clean.", late="The bus is late."),
    ),
    asked(
        "ranking",
        "Put these in order.",
        [("press", "move", "bus:up"), ("press", "move", "home:up"), ("press", "move", "home:up")],
        (("pick", "rank-bus", "1"), ("pick", "rank-home", "1")),
        ["1. At home", "2. The bus"],
        options=PLACES,
    ),
    asked(
        "pictures",
        "Where is it nice?",
        [("choose", "answer", "park"), ("choose", "answer", "bus")],
        (("choose", "answer", "park"), ("choose", "answer", "bus"), ("choose", "answer", "home")),
        ["The park and The bus"],
        options=[*DRAWN, NONE],
        most=2,
    ),
    asked(
        "points",
        "What matters most?",
        [("write", "points-park", "7"), ("write", "points-home", "3")],
        (("write", "points-park", "7"),),
        ["The park: 7", "At home: 3"],
        options=PLACES,
        total=10,
    ),
    asked(
        "short_text",
        "Which bus is it?",
        [("write", "text", "Number 9")],
        (("write", "text", "Nine " * 40),),
        ["Number 9"],
        max_length=80,
    ),
    asked(
        "clause",
        "What do you think of this?",
        [("write", "text", "Light the path first.")],
        (("write", "text", TOO_LONG),),
        ["Light the path first."],
        clause="4.2",
        max_length=300,
    ),
    asked(
        "long_text",
        "What should change?",
        [("write", "text", "More light, please.")],
        (("write", "text", TOO_LONG),),
        ["More light, please."],
        max_length=300,
    ),
    asked(
        "photo",
        "Show us a place you like",
        [("attach", "file", "photo")],
        (("attach", "file", "words"),),
        ["Photo 1 is here."],
    ),
    asked(
        "voice",
        "Tell us in your own voice",
        [("attach", "file", "voice")],
        (("attach", "file", "words"),),
        ["Your voice note is here."],
    ),
]
CLAUSE = "We will light the way home from every bus stop."


def in_urdu_too(draft: Mapping[str, Any], about: Mapping[str, str]) -> dict[str, Any]:
    """Return a survey that can be answered in a language written from right to left."""
    english, told = read_definition(draft), {path: text for path, text in about.items() if text}
    texts = {path: f"{text} ہے" for path, text in (texts_of(english) | told).items()}
    return write_definition(translated(english, "ur", texts, told))


def open_every_type(instance: Path, database_url: str) -> str:
    """Open a consultation with the survey; return the address of its first page."""
    environ = {"CONSULT_INSTANCE": str(instance), "CONSULT_SECRET_KEY": SECRET}
    if database_url:
        environ["CONSULT_DATABASE_URL"] = database_url
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade(db.engine)
        session = db_session()
        make_areas(session)
        consultation = make_consultation(session, today=today())
        version_id = consultation.plan_version_id
        session.add(Clause(plan_version_id=version_id, number="4.2", rank=1, text=CLAUSE))
        questions = [each.question for each in EVERY_TYPE]
        survey = make_survey(session, consultation, questions=questions)
        survey.draft = in_urdu_too(survey.draft, about_of(consultation))
        make_survey_version(session, survey)
        path = f"/s/{consultation.slug}/young_person"
        db.session.remove()
        db.engine.dispose()
    return path
