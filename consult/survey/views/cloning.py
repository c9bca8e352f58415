"""A consultation like another: its words and wordings, with dates of its own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey.forms.bank import CloneForm
from consult.survey.models import Consultation
from consult.survey.services import cloning
from consult.survey.views.blueprint import bp
from consult.web.access import actor


@bp.route("/staff/consultations/<int:consultation_id>/clone", methods=["GET", "POST"])
def clone_consultation(consultation_id: int) -> ResponseReturnValue:
    """Begin a consultation like this one, then set its dates."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    form = CloneForm(title=found.title)
    if form.validate_on_submit():
        try:
            made = cloning.clone_consultation(
                session, found.id, form.title.data, actor=actor(), today=today(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The copy is there. Now set its dates.")
            return redirect(url_for("survey.edit_consultation", consultation_id=made.id))
    return render_template("survey/clone_consultation.html", consultation=found, form=form)
