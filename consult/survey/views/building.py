"""The builder: the pages of a survey at the left, one of them to edit, a phone beside it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken, Stale
from consult.survey import services as surveys
from consult.survey.forms import (
    EMPTY,
    NewQuestionForm,
    NewSurveyForm,
    QuestionForm,
    RevisionForm,
    StartForm,
)
from consult.survey.models import Consultation, Survey
from consult.survey.rules import (
    AUDIENCE_LABELS,
    LABELS_OF_TYPES,
    Audience,
    Definition,
    Question,
    editing,
)
from consult.survey.views.blueprint import bp
from consult.web.access import actor, actor_id

THANKS = "thanks"


@bp.route("/staff/consultations/<int:consultation_id>/surveys/new", methods=["GET", "POST"])
def add_survey(consultation_id: int) -> ResponseReturnValue:
    """Add a wording: empty, or a copy of another."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    sources = surveys.sources(session, consultation_id)
    form = NewSurveyForm()
    form.offer(surveys.audiences_to_add(session, consultation_id), sources)
    if form.validate_on_submit():
        chosen = form.source.data
        copied = surveys.survey_of(session, int(chosen))[1] if chosen != EMPTY else None
        try:
            made = surveys.create_survey(
                session,
                consultation_id,
                Audience(form.audience.data),
                definition=copied,
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            return redirect(url_for("survey.survey", survey_id=made.id))
    return render_template("survey/add_survey.html", form=form, consultation=consultation)


@bp.get("/staff/surveys/<int:survey_id>")
def survey(survey_id: int) -> ResponseReturnValue:
    """Show the builder at one of the survey's pages."""
    found, definition = surveys.survey_of(db_session(), survey_id)
    key = request.args.get("question")
    if key is None:
        return _builder(found, definition, _start_form(found, definition))
    question = editing.asked(definition, key)
    return _builder(found, definition, _question_form(found, question), question)


@bp.post("/staff/surveys/<int:survey_id>/start")
def edit_start(survey_id: int) -> ResponseReturnValue:
    """Reword the first page and the last."""
    session = db_session()
    form = StartForm()
    newer: Sequence[tuple[str, str]] = ()
    if form.validate_on_submit():
        try:
            surveys.change_start(
                session,
                survey_id,
                form.start(),
                form.thanks.data,
                revision=form.written_for(),
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            newer = _meanwhile(form, survey_id, broken)
        else:
            flash("Saved.")
            return redirect(url_for("survey.survey", survey_id=survey_id))
    found, definition = surveys.survey_of(session, survey_id)
    return _builder(found, definition, form, newer=newer)


@bp.post("/staff/surveys/<int:survey_id>/questions/<key>")
def edit_question(survey_id: int, key: str) -> ResponseReturnValue:
    """Reword a question."""
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    question = editing.asked(definition, key)
    form = QuestionForm()
    form.prepare(question, surveys.priorities_of(session, found.consultation_id))
    newer: Sequence[tuple[str, str]] = ()
    if form.validate_on_submit():
        try:
            surveys.change_question(
                session,
                survey_id,
                key,
                form.draft(),
                revision=form.written_for(),
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            newer = _meanwhile(form, survey_id, broken, key)
        else:
            flash("Saved.")
            return redirect(url_for("survey.survey", survey_id=survey_id, question=key))
    found, definition = surveys.survey_of(session, survey_id)
    return _builder(found, definition, form, editing.asked(definition, key), newer=newer)


@bp.route("/staff/surveys/<int:survey_id>/add", methods=["GET", "POST"])
def add_question(survey_id: int) -> ResponseReturnValue:
    """Add a question at the end."""
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    form = NewQuestionForm()
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
            form.form_errors.append(str(broken))
        else:
            flash("The question is there. Try it on the phone beside it.")
            return redirect(url_for("survey.survey", survey_id=survey_id, question=key))
    return render_template(
        "survey/add_question.html",
        form=form,
        survey=found,
        definition=definition,
        audience=AUDIENCE_LABELS[found.audience],
    )


@bp.post("/staff/surveys/<int:survey_id>/questions/<key>/move")
def move_question(survey_id: int, key: str) -> ResponseReturnValue:
    """Ask a question one place earlier or later."""
    form = FlaskForm()
    if form.validate_on_submit():
        up = request.form.get("where") == "up"
        surveys.move_question(db_session(), survey_id, key, up=up, actor=actor(), now=now())
        return redirect(url_for("survey.survey", survey_id=survey_id, question=key))
    return _again(survey_id, form, key)


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
        except RuleBroken:
            session.rollback()
            form.form_errors.append("The survey changed meanwhile. Look again before you do this.")
        else:
            flash("The question is out of the draft.")
            return redirect(url_for("survey.survey", survey_id=survey_id))
    form.move_to(surveys.survey_of(session, survey_id)[0].revision)
    return render_template(
        "survey/remove_question.html", form=form, survey=found, question=question
    )


@bp.post("/staff/surveys/<int:survey_id>/publish")
def publish(survey_id: int) -> ResponseReturnValue:
    """Freeze the draft as the version people answer from now on."""
    session = db_session()
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            version = surveys.publish_survey(session, survey_id, user_id=actor_id(), now=now())
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash(f"Version {version.number} is published.")
            return redirect(url_for("survey.survey", survey_id=survey_id))
    return _again(survey_id, form)


def _builder(
    found: Survey,
    definition: Definition,
    edit: StartForm | QuestionForm,
    question: Question | None = None,
    *,
    newer: Sequence[tuple[str, str]] = (),
    failed: FlaskForm | None = None,
) -> str:
    """Show the builder with one page to edit, and what went wrong when something did."""
    return render_template(
        "survey/survey.html",
        survey=found,
        consultation=found.consultation,
        definition=definition,
        question=question,
        at_end=question is None and request.args.get("page") == THANKS,
        edit=edit,
        form=failed or edit,
        newer=newer,
        published=surveys.published_version(db_session(), found.id),
        audience=AUDIENCE_LABELS[found.audience],
        type_label=LABELS_OF_TYPES[question.type] if question else "",
    )


def _again(survey_id: int, failed: FlaskForm, key: str | None = None) -> str:
    """Show the builder once more, since a button could not do what it says."""
    found, definition = surveys.survey_of(db_session(), survey_id)
    if key is None:
        return _builder(found, definition, _start_form(found, definition), failed=failed)
    question = editing.asked(definition, key)
    return _builder(found, definition, _question_form(found, question), question, failed=failed)


def _start_form(found: Survey, definition: Definition) -> StartForm:
    form = StartForm(formdata=None)
    form.fill_in(definition)
    form.move_to(found.revision)
    return form


def _question_form(found: Survey, question: Question) -> QuestionForm:
    form = QuestionForm(formdata=None)
    form.prepare(question, surveys.priorities_of(db_session(), found.consultation_id))
    form.fill_in(question)
    form.move_to(found.revision)
    return form


def _meanwhile(
    form: StartForm | QuestionForm, survey_id: int, broken: RuleBroken, key: str = ""
) -> Sequence[tuple[str, str]]:
    """Say what went wrong; when somebody else was quicker, return what they wrote instead."""
    form.form_errors.append(str(broken))
    if not isinstance(broken, Stale):
        return ()
    found, definition = surveys.survey_of(db_session(), survey_id)
    form.move_to(found.revision)
    if isinstance(form, StartForm):
        return form.differs_from(definition)
    return form.differs_from(editing.asked(definition, key))
