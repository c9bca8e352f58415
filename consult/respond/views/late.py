"""Answers that came late: what was decided of them, and why (L-CON-11)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.disclosure import shown
from consult.respond import services as respond
from consult.respond.forms import LateForm
from consult.respond.views.blueprint import bp
from consult.survey.models import Consultation
from consult.web.access import actor, actor_id


@bp.route("/staff/consultations/<int:consultation_id>/late", methods=["GET", "POST"])
def late(consultation_id: int) -> ResponseReturnValue:
    """Record whether late answers are considered, for everybody to read."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    form = LateForm()
    if form.validate_on_submit():
        respond.decide_late(
            session,
            consultation.id,
            form.reason.data,
            considered=form.considered.data == "yes",
            user_id=actor_id(),
            today=today(),
            now=now(),
        )
        flash("Published. Everybody can read it on the page of the consultation.")
        return redirect(url_for("respond.late", consultation_id=consultation.id))
    return _show(consultation, form)


@bp.post("/staff/consultations/<int:consultation_id>/late/taken")
def take_late(consultation_id: int) -> ResponseReturnValue:
    """Let late answers be kept from now on, or not."""
    session, form = db_session(), FlaskForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        takes = request.form.get("takes") == "yes"
        respond.take_late(session, consultation_id, takes=takes, actor=actor(), now=now())
        flash("Late answers are kept now." if takes else "No late answers are taken now.")
        return redirect(url_for("respond.late", consultation_id=consultation_id))
    return _show(consultation, LateForm(formdata=None), failed=form)


def _show(consultation: Consultation, form: LateForm, failed: FlaskForm | None = None) -> str:
    session = db_session()
    return render_template(
        "respond/late.html",
        form=form,
        failed=failed or form,
        consultation=consultation,
        count=shown(respond.late_count(session, consultation.id)),
        decision=respond.late_decision(session, consultation.id),
    )
