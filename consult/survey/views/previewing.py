"""A draft as it will be on a phone: as last saved, or as it is being typed."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.clock import today
from consult.db import db_session
from consult.errors import RuleBroken
from consult.plan.services import clauses_of
from consult.survey import services as surveys
from consult.survey.forms import QuestionForm, StartForm
from consult.survey.models import Survey
from consult.survey.rules import Definition, Question, QuestionType, editing, piped
from consult.survey.views.blueprint import bp
from consult.survey.views.building import question_form

NOTHING_GIVEN = {
    "choices": [],
    "text": "",
    "other": "",
    "ranks": [],
    "marks": [],
    "value": "",
}
THANKS = "thanks"
NOTHING_TO_SHOW = ("", 204)


@bp.get("/staff/surveys/<int:survey_id>/preview")
def preview(survey_id: int) -> ResponseReturnValue:
    """Show a page of the draft as it will be on a phone; nothing can be sent from here."""
    found, definition = surveys.survey_of(db_session(), survey_id)
    key = request.args.get("question")
    return _page(found, definition, editing.asked(definition, key) if key else None)


@bp.post("/staff/surveys/<int:survey_id>/preview")
def preview_draft(survey_id: int) -> ResponseReturnValue:
    """Show a page as it is being typed; nothing where it could not be asked like that."""
    found, definition = surveys.survey_of(db_session(), survey_id)
    key = request.args.get("question")
    if key is None:
        start = StartForm()
        if not start.validate_on_submit():
            return NOTHING_TO_SHOW
        return _page(
            found, replace(definition, start=start.start(), thanks=start.thanks.data or ""), None
        )
    form = question_form(found, definition, editing.asked(definition, key), QuestionForm())
    if not form.validate_on_submit():
        return NOTHING_TO_SHOW
    try:
        typed = editing.change_question(definition, key, form.draft())
    except RuleBroken:
        return NOTHING_TO_SHOW
    return _page(found, typed, editing.asked(typed, key))


def _page(found: Survey, definition: Definition, question: Question | None) -> str:
    if question is None:
        page = THANKS if request.args.get("page") == THANKS else "start"
        return render_template(f"survey/preview_{page}.html", survey=found, definition=definition)
    is_area = question.type is QuestionType.AREA
    is_clause = question.type is QuestionType.CLAUSE
    version_id = found.consultation.plan_version_id
    return render_template(
        "survey/preview.html",
        survey=found,
        question=piped(question, lambda _key: ""),
        number=definition.place_of(question.key) + 1,
        total=len(definition.questions),
        areas=list(surveys.areas(db_session(), today())) if is_area else [],
        clauses=clauses_of(db_session(), version_id) if is_clause else {},
        value=NOTHING_GIVEN,
    )
