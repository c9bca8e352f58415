"""Pages on which staff type in sheets of paper, once or twice."""

from collections.abc import Mapping
from typing import Any

from flask import flash, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from markupsafe import Markup

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import NotFound, RuleBroken
from consult.respond import services as respond
from consult.respond.forms.paper import SheetForm
from consult.respond.models import PaperEntry
from consult.respond.rules import MAY_QUOTE, Given
from consult.respond.rules.paper import FIRST, SECOND, Sheet, field_of, off_the_path, read_sheet
from consult.respond.services.offering import Published, published_of
from consult.respond.services.paper import TypedSheet
from consult.respond.views.blueprint import bp
from consult.respond.views.replies import secret
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.survey.services import published_versions_of
from consult.web.access import actor_id

PAPER = "/staff/consultations/<int:consultation_id>/paper"


@bp.get(PAPER)
def paper(consultation_id: int) -> str:
    """Show the sheets typed in, and those that wait for a second person."""
    session = db_session()
    return render_template(
        "respond/paper.html",
        consultation=find(session, Consultation, consultation_id),
        sheets=respond.sheets_of(session, consultation_id),
        audiences=published_versions_of(session, consultation_id),
        labels=AUDIENCE_LABELS,
        me=actor_id(),
    )


@bp.route(f"{PAPER}/<audience>/new", methods=["GET", "POST"])
def add_sheet(consultation_id: int, audience: str) -> ResponseReturnValue:
    """Type in a sheet of paper."""
    session = db_session()
    published = _published(consultation_id, audience)
    form, sheet = SheetForm(), _read(published)
    if form.validate_on_submit() and _is_readable(form, sheet):
        try:
            entry, code = respond.enter_sheet(
                session,
                secret(),
                TypedSheet(
                    published.version_id, form.sheet.data, sheet.answers, form.key_twice.data
                ),
                user_id=actor_id(),
                today=today(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            return _done(entry, code, "Kept. Somebody else can type it again now.")
    address = url_for("respond.add_sheet", consultation_id=consultation_id, audience=audience)
    return _show(published, form, sheet, address, f"Type in a sheet: {_label(audience)}")


@bp.route("/staff/paper/<int:entry_id>/again", methods=["GET", "POST"])
def type_again(entry_id: int) -> ResponseReturnValue:
    """Type in a sheet a second time, without seeing the first."""
    session = db_session()
    entry = respond.waiting_sheet(session, entry_id)
    published = published_of(session, entry.survey_version_id)
    form, sheet = FlaskForm(), _read(published)
    if form.validate_on_submit() and _is_readable(form, sheet):
        try:
            code = respond.enter_again(
                session,
                secret(),
                entry_id,
                sheet.answers,
                user_id=actor_id(),
                today=today(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            return _done(entry, code, "The two differ. Look at the paper and choose.")
    address = url_for("respond.type_again", entry_id=entry_id)
    return _show(published, form, sheet, address, f"Type in sheet {entry.sheet} again")


@bp.route("/staff/paper/<int:entry_id>/settle", methods=["GET", "POST"])
def settle(entry_id: int) -> ResponseReturnValue:
    """Choose between what two people typed from the same sheet."""
    session = db_session()
    entry = respond.waiting_sheet(session, entry_id)
    differ = respond.differences_of(session, entry)
    form = FlaskForm()
    if form.validate_on_submit():
        chosen = {each.question.key: request.form.get(each.question.key, "") for each in differ}
        if set(chosen.values()) <= {FIRST, SECOND}:
            try:
                code = respond.settle_sheet(
                    session,
                    secret(),
                    entry_id,
                    chosen,
                    user_id=actor_id(),
                    today=today(),
                    now=now(),
                )
            except RuleBroken as broken:
                session.rollback()
                form.form_errors.append(str(broken))
            else:
                return _done(entry, code, "")
        else:
            form.form_errors.append("Choose one of the two for each question.")
    return render_template("respond/settle.html", form=form, entry=entry, differences=differ)


def _published(consultation_id: int, audience: str) -> Published:
    versions = published_versions_of(db_session(), consultation_id)
    version = versions.get(Audience(audience)) if audience in set(Audience) else None
    if version is None:
        raise NotFound("No survey is published for these people.")
    return published_of(db_session(), version.id)


def _read(published: Published) -> Sheet:
    fields: Mapping[str, Any] = request.form.to_dict(flat=False)
    areas = [area.key for area in respond.current_areas(db_session(), today())]
    return read_sheet(published.definition, fields, areas)


def _is_readable(form: FlaskForm, sheet: Sheet) -> bool:
    """Return whether every answer could be read; a button that moves an answer sends nothing."""
    if sheet.refused:
        form.form_errors.append("Look at the answers marked below. Nothing is lost.")
    return not sheet.refused and not any(name.endswith(":move") for name in request.form)


def _show(published: Published, form: FlaskForm, sheet: Sheet, address: str, heading: str) -> str:
    areas = [
        {"key": area.key, "label": area.name}
        for area in respond.current_areas(db_session(), today())
    ]
    fields = get_template_attribute("_parts/survey/question.html", "question_fields")
    questions = []
    for question in published.definition.questions:
        if question.type.is_upload:
            continue
        refused = sheet.refused.get(question.key)
        given = sheet.typed.get(question.key, Given())
        html = str(fields(question, given, areas, str(refused) if refused else "", 2))
        named = html.replace(' name="', f' name="{field_of(question.key, "")}')
        questions.append(Markup(named))  # noqa: S704 (a macro of our own, with its names longer)
    return render_template(
        "respond/sheet.html",
        form=form,
        questions=questions,
        address=address,
        heading=heading,
        may_quote=MAY_QUOTE,
        quoted=sheet.answers.get(MAY_QUOTE),
        passed=off_the_path(published.definition, sheet.answers),
    )


def _done(entry: PaperEntry, code: str, waiting: str) -> ResponseReturnValue:
    """Show the code of a complete sheet once, or say what it waits for."""
    consultation_id = entry.version.survey.consultation_id
    if code:
        return render_template(
            "respond/sheet_done.html", entry=entry, code=code, consultation_id=consultation_id
        )
    flash(waiting)
    return redirect(url_for("respond.paper", consultation_id=consultation_id))


def _label(audience: str) -> str:
    return AUDIENCE_LABELS[Audience(audience)]
