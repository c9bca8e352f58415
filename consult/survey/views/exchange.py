"""Surveys taken out as files, and brought in from them."""

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.errors import BadFile, NotFound, RuleBroken
from consult.survey import services as surveys
from consult.survey.forms import ImportForm
from consult.survey.models import Consultation
from consult.survey.rules import (
    AUDIENCE_LABELS,
    LABELS_OF_TYPES,
    Audience,
    read_definition,
)
from consult.survey.rules.saying import in_words, jumps_in_words
from consult.survey.services import exchange
from consult.survey.views.blueprint import bp
from consult.web.access import actor
from consult.web.requests import takes_files

# A little more than the file itself, so that one just too large is answered on its page.
LARGEST_REQUEST = 2 * exchange.LARGEST_FILE
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_WORDS = {"in_words": in_words, "jumps_in_words": jumps_in_words, "types": LABELS_OF_TYPES}


@bp.get("/staff/surveys/<int:survey_id>/export/<kind>")
def export_survey(survey_id: int, kind: str) -> ResponseReturnValue:
    """Give the draft as a file: our own JSON, or an XLSForm workbook."""
    found, definition = surveys.survey_of(db_session(), survey_id)
    if kind not in {"json", "xlsx"}:
        raise NotFound("There is no such file.")
    content: str | bytes
    if kind == "json":
        content, mimetype = exchange.survey_as_json(definition, found.audience), "application/json"
    else:
        content, mimetype = exchange.survey_as_xlsform(definition), SHEETS
    return download(content, mimetype, f"{found.consultation.slug}-{found.audience}.{kind}")


@bp.route("/staff/consultations/<int:consultation_id>/surveys/import", methods=["GET", "POST"])
@takes_files(LARGEST_REQUEST)
def import_survey(consultation_id: int) -> ResponseReturnValue:
    """Read a survey from a file; it is looked at on the next page before it is used."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    form = ImportForm()
    form.offer(surveys.audiences_to_add(session, consultation_id))
    if form.validate_on_submit():
        audience, upload = Audience(form.audience.data), form.file.data
        try:
            brought = exchange.read_survey_file(upload.read())
        except BadFile as broken:
            form.file.errors = [str(broken)]
        else:
            exchange.keep_import(
                session,
                consultation_id,
                audience,
                upload.filename,
                brought,
                actor=actor(),
                now=now(),
            )
            return redirect(
                url_for("survey.imported", consultation_id=consultation_id, audience=audience.value)
            )
    return render_template(
        "survey/import_survey.html", form=form, consultation=consultation, lost=exchange.LOST
    )


@bp.get("/staff/consultations/<int:consultation_id>/surveys/import/<audience>")
def imported(consultation_id: int, audience: str) -> ResponseReturnValue:
    """Show what was read from a file in words, and what of it was left behind."""
    return _imported(consultation_id, _audience(audience))


@bp.post("/staff/consultations/<int:consultation_id>/surveys/import/<audience>")
def use_import(consultation_id: int, audience: str) -> ResponseReturnValue:
    """Make what was read the survey of these people."""
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            made = exchange.use_import(
                db_session(), consultation_id, _audience(audience), actor=actor(), now=now()
            )
        except RuleBroken as broken:
            db_session().rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The survey is there, as a draft. Read it through before you publish it.")
            return redirect(url_for("survey.survey", survey_id=made.id))
    return _imported(consultation_id, _audience(audience), form)


def download(content: str | bytes, mimetype: str, name: str) -> Response:
    """Return a file to keep."""
    answer = current_app.response_class(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _imported(consultation_id: int, audience: Audience, failed: FlaskForm | None = None) -> str:
    kept = exchange.import_of(db_session(), consultation_id, audience)
    return render_template(
        "survey/imported.html",
        kept=kept,
        consultation=kept.consultation,
        definition=read_definition(kept.draft),
        audience=AUDIENCE_LABELS[audience],
        form=failed if failed is not None else FlaskForm(),
        **IN_WORDS,
    )


def _audience(name: str) -> Audience:
    if name not in set(Audience):
        raise NotFound("There is no such survey.")
    return Audience(name)
