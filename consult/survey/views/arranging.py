"""Adding, copying, moving and taking out questions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from consult.clock import now
from consult.db import db_session
from consult.errors import RuleBroken, Stale
from consult.survey import services as surveys
from consult.survey.forms import NewQuestionForm, PlaceForm, RevisionForm
from consult.survey.rules import AUDIENCE_LABELS, editing
from consult.survey.views.blueprint import bp
from consult.survey.views.building import show
from consult.web.access import actor


@bp.route("/staff/surveys/<int:survey_id>/add", methods=["GET", "POST"])
def add_question(survey_id: int) -> ResponseReturnValue:
    """Add a question, after another one or at the end."""
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    form = NewQuestionForm(after=request.args.get("after", ""))
    form.offer(
        surveys.priorities_of(session, found.consultation_id),
        surveys.questions_elsewhere(session, found),
    )
    if form.validate_on_submit():
        try:
            key = surveys.add_question(
                session, survey_id, form.new_question(), actor=actor(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The question is there. Try it on the phone beside it.")
            return _at(survey_id, key)
    return render_template(
        "survey/add_question.html",
        form=form,
        survey=found,
        after=definition.question(form.after.data),
        audience=AUDIENCE_LABELS[found.audience],
    )


@bp.post("/staff/surveys/<int:survey_id>/questions/<key>/copy")
def copy_question(survey_id: int, key: str) -> ResponseReturnValue:
    """Ask a question once more after itself."""
    form = FlaskForm()
    if form.validate_on_submit():
        copy = surveys.copy_question(db_session(), survey_id, key, actor=actor(), now=now())
        flash("This is the copy. It has a key of its own.")
        return _at(survey_id, copy)
    return show(survey_id, key, failed=form)


@bp.post("/staff/surveys/<int:survey_id>/questions/<key>/move")
def move_question(survey_id: int, key: str) -> ResponseReturnValue:
    """Ask a question earlier or later."""
    session = db_session()
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            surveys.move_question(
                session, survey_id, key, form.place.data, actor=actor(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("Moved.")
            return _at(survey_id, key)
    return show(survey_id, key, failed=form)


@bp.route("/staff/surveys/<int:survey_id>/questions/<key>/remove", methods=["GET", "POST"])
def remove_question(survey_id: int, key: str) -> ResponseReturnValue:
    """Ask once more, then take a question out of the draft."""
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    question = editing.asked(definition, key)
    form = RevisionForm()
    if form.validate_on_submit():
        try:
            surveys.remove_question(
                session,
                survey_id,
                key,
                revision=form.written_for(),
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(
                "The question changed meanwhile. Look again before you do this."
                if isinstance(broken, Stale)
                else str(broken)
            )
        else:
            flash("The question is out of the draft. Undo brings it back.")
            return redirect(url_for("survey.survey", survey_id=survey_id))
    found, definition = surveys.survey_of(session, survey_id)
    form.move_to(found.revision)
    return render_template(
        "survey/remove_question.html",
        form=form,
        survey=found,
        question=definition.question(key) or question,
        published=surveys.published_version(session, survey_id),
    )


def _at(survey_id: int, key: str) -> Response:
    return redirect(url_for("survey.survey", survey_id=survey_id, question=key))
