"""The builder: the pages of a survey at the left, one of them to edit, a phone beside it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import RuleBroken, Stale
from consult.survey import services as surveys
from consult.survey.forms import EMPTY, NewSurveyForm, QuestionForm, StartForm
from consult.survey.models import Consultation, Survey
from consult.survey.rules import (
    AUDIENCE_LABELS,
    LABELS_OF_TYPES,
    Audience,
    Definition,
    Question,
    QuestionType,
    Stage,
    editing,
)
from consult.survey.rules.kinds import PICTURES
from consult.survey.services import wording as plain
from consult.survey.services.cloning import definition_from
from consult.survey.views.blueprint import bp
from consult.survey.views.moments import moment
from consult.web.access import actor, actor_id

START, THANKS = "start", "thanks"
Newer = Sequence[tuple[str, str]]


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
        copied = definition_from(session, consultation_id, chosen) if chosen != EMPTY else None
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
    return show(survey_id, request.args.get("question"))


@bp.post("/staff/surveys/<int:survey_id>/start")
def edit_start(survey_id: int) -> ResponseReturnValue:
    """Reword the first page and the last."""
    session = db_session()
    form = StartForm()
    newer: Newer = ()
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
            say_saved("Saved.", survey_id, since=form.written_for())
            return redirect(url_for("survey.survey", survey_id=survey_id))
    found, definition = surveys.survey_of(session, survey_id)
    return _builder(found, definition, form, newer=newer)


@bp.post("/staff/surveys/<int:survey_id>/questions/<key>")
def edit_question(survey_id: int, key: str) -> ResponseReturnValue:
    """Reword a question."""
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    form = question_form(found, definition, editing.asked(definition, key), QuestionForm())
    newer: Newer = ()
    # A line was asked for, to be filled in: nothing is saved yet.
    if "step" not in request.form and form.validate_on_submit():
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
            say_saved("Saved.", survey_id, since=form.written_for())
            return redirect(url_for("survey.survey", survey_id=survey_id, question=key))
        found, definition = surveys.survey_of(session, survey_id)
    return _builder(found, definition, form, editing.asked(definition, key), newer=newer)


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
    return show(survey_id, failed=form)


def show(survey_id: int, key: str | None = None, failed: FlaskForm | None = None) -> str:
    """Show the builder at a page as it was last saved, and what a button could not do."""
    found, definition = surveys.survey_of(db_session(), survey_id)
    if key is None:
        start = StartForm(formdata=None)
        start.fill_in(definition)
        start.move_to(found.revision)
        return _builder(found, definition, start, failed=failed)
    question = editing.asked(definition, key)
    form = question_form(found, definition, question, QuestionForm(formdata=None))
    form.fill_in()
    form.move_to(found.revision)
    return _builder(found, definition, form, question, failed=failed)


def question_form(
    found: Survey, definition: Definition, question: Question, form: QuestionForm
) -> QuestionForm:
    """Return the form with what it asks about this question, and what there is to choose from."""
    session = db_session()
    has_areas = definition.of_type(QuestionType.AREA) is not None
    form.prepare(
        definition,
        question,
        surveys.priorities_of(session, found.consultation_id),
        surveys.areas(session, today()) if has_areas else (),
    )
    return form


def say_saved(words: str, survey_id: int, *, since: int) -> None:
    """Say what was done, and what other people did to the survey since a revision."""
    flash(words)
    for change in surveys.meanwhile(db_session(), survey_id, since=since, actor=actor()):
        flash(f"{change.who} {change.words}, {moment(change.at)}. Both are kept.")


def _builder(
    found: Survey,
    definition: Definition,
    edit: StartForm | QuestionForm,
    question: Question | None = None,
    *,
    newer: Newer = (),
    failed: FlaskForm | None = None,
) -> str:
    """Show the builder with one page to edit, and what went wrong when something did."""
    session = db_session()
    published = surveys.published_version(session, found.id)
    differences = surveys.differences_from(published, definition)
    field = question.key if question else START
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
        published=published,
        differences=differences,
        told=[(difference.title, "; ".join(difference.what)) for difference in differences],
        differing={difference.key: difference for difference in differences},
        is_live=published is not None and surveys.stage(found.consultation, today()) is Stage.OPEN,
        steps=surveys.next_steps(surveys.changes_of(session, found.id)),
        audience=AUDIENCE_LABELS[found.audience],
        type_labels=LABELS_OF_TYPES,
        pictures=sorted(PICTURES),
        moment=moment,
        field=field,
        wording=plain.wording_in(session, found, field, *_texts(edit)),
    )


def _texts(edit: StartForm | QuestionForm) -> list[str]:
    """Return the words of the page, as the wording is measured while somebody types."""
    names = [name for name in ("title", "lead", "hint", "points", "thanks") if name in edit]
    return [line for name in names for line in (edit[name].data or "").splitlines() if line.strip()]


def _meanwhile(
    form: StartForm | QuestionForm, survey_id: int, broken: RuleBroken, key: str = ""
) -> Newer:
    """Say what went wrong; when somebody else was quicker, return what they wrote instead."""
    form.form_errors.append(str(broken))
    if not isinstance(broken, Stale):
        return ()
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    changes = surveys.changes_of(session, survey_id, since=form.written_for())
    form.move_to(found.revision)
    who = [(c.who, f"{c.words}, {moment(c.at)}") for c in changes]
    if isinstance(form, StartForm):
        return [*who, *form.differs_from(definition)]
    return [*who, *form.differs_from(definition, editing.asked(definition, key))]
