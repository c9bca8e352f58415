"""Buttons for every wording at once: add the model surveys, publish what is ready."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session
from consult.errors import RuleBroken
from consult.survey import services as surveys
from consult.survey.rules.gates import listed
from consult.survey.views.blueprint import bp
from consult.survey.views.consultations import show
from consult.web.access import actor, actor_id


@bp.post("/staff/consultations/<int:consultation_id>/surveys/models")
def add_models(consultation_id: int) -> ResponseReturnValue:
    """Give each audience without a survey the model one."""
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            surveys.add_model_surveys(db_session(), consultation_id, actor=actor(), now=now())
        except RuleBroken as broken:
            db_session().rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The model surveys are there, as drafts. Read each before you publish it.")
            return redirect(url_for("survey.consultation", consultation_id=consultation_id))
    return show(consultation_id, failed=form)


@bp.post("/staff/consultations/<int:consultation_id>/surveys/publish")
def publish_all(consultation_id: int) -> ResponseReturnValue:
    """Publish every draft that is ready, and name those that are not."""
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            done = surveys.publish_all(db_session(), consultation_id, user_id=actor_id(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            if done.names:
                flash(f"Published: {listed(done.names)}.")
            form.form_errors.extend(done.refusals)
            if not done.refusals:
                return redirect(url_for("survey.consultation", consultation_id=consultation_id))
    return show(consultation_id, failed=form)
