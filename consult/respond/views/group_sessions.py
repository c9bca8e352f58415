"""Pages on which staff write down a group's evening: who was there, and what was said."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.respond import services as respond
from consult.respond.forms.paper import FlipChartForm, GroupSessionForm, NoteForm
from consult.respond.models import GroupSession
from consult.respond.rules import UploadKind
from consult.respond.rules.uploads import MOST_PHOTO_BYTES
from consult.respond.views.blueprint import bp
from consult.respond.views.replies import secret
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.services import offered_bodies, published_versions_of
from consult.web.access import actor, actor_id
from consult.web.requests import takes_files

CHART = "chart"
SESSIONS = "/staff/consultations/<int:consultation_id>/sessions"


@bp.get(SESSIONS)
def group_sessions(consultation_id: int) -> str:
    """Show the groups that met about a consultation."""
    session = db_session()
    return render_template(
        "respond/group_sessions.html",
        consultation=find(session, Consultation, consultation_id),
        held=respond.group_sessions_of(session, consultation_id),
        labels=AUDIENCE_LABELS,
    )


@bp.route(f"{SESSIONS}/new", methods=["GET", "POST"])
def add_group_session(consultation_id: int) -> ResponseReturnValue:
    """Write down that a group met."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    form = GroupSessionForm()
    form.offer(offered_bodies(session), published_versions_of(session, consultation_id))
    if form.validate_on_submit():
        try:
            held, code = respond.hold_group_session(
                session,
                secret(),
                consultation_id,
                form.draft(),
                user_id=actor_id(),
                today=today(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            return render_template("respond/group_session_begun.html", held=held, code=code)
    return render_template("respond/add_group_session.html", form=form, consultation=consultation)


@bp.route("/staff/sessions/<int:session_id>", methods=["GET", "POST"])
def group_session(session_id: int) -> ResponseReturnValue:
    """Show what a group said, and add another note."""
    session = db_session()
    held = find(session, GroupSession, session_id)
    form = NoteForm()
    form.offer(respond.topics_of(session, held))
    if form.validate_on_submit():
        try:
            respond.add_note(
                session, held.id, form.topic.data, form.text.data, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The note is in.")
            return redirect(url_for("respond.group_session", session_id=held.id))
    return _show(held, form)


@bp.post("/staff/sessions/<int:session_id>/photos")
@takes_files(MOST_PHOTO_BYTES + 100_000)
def add_flip_chart(session_id: int) -> ResponseReturnValue:
    """Add a photo of a flip chart; it is looked at before anyone sees it."""
    session = db_session()
    held = find(session, GroupSession, session_id)
    form = FlipChartForm(prefix=CHART)
    sent = request.files.get(form.file.name)
    if form.validate_on_submit():
        try:
            if sent is None or not sent.filename:
                raise RuleBroken("Choose a photo first.")
            plain = respond.plain_file(UploadKind.PHOTO, sent.read())
            respond.add_flip_chart(session, held, plain, actor=actor(), today=today(), now=now())
        except RuleBroken as broken:
            session.rollback()
            form.file.errors = [*form.file.errors, str(broken)]
        else:
            flash("The photo is in. The safeguarding lead looks at it first.")
            return redirect(url_for("respond.group_session", session_id=held.id))
    notes = NoteForm(formdata=None)
    notes.offer(respond.topics_of(session, held))
    return _show(held, notes, chart=form)


def _show(held: GroupSession, form: NoteForm, chart: FlipChartForm | None = None) -> str:
    session = db_session()
    return render_template(
        "respond/group_session.html",
        held=held,
        form=chart or form,
        note=form,
        chart=chart or FlipChartForm(formdata=None, prefix=CHART),
        notes=respond.notes_of(session, held),
        topics=respond.topics_of(session, held),
        label=AUDIENCE_LABELS[held.audience],
    )
