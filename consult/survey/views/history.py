"""Who did what to a draft, and the way back: undo, redo, an earlier draft."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session
from consult.errors import RuleBroken
from consult.survey import services as surveys
from consult.survey.forms import RevisionForm
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.services import Change
from consult.survey.views.blueprint import bp
from consult.survey.views.building import show
from consult.survey.views.moments import moment
from consult.web.access import actor


@bp.get("/staff/surveys/<int:survey_id>/history")
def history(survey_id: int) -> ResponseReturnValue:
    """Show who did what to a draft, and when."""
    return _history(survey_id)


@bp.post("/staff/surveys/<int:survey_id>/history/<int:revision>")
def go_back(survey_id: int, revision: int) -> ResponseReturnValue:
    """Make the draft what it was at an earlier revision."""
    form = FlaskForm()
    if form.validate_on_submit():
        surveys.go_back(db_session(), survey_id, revision, actor=actor(), now=now())
        flash(f"The draft is as it was in draft {revision}. Undo takes this back.")
        return redirect(url_for("survey.survey", survey_id=survey_id))
    return _history(survey_id, form)


@bp.post("/staff/surveys/<int:survey_id>/undo")
def undo(survey_id: int) -> ResponseReturnValue:
    """Take the last change back."""
    return _step(survey_id, surveys.undo, "Taken back")


@bp.post("/staff/surveys/<int:survey_id>/redo")
def redo(survey_id: int) -> ResponseReturnValue:
    """Do again what was taken back."""
    return _step(survey_id, surveys.redo, "Done again")


def _step(survey_id: int, step: Callable[..., Change], said: str) -> ResponseReturnValue:
    """Take a step back or forward, and go to the page it changed."""
    session = db_session()
    form = RevisionForm()
    if form.validate_on_submit():
        try:
            change = step(session, survey_id, revision=form.written_for(), actor=actor(), now=now())
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash(f"{said}: {change.who} {change.words}.")
            there = surveys.survey_of(session, survey_id)[1].question(change.question_key)
            key = there.key if there else None
            return redirect(url_for("survey.survey", survey_id=survey_id, question=key))
    return show(survey_id, failed=form)


def _history(survey_id: int, failed: FlaskForm | None = None) -> str:
    session = db_session()
    found, _ = surveys.survey_of(session, survey_id)
    return render_template(
        "survey/history.html",
        survey=found,
        audience=AUDIENCE_LABELS[found.audience],
        changes=surveys.changes_of(session, survey_id),
        moment=moment,
        form=failed or FlaskForm(),
    )
