"""A draft as it will be on a phone: for the frame in the builder, and full size."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult.clock import today
from consult.db import db_session
from consult.survey import services as surveys
from consult.survey.rules import QuestionType, editing
from consult.survey.views.blueprint import bp

NOTHING_GIVEN = {
    "choices": [],
    "text": "",
    "other": "",
    "ranks": [],
    "marks": [],
    "value": "",
}
THANKS = "thanks"


@bp.get("/staff/surveys/<int:survey_id>/preview")
def preview(survey_id: int) -> ResponseReturnValue:
    """Show a page of the draft as it will be on a phone; nothing can be sent from here."""
    session = db_session()
    found, definition = surveys.survey_of(session, survey_id)
    key = request.args.get("question")
    if key is None:
        page = THANKS if request.args.get("page") == THANKS else "start"
        return render_template(f"survey/preview_{page}.html", survey=found, definition=definition)
    question = editing.asked(definition, key)
    offered = surveys.areas(session, today()) if question.type is QuestionType.AREA else ()
    return render_template(
        "survey/preview.html",
        survey=found,
        question=question,
        number=definition.questions.index(question) + 1,
        total=len(definition.questions),
        areas=list(offered),
        value=NOTHING_GIVEN,
    )
