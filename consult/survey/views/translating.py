"""A survey in other languages, and the wordings of a consultation beside each other."""

from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.errors import BadFile
from consult.survey import services as surveys
from consult.survey.forms.translating import TranslationsForm
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, LANGUAGES, RIGHT_TO_LEFT
from consult.survey.services import TypedLine
from consult.survey.services.translating import LARGEST_FILE
from consult.survey.views.blueprint import bp
from consult.web.access import actor
from consult.web.requests import takes_files

HERE = "/staff/surveys/<int:survey_id>/languages"
MEANWHILE = "Somebody else changed {count} of these lines meanwhile. They are marked: save again."
GONE = "Some of these texts are not in the survey any more. What you wrote for them is below."
TOO_LONG = "Use {most:,} characters or fewer for each translation. Nothing was saved yet."


@bp.get(HERE)
def languages(survey_id: int) -> str:
    """Show how far a survey has come in each language."""
    found, standings = surveys.standings(db_session(), survey_id)
    return render_template(
        "survey/languages.html",
        survey=found,
        audience=AUDIENCE_LABELS[found.audience],
        standings=standings,
        names=LANGUAGES,
    )


@bp.route(f"{HERE}/<language>", methods=["GET", "POST"])
def translate(survey_id: int, language: str) -> ResponseReturnValue:
    """Show every text beside its translation, and save what was typed, line by line."""
    form, typed = FlaskForm(), _typed()
    if not form.validate_on_submit():
        return _page(survey_id, language, form, typed)
    if any(len(line.text) > surveys.LONGEST_TEXT for line in typed.values()):
        form.form_errors.append(TOO_LONG.format(most=surveys.LONGEST_TEXT))
        return _page(survey_id, language, form, typed)
    refused = surveys.save_lines(db_session(), survey_id, language, typed, actor=actor(), now=now())
    gone = surveys.texts_gone(db_session(), survey_id, language, typed)
    if refused:
        form.form_errors.append(MEANWHILE.format(count=len(refused)))
    if gone:
        form.form_errors.append(GONE)
    if refused or gone:
        again = {path: typed[path] for path in [*refused, *gone]}
        return _page(survey_id, language, form, again)
    flash("Saved.")
    return redirect(url_for("survey.translate", survey_id=survey_id, language=language))


@bp.get(f"{HERE}/<language>/file")
def translations_file(survey_id: int, language: str) -> Response:
    """Hand out the table to be translated elsewhere."""
    _, standing = surveys.standing_in(db_session(), survey_id, language)
    content = surveys.translations_as_csv(standing.lines)
    answer = Response("\ufeff" + content, content_type="text/csv; charset=utf-8")
    name = f"survey-{survey_id}-{language}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.post(f"{HERE}/<language>/file")
@takes_files(2 * LARGEST_FILE)
def import_translations(survey_id: int, language: str) -> ResponseReturnValue:
    """Take in a table that was translated elsewhere."""
    form = TranslationsForm()
    if form.validate_on_submit():
        content = form.file.data.read(LARGEST_FILE + 1)
        try:
            left_out = surveys.import_translations(
                db_session(), survey_id, language, content, actor=actor(), now=now()
            )
        except BadFile as bad:
            db_session().rollback()
            form.file.errors = [str(bad)]
        else:
            flash("The translations are in the draft.")
            if not left_out:
                return redirect(url_for("survey.translate", survey_id=survey_id, language=language))
            return _page(survey_id, language, FlaskForm(), {}, left_out=left_out)
    return _page(survey_id, language, FlaskForm(formdata=None), {}, file_form=form)


@bp.get("/staff/consultations/<int:consultation_id>/wordings")
def compare(consultation_id: int) -> str:
    """Show each question as each audience reads it, and where one is missing."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    found, wordings = surveys.wordings_side_by_side(session, consultation_id)
    return render_template(
        "survey/compare.html",
        consultation=consultation,
        surveys=found,
        wordings=wordings,
        labels=AUDIENCE_LABELS,
        headings=[AUDIENCE_LABELS[audience] for audience in found],
    )


def _typed() -> dict[str, TypedLine]:
    """Return what stands in the form, by the path of each line."""
    paths = (name.removeprefix("t:") for name in request.form if name.startswith("t:"))
    return {
        path: TypedLine(
            request.form[f"t:{path}"],
            request.form.get(f"m:{path}", ""),
            f"r:{path}" in request.form,
        )
        for path in paths
    }


def _page(
    survey_id: int,
    language: str,
    form: FlaskForm,
    typed: Mapping[str, TypedLine],
    *,
    left_out: list[str] | None = None,
    file_form: TranslationsForm | None = None,
) -> str:
    found, standing = surveys.standing_in(db_session(), survey_id, language)
    return render_template(
        "survey/translate.html",
        survey=found,
        audience=AUDIENCE_LABELS[found.audience],
        standing=standing,
        form=form,
        typed=typed,
        gone=surveys.texts_gone(db_session(), survey_id, language, typed),
        left_out=left_out or [],
        file_form=file_form or TranslationsForm(formdata=None),
        name=LANGUAGES[language],
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        code=language,
    )
