"""The home of everybody who signs in: how far each consultation is, and where they can go."""

from dataclasses import dataclass

from flask import current_app, render_template, url_for

from consult.clock import today
from consult.db import db_session
from consult.survey import services as surveys
from consult.survey.models import Consultation
from consult.survey.rules import STAGE_LABELS, Stage
from consult.survey.views.blueprint import bp
from consult.web.access import may_open
from consult.web.languages import day

ROOMS = (
    ("safeguarding.queue", "Safeguarding", "Comments that somebody must read today."),
    ("board.meetings", "Meetings", "What the board takes up, and what it decided."),
    ("plan.plans", "The plan", "Its versions and priorities."),
    ("survey.calendar", "Calendar", "School holidays, bank holidays and elections."),
    ("people.people", "People", "Who may sign in, and what for."),
    ("people.audit", "Audit", "Who did what, and whether the record is whole."),
    ("people.jobs", "Background work", "What is being worked on, and what failed."),
    ("people.account", "Your account", "Your role and your password."),
)

PAGES = (
    ("survey.consultation", "About it"),
    ("themes.themes", "Themes"),
    ("results.results", "Results"),
    ("evidence.evidence", "Evidence"),
    ("feedback.manage", "Feedback"),
)

WITH_ANSWERS = {Stage.OPEN, Stage.CLOSED, Stage.REPORTED}


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page, for those who may take it."""

    label: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One consultation as the home page shows it."""

    consultation: Consultation
    stage: Stage
    label: str
    next_step: str
    links: tuple[Link, ...]


@bp.get("/staff")
def overview() -> str:
    """Show every consultation with its stage and next step, and the rooms this person may enter."""
    cards = [
        Card(
            consultation=card.consultation,
            stage=card.stage,
            label=STAGE_LABELS[card.stage],
            next_step=_next_step(card.consultation, card.stage),
            links=_links(card.consultation, card.stage),
        )
        for card in surveys.consultations(db_session(), today())
    ]
    rooms = [
        Link(label, url_for(endpoint), text)
        for endpoint, label, text in ROOMS
        if _is_there(endpoint)
    ]
    return render_template("survey/overview.html", cards=cards, rooms=rooms)


def _links(consultation: Consultation, stage: Stage) -> tuple[Link, ...]:
    pages = PAGES if stage in WITH_ANSWERS else PAGES[:1]
    return tuple(
        Link(label, url_for(endpoint, consultation_id=consultation.id))
        for endpoint, label in pages
        if _is_there(endpoint)
    )


def _is_there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions and may_open(endpoint)


def _next_step(consultation: Consultation, stage: Stage) -> str:
    """Say what comes next on the thread."""
    steps = {
        Stage.DESIGNING: f"Finish the surveys and launch before {day(consultation.opens_on)}.",
        Stage.COMING: f"It opens by itself on {day(consultation.opens_on)}.",
        Stage.OPEN: f"It closes on {day(consultation.closes_on)}. Then we read what people said.",
        Stage.CLOSED: "Confirm the themes, write the evidence and report it to the board.",
        Stage.REPORTED: f"The board decides by {day(consultation.decides_on)}. "
        f"We tell families what came of it by {day(consultation.feedback_on)}.",
    }
    return steps[stage]
