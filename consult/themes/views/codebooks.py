"""Pages for codebooks: keep one, bring one in, read it, say it better, use it, take it out."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import BadFile, RuleBroken
from consult.survey import services as surveys
from consult.survey.models import Consultation
from consult.themes.forms import LARGEST_CODEBOOK, CodeForm, ImportForm, KeepForm, UseForm
from consult.themes.models import Code, Codebook
from consult.themes.rules import ThemeStatus
from consult.themes.services import themes_with_status
from consult.themes.services.codebooks import (
    change_code,
    codebook_view,
    codebooks,
    export_codebook,
    put_away_codebook,
)
from consult.themes.services.keeping_codebooks import import_codebook, keep_codebook
from consult.themes.services.using_codebooks import use_codebook
from consult.themes.views.blueprint import bp
from consult.web.access import actor_id
from consult.web.requests import takes_files

KINDS = {"csv": "text/csv; charset=utf-8", "qdc": "application/xml"}


@bp.route("/staff/codebooks", methods=["GET", "POST"], endpoint="codebooks")
@takes_files(2 * LARGEST_CODEBOOK)
def show_codebooks() -> ResponseReturnValue:
    """Show the codebooks that are kept, and bring one in from a file."""
    session, form = db_session(), ImportForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        try:
            book = import_codebook(session, form.name.data, content, user_id=actor_id(), now=now())
        except BadFile as bad:
            session.rollback()
            form.file.errors = [str(bad)]
        except RuleBroken as broken:
            session.rollback()
            form.name.errors = [str(broken)]
        else:
            flash("The codebook is in.")
            return redirect(url_for("themes.codebook", codebook_id=book.id))
    return render_template("themes/codebooks.html", form=form, books=codebooks(session))


@bp.route("/staff/consultations/<int:consultation_id>/themes/codebook", methods=["GET", "POST"])
def keep_themes(consultation_id: int) -> ResponseReturnValue:
    """Keep the confirmed themes of a consultation as a codebook."""
    session, form = db_session(), KeepForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        try:
            book = keep_codebook(
                session, consultation.id, form.name.data, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The themes are kept. Say now what each one means.")
            return redirect(url_for("themes.codebook", codebook_id=book.id))
    return render_template(
        "themes/codebook_keep.html",
        consultation=find(session, Consultation, consultation_id),
        form=form,
        themes=themes_with_status(session, consultation_id, ThemeStatus.CONFIRMED),
        books=codebooks(session),
    )


@bp.get("/staff/codebooks/<int:codebook_id>")
def codebook(codebook_id: int) -> ResponseReturnValue:
    """Show one codebook: what each code means, and examples that may be quoted."""
    return _codebook_page(codebook_id, UseForm())


@bp.post("/staff/codebooks/<int:codebook_id>/use")
def use_themes(codebook_id: int) -> ResponseReturnValue:
    """Suggest a codebook's themes in a consultation."""
    session = db_session()
    find(session, Codebook, codebook_id)
    form = UseForm().offer(_consultations())
    if form.validate_on_submit():
        consultation_id = int(form.consultation.data)
        try:
            made = use_codebook(
                session, codebook_id, consultation_id, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash(f"{len(made)} themes are suggested here. Those with a name in use were there.")
            return redirect(url_for("themes.themes", consultation_id=consultation_id))
    return _codebook_page(codebook_id, form)


@bp.post("/staff/codebooks/<int:codebook_id>/put-away")
def put_away(codebook_id: int) -> ResponseReturnValue:
    """Put a codebook away, or bring it back."""
    session, form = db_session(), FlaskForm()
    is_away = find(session, Codebook, codebook_id).put_away_at is None
    if form.validate_on_submit():
        put_away_codebook(session, codebook_id, is_away=is_away, user_id=actor_id(), now=now())
        flash("The codebook is put away." if is_away else "The codebook is back.")
        return redirect(url_for("themes.codebook", codebook_id=codebook_id))
    return _codebook_page(codebook_id, UseForm(), form)


@bp.route("/staff/codes/<int:code_id>", methods=["GET", "POST"])
def code(code_id: int) -> ResponseReturnValue:
    """Say better what a code is called and what it means."""
    session = db_session()
    found = find(session, Code, code_id)
    form = CodeForm(data={"name": found.name, "description": found.description})
    if form.validate_on_submit():
        try:
            change_code(
                session,
                code_id,
                name=form.name.data,
                description=form.description.data or "",
                user_id=actor_id(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.name.errors = [str(broken)]
        else:
            flash("The code is changed.")
            return redirect(url_for("themes.codebook", codebook_id=found.codebook_id))
    view = codebook_view(session, found.codebook_id)
    shown = next(one for one in view.codes if one.code.id == code_id)
    return render_template("themes/codebook_code.html", form=form, view=view, shown=shown)


@bp.get("/staff/codebooks/<int:codebook_id>/file/<kind>")
def codebook_file(codebook_id: int, kind: str) -> ResponseReturnValue:
    """Give a codebook as CSV or as REFI-QDA codebook."""
    content = export_codebook(db_session(), codebook_id, kind)
    answer = Response(content, content_type=KINDS[kind])
    name = f"codebook-{codebook_id}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _codebook_page(codebook_id: int, form: UseForm, failed: FlaskForm | None = None) -> str:
    session = db_session()
    view = codebook_view(session, codebook_id)
    form.offer(_consultations())
    return render_template("themes/codebook.html", view=view, use_form=form, form=failed or form)


def _consultations() -> list[Consultation]:
    return [card.consultation for card in surveys.consultations(db_session(), today())]
