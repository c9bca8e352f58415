"""Plain words beside the builder: measured while somebody types, and left as they are or not."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey.forms.wording import WordingForm
from consult.survey.models import Consultation, Survey
from consult.survey.rules import editing
from consult.survey.services import survey_of
from consult.survey.services import wording as plain
from consult.survey.views.blueprint import bp
from consult.web.access import actor

START = "start"


@bp.post("/staff/surveys/<int:survey_id>/wording")
def wording(survey_id: int) -> ResponseReturnValue:
    """Say how the words typed so far read: a part of the builder's page."""
    found, field = _page(survey_id)
    form = WordingForm()
    form.validate_on_submit()
    return _fragment(found, field, form)


@bp.post("/staff/surveys/<int:survey_id>/wording/accept")
def accept_wording(survey_id: int) -> ResponseReturnValue:
    """Leave words as they are; what else was typed is saved by the form it was typed in."""
    found, field = _page(survey_id)
    form = WordingForm()
    if form.validate_on_submit():
        kind, words = form.left()
        with suppress(RuleBroken):
            plain.accept_wording(db_session(), found, field, kind, words, actor=actor(), now=now())
    if request.headers.get("X-Requested-With"):
        return _fragment(found, field, form)
    question = field if field != START else None
    if not form.is_whole_page:
        return redirect(url_for("survey.survey", survey_id=found.id, question=question))
    if question:
        there = url_for("survey.edit_question", survey_id=found.id, key=question)
    else:
        there = url_for("survey.edit_start", survey_id=found.id)
    # Sent on as it is, so that the builder saves it and says what is wrong, if anything is.
    return redirect(there, code=307)


@bp.get("/staff/consultations/<int:consultation_id>/wording")
def closed_wording(consultation_id: int) -> ResponseReturnValue:
    """Show what reads as if all were decided."""
    return _closed(consultation_id)


@bp.post("/staff/consultations/<int:consultation_id>/wording/accept")
def accept_closed_wording(consultation_id: int) -> ResponseReturnValue:
    """Leave words of a proposal as they are."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    form = FlaskForm()
    if form.validate_on_submit():
        field, words = request.form.get("field", ""), request.form.get("words", "")
        try:
            plain.accept_closed_wording(session, found, field, words, actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            return redirect(url_for("survey.closed_wording", consultation_id=found.id))
    return _closed(consultation_id, form)


def _closed(consultation_id: int, failed: FlaskForm | None = None) -> str:
    session = db_session()
    return render_template(
        "survey/closed_wording.html",
        consultation=find(session, Consultation, consultation_id),
        found=plain.closed_wording(session, consultation_id),
        form=failed or FlaskForm(),
    )


def _page(survey_id: int) -> tuple[Survey, str]:
    """Return a survey and the page of it that is being worded: a question's key, or its ends."""
    found, definition = survey_of(db_session(), survey_id)
    key = request.args.get("question")
    return (found, editing.asked(definition, key).key) if key else (found, START)


def _fragment(found: Survey, field: str, form: WordingForm) -> str:
    words = plain.wording_in(db_session(), found, field, *form.texts())
    return render_template("survey/_wording.html", survey=found, field=field, wording=words)
