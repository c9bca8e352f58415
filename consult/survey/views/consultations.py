"""Pages about one consultation: what it is, what is still to do, launch, a later last day."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey import services as surveys
from consult.survey.forms import ConsultationForm, ExtendForm
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, STAGE_LABELS, Stage
from consult.survey.views.blueprint import bp
from consult.survey.views.launching import task_groups
from consult.web.access import actor

MOST_TO_COPY = 6
WATCHED = {Stage.COMING, Stage.OPEN}


@bp.get("/staff/consultations/<int:consultation_id>")
def consultation(consultation_id: int) -> ResponseReturnValue:
    """Show what a consultation is, its surveys, and what is to do before the launch."""
    return show(consultation_id)


@bp.route("/staff/consultations/new", methods=["GET", "POST"])
def add_consultation() -> ResponseReturnValue:
    """Begin to design a consultation."""
    session = db_session()
    form = _offered(ConsultationForm(obj=surveys.days_to_start_with(session, today())))
    if form.validate_on_submit():
        try:
            made = surveys.create_consultation(session, form.draft(), actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The consultation is there. Add its surveys next.")
            return redirect(url_for("survey.consultation", consultation_id=made.id))
    earlier = surveys.consultations(session, today())[:MOST_TO_COPY]
    return render_template("survey/add_consultation.html", form=form, earlier=earlier)


@bp.route("/staff/consultations/<int:consultation_id>/edit", methods=["GET", "POST"])
def edit_consultation(consultation_id: int) -> ResponseReturnValue:
    """Describe a consultation anew; after the launch, only what was not promised."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    before = surveys.draft_of(session, found)
    form = _offered(ConsultationForm(obj=before))
    if found.launched_on:
        form.keep_promises()
    if form.validate_on_submit():
        try:
            surveys.change_consultation(
                session, found.id, form.draft(before), actor=actor(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved.")
            return redirect(url_for("survey.consultation", consultation_id=found.id))
    return render_template("survey/edit_consultation.html", form=form, consultation=found)


@bp.post("/staff/consultations/<int:consultation_id>/launch")
def launch(consultation_id: int) -> ResponseReturnValue:
    """Promise the consultation to the public."""
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            surveys.launch(db_session(), consultation_id, actor=actor(), today=today(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Launched. People can see it from now on.")
            return redirect(url_for("survey.consultation", consultation_id=consultation_id))
    return show(consultation_id, failed=form)


@bp.post("/staff/consultations/<int:consultation_id>/extend")
def extend(consultation_id: int) -> ResponseReturnValue:
    """Keep a consultation open longer."""
    form = ExtendForm()
    if form.validate_on_submit() and form.closes_on.data:
        try:
            surveys.extend(
                db_session(),
                consultation_id,
                form.closes_on.data,
                actor=actor(),
                today=today(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("People have more time now.")
            return redirect(url_for("survey.consultation", consultation_id=consultation_id))
    return show(consultation_id, failed=form)


def show(consultation_id: int, failed: FlaskForm | None = None) -> str:
    """Show the page of a consultation, with what went wrong when something did."""
    session, day = db_session(), today()
    found = find(session, Consultation, consultation_id)
    stage = surveys.stage(found, day)
    checks = [] if found.launched_on else surveys.launch_checks(session, found.id, day)
    return render_template(
        "survey/consultation.html",
        consultation=found,
        stage=stage,
        stage_label=STAGE_LABELS[stage],
        Stage=Stage,
        surveys=surveys.surveys_of(session, found.id),
        may_add=surveys.audiences_to_add(session, found.id),
        labels=AUDIENCE_LABELS,
        priorities=surveys.priorities_of(session, found.id),
        groups=task_groups(found.id, checks),
        waiting=sum(check.blocks for check in checks),
        total=len(checks),
        gaps=surveys.safety_gaps(session, found.id, day) if stage in WATCHED else [],
        reasons=surveys.published_reasons(session, found.id) if found.launched_on else (),
        form=failed if failed is not None else FlaskForm(),
        extend_form=failed if isinstance(failed, ExtendForm) else ExtendForm(formdata=None),
    )


def _offered(form: ConsultationForm) -> ConsultationForm:
    session = db_session()
    form.offer(
        surveys.offered_versions(session),
        surveys.offered_bodies(session),
        surveys.offered_priorities(session),
    )
    return form
