"""Pages on which photos and voice notes are looked at, and those let through."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.respond.models import Upload
from consult.respond.services import content_of
from consult.safeguarding import services as safeguarding
from consult.safeguarding.forms import JudgeForm
from consult.safeguarding.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.web.access import actor_id


@bp.get("/staff/safeguarding/files")
def files() -> str:
    """Show which photos and voice notes wait to be looked at."""
    waiting = safeguarding.next_files(db_session())
    return render_template("safeguarding/files.html", waiting=waiting, audiences=AUDIENCE_LABELS)


@bp.route("/staff/safeguarding/files/<int:upload_id>", methods=["GET", "POST"])
def file(upload_id: int) -> ResponseReturnValue:
    """Show one photo or voice note, to be let through or refused."""
    session = db_session()
    upload = safeguarding.waiting_file(session, upload_id)
    form = JudgeForm()
    if form.validate_on_submit():
        try:
            safeguarding.judge_file(
                session,
                upload_id,
                allow=form.verdict.data == "allow",
                reason=form.reason.data or "",
                user_id=actor_id(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("Done.")
            return redirect(url_for("safeguarding.files"))
    return render_template(
        "safeguarding/file.html", form=form, upload=upload, audiences=AUDIENCE_LABELS
    )


@bp.get("/staff/safeguarding/files/<int:upload_id>/content")
def file_content(upload_id: int) -> Response:
    """Hand the file to whoever looks first."""
    return _served(safeguarding.waiting_file(db_session(), upload_id))


@bp.get("/staff/consultations/<int:consultation_id>/files")
def allowed(consultation_id: int) -> str:
    """Show the photos and voice notes that were let through."""
    session = db_session()
    return render_template(
        "safeguarding/allowed.html",
        consultation=find(session, Consultation, consultation_id),
        uploads=safeguarding.allowed_files(session, consultation_id),
        audiences=AUDIENCE_LABELS,
    )


@bp.get("/staff/files/<int:upload_id>")
def allowed_content(upload_id: int) -> Response:
    """Hand out a file that was let through."""
    return _served(safeguarding.seen_file(db_session(), upload_id))


def _served(upload: Upload) -> Response:
    response = Response(content_of(db_session(), upload), content_type=upload.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
