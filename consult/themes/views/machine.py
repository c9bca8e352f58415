"""Asking the machine for suggestions, seeing how far it has come, stopping it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.forms import SuggestForm
from consult.themes.views.blueprint import bp
from consult.themes.views.pages import themes_page
from consult.web.access import actor_id


@bp.post("/staff/consultations/<int:consultation_id>/themes/suggest")
def suggest(consultation_id: int) -> ResponseReturnValue:
    """Ask the machine for suggestions, as many as it finds or about so many."""
    consultation = find(db_session(), Consultation, consultation_id)
    form = SuggestForm(prefix="suggest")
    if form.validate_on_submit():
        about = form.about.data
        try:
            services.ask_for_themes(
                db_session(), consultation.id, about=about, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            return redirect(url_for("themes.progress", consultation_id=consultation.id))
    return themes_page(consultation, form)


@bp.get("/staff/consultations/<int:consultation_id>/themes/progress")
def progress(consultation_id: int) -> ResponseReturnValue:
    """Show how far the reading has come."""
    return _progress_page(consultation_id, FlaskForm())


@bp.post("/staff/consultations/<int:consultation_id>/themes/stop")
def stop(consultation_id: int) -> ResponseReturnValue:
    """Stop the reading that is under way."""
    form = FlaskForm()
    if form.validate_on_submit():
        services.stop_asking(db_session(), consultation_id, user_id=actor_id(), now=now())
        flash("The machine was told to stop.")
        return redirect(url_for("themes.progress", consultation_id=consultation_id))
    return _progress_page(consultation_id, form)


def _progress_page(consultation_id: int, form: FlaskForm) -> str:
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    job = services.newest_request(session, consultation.id)
    return render_template("themes/progress.html", consultation=consultation, job=job, form=form)
