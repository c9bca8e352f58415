"""The tasks before a launch: where each is done, and the reasons for what is left undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import NotFound, RuleBroken
from consult.people.models import User
from consult.survey import services as surveys
from consult.survey.forms import ReachForm, ReasonForm, RecordsForm, SafetyForm, VoicesForm
from consult.survey.models import Consultation
from consult.survey.rules import Check
from consult.survey.rules.gates import PART_LABELS, Part, Place
from consult.survey.rules.readiness import Reach, Records, Safety, Voices
from consult.survey.views.blueprint import bp
from consult.web.access import actor, actor_id, may_open, signed_in

ROOMS = {
    Place.TEXTS: "survey.edit_consultation",
    Place.PROPOSALS: "survey.proposals",
    Place.REACH: "survey.reach",
    Place.VOICES: "survey.voices",
    Place.SAFETY: "survey.safety",
    Place.RECORDS: "survey.papers",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A check as the list of tasks shows it: where it is done, who can agree to leave it."""

    check: Check
    url: str
    reason_url: str
    who_may: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The tasks about one thing."""

    label: str
    tasks: tuple[Task, ...]


def task_groups(consultation_id: int, checks: Sequence[Check]) -> list[TaskGroup]:
    """Return the checks as tasks for whoever is signed in, by what they are about."""
    person = signed_in()
    user = find(db_session(), User, person.id) if person else None
    groups = {
        part: tuple(
            Task(
                check,
                _room(check.place, consultation_id),
                url_for("survey.reason", consultation_id=consultation_id, check=check.key)
                if user and user.role in check.may_override and not check.done
                else "",
                surveys.who_may(check),
            )
            for check in checks
            if check.part is part
        )
        for part in Part
    }
    return [TaskGroup(PART_LABELS[part], tasks) for part, tasks in groups.items() if tasks]


def _room(place: Place, consultation_id: int) -> str:
    if place is Place.SURVEYS:
        return "#surveys"
    if place is Place.CALENDAR:
        return url_for("survey.calendar") if may_open("survey.calendar") else ""
    endpoint = ROOMS[place]
    return url_for(endpoint, consultation_id=consultation_id) if may_open(endpoint) else ""


@bp.route("/staff/consultations/<int:consultation_id>/safety", methods=["GET", "POST"])
def safety(consultation_id: int) -> ResponseReturnValue:
    """Record who reads what may be serious, and when."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    start = surveys.start_from(session, found.id, Safety)
    form = SafetyForm(obj=start.value)
    if not form.is_submitted():
        form.leave_room()

    def save() -> object:
        return surveys.record_safety(
            session, found.id, form.safety(), actor=actor(), today=today(), now=now()
        )

    return _record(form, save, found, "survey/safety.html", start.earlier)


@bp.route("/staff/consultations/<int:consultation_id>/papers", methods=["GET", "POST"])
def papers(consultation_id: int) -> ResponseReturnValue:
    """Put data protection and the board's agenda on the record."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    start = surveys.start_from(session, found.id, Records)
    form = RecordsForm(obj=start.value)

    def save() -> object:
        return surveys.record_papers(
            session, found.id, form.records(), actor=actor(), today=today(), now=now()
        )

    return _record(form, save, found, "survey/papers.html", start.earlier)


@bp.route("/staff/consultations/<int:consultation_id>/taking-part", methods=["GET", "POST"])
def reach(consultation_id: int) -> ResponseReturnValue:
    """Record how everybody can take part."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    start = surveys.start_from(session, found.id, Reach)
    form = ReachForm(obj=start.value)

    def save() -> object:
        return surveys.record_reach(session, found.id, form.reach(), actor=actor(), now=now())

    return _record(form, save, found, "survey/reach.html", start.earlier)


@bp.route("/staff/consultations/<int:consultation_id>/voices", methods=["GET", "POST"])
def voices(consultation_id: int) -> ResponseReturnValue:
    """Record which bodies that speak for children were asked."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    start = surveys.start_from(session, found.id, Voices)
    form = VoicesForm()
    if not form.is_submitted():
        form.show(start.value)

    def save() -> object:
        return surveys.record_voices(
            session, found.id, form.voices(), actor=actor(), today=today(), now=now()
        )

    return _record(form, save, found, "survey/voices.html", start.earlier)


def _record(
    form: FlaskForm,
    save: Callable[[], object],
    consultation: Consultation,
    template: str,
    earlier: Consultation | None,
) -> ResponseReturnValue:
    """Save what was written and go back to the tasks, or show the page again."""
    if form.validate_on_submit():
        try:
            save()
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved.")
            return redirect(url_for("survey.consultation", consultation_id=consultation.id))
    return render_template(template, form=form, consultation=consultation, earlier=earlier)


@bp.route("/staff/consultations/<int:consultation_id>/reasons/<check>", methods=["GET", "POST"])
def reason(consultation_id: int, check: str) -> ResponseReturnValue:
    """Say why a check must be left unmet, for everybody to read."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    asked = surveys.launch_check(session, found.id, check, today())
    if not asked.may_override:
        raise NotFound("There is no way around this check.")
    form = ReasonForm(reason=asked.reason.text if asked.reason else "")
    if form.validate_on_submit():
        try:
            surveys.give_reason(
                session, found.id, asked, form.reason.data, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved. Everybody can read it after the launch.")
            return redirect(url_for("survey.consultation", consultation_id=found.id))
    return _show_reason(form, found, asked)


@bp.post("/staff/consultations/<int:consultation_id>/reasons/<check>/withdraw")
def withdraw_reason(consultation_id: int, check: str) -> ResponseReturnValue:
    """Take a reason back: the check must be met again."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            surveys.withdraw_reason(session, found.id, check, actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Taken back.")
            return redirect(url_for("survey.consultation", consultation_id=found.id))
    asked = surveys.launch_check(session, found.id, check, today())
    return _show_reason(ReasonForm(formdata=None), found, asked, failed=form)


def _show_reason(
    form: ReasonForm, consultation: Consultation, check: Check, failed: FlaskForm | None = None
) -> str:
    return render_template(
        "survey/reason.html",
        form=failed or form,
        reason_form=form,
        consultation=consultation,
        check=check,
        who_may=surveys.who_may(check),
    )
