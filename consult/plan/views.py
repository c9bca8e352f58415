"""Pages of the plan: for everybody to read, for staff to write."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.plan import services as plan_services
from consult.plan.forms import PriorityForm, VersionForm
from consult.plan.models import PlanVersion, Priority
from consult.plan.rules import (
    OUTCOME_LABELS,
    STAGE_LABELS,
    PlanStage,
    read_clauses,
    stages_from,
    written_clauses,
)
from consult.web.access import actor

bp = Blueprint("plan", __name__)


@bp.get("/plan/<slug>")
def plan(slug: str) -> str:
    """Show a plan and its priorities to everybody."""
    view = plan_services.plan_for(db_session(), slug, _version_asked_for())
    return render_template(
        "plan/plan.html",
        view=view,
        stages=STAGE_LABELS,
        outcomes=OUTCOME_LABELS,
        feedback=_feedback_address(slug),
    )


@bp.get("/plan/<slug>/<code>")
def priority(slug: str, code: str) -> str:
    """Show one priority to everybody: in plain words first, word for word one click away."""
    view = plan_services.plan_for(db_session(), slug, _version_asked_for())
    return render_template(
        "plan/priority.html",
        view=view,
        item=plan_services.priority_in(view, code),
        stages=STAGE_LABELS,
        outcomes=OUTCOME_LABELS,
        feedback=_feedback_address(slug),
    )


@bp.get("/staff/plans")
def plans() -> str:
    """List the plans and their versions."""
    return render_template(
        "plan/plans.html", plans=plan_services.plans(db_session()), stages=STAGE_LABELS
    )


@bp.route("/staff/plans/versions/<int:version_id>", methods=["GET", "POST"])
def edit_version(version_id: int) -> ResponseReturnValue:
    """Write a version's summary and dates, and move it on."""
    session = db_session()
    version = find(session, PlanVersion, version_id)
    clauses = plan_services.clauses_of(session, version_id)
    form = VersionForm(obj=version, clauses=written_clauses(clauses))
    form.offer_stages(stages_from(version.stage))
    if form.validate_on_submit():
        try:
            clauses = read_clauses(form.clauses.data or "")
            plan_services.write_clauses(session, version_id, clauses, actor=actor(), now=now())
            plan_services.change_version(
                session,
                version_id,
                form.draft(),
                PlanStage(form.stage.data),
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved.")
            return redirect(url_for("plan.edit_version", version_id=version_id))
    return render_template(
        "plan/edit_version.html",
        form=form,
        version=version,
        priorities=plan_services.priorities_of(session, version_id),
        outcomes=OUTCOME_LABELS,
        stages=STAGE_LABELS,
    )


@bp.route("/staff/plans/priorities/<int:priority_id>", methods=["GET", "POST"])
def edit_priority(priority_id: int) -> ResponseReturnValue:
    """Write a priority's words; the plan's own text only while it is a draft."""
    session = db_session()
    priority = find(session, Priority, priority_id)
    form = PriorityForm(obj=priority)
    if priority.version.stage is not PlanStage.DRAFT:
        del form.verbatim
    if request.method == "GET":
        form.tick(plan_services.outcomes_of(session, priority_id))
    if form.validate_on_submit():
        try:
            plan_services.change_priority(
                session, priority_id, form.draft(priority.verbatim), actor=actor(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved.")
            return redirect(url_for("plan.edit_version", version_id=priority.plan_version_id))
    return render_template("plan/edit_priority.html", form=form, priority=priority)


def _version_asked_for() -> int | None:
    return request.args.get("version", type=int)


def _feedback_address(slug: str) -> str:
    """Return where a later station tells what came of the plan, if this house has it."""
    return f"/feedback/{slug}" if "feedback.public" in current_app.view_functions else ""
