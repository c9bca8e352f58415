"""A consultation like another: its words and wordings, with dates of its own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey import services as surveys
from consult.survey.forms.bank import CloneForm
from consult.survey.models import Consultation
from consult.survey.services import cloning
from consult.survey.views.blueprint import bp
from consult.web.access import actor


@bp.route("/staff/consultations/<int:consultation_id>/clone", methods=["GET", "POST"])
def clone_consultation(consultation_id: int) -> ResponseReturnValue:
    """Begin a consultation like this one, then read its words and days again."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    form = CloneForm(
        title=found.title, opens_on=surveys.days_to_start_with(session, today()).opens_on
    )
    if form.validate_on_submit():
        try:
            made = cloning.clone_consultation(
                session,
                found.id,
                form.title.data,
                form.opens_on.data,
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The copy is there. Read its words and days again, and save them.")
            return redirect(url_for("survey.edit_consultation", consultation_id=made.id))
    return render_template("survey/clone_consultation.html", consultation=found, form=form)
