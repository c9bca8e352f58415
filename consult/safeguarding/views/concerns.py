"""Pages to raise a concern, and for the safeguarding lead to read and close it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, reading
from consult.errors import RuleBroken
from consult.safeguarding import services as safeguarding
from consult.safeguarding.forms import CloseForm
from consult.safeguarding.rules import CONCERN_LABELS, ConcernOutcome
from consult.safeguarding.views.blueprint import bp
from consult.survey.rules import AUDIENCE_LABELS
from consult.web.access import actor_id, may_open

IN_HOURS = 48


@bp.get("/staff/safeguarding")
def queue() -> str:
    """Show what waits for the safeguarding lead, without anybody's words."""
    session = db_session()
    moment = now()
    waiting = [(one, _waited(one.raised_at, moment)) for one in safeguarding.open_concerns(session)]
    return render_template(
        "safeguarding/queue.html",
        waiting=waiting,
        closed=safeguarding.closed_concerns(session),
        files=len(safeguarding.next_files(session)),
        outcomes=CONCERN_LABELS,
        audiences=AUDIENCE_LABELS,
    )


@bp.route("/staff/safeguarding/<int:concern_id>", methods=["GET", "POST"])
def concern(concern_id: int) -> ResponseReturnValue:
    """Show one concern with the whole answer set, and close it."""
    reading.set(False)  # opening it is written down, so even looking is a write
    session = db_session()
    form = CloseForm()
    if form.validate_on_submit():
        try:
            safeguarding.close_concern(
                session,
                concern_id,
                ConcernOutcome(form.outcome.data),
                form.reason.data or "",
                user_id=actor_id(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The concern is closed.")
            return redirect(url_for("safeguarding.queue"))
    file = safeguarding.open_concern(session, concern_id, user_id=actor_id(), now=now())
    return render_template(
        "safeguarding/concern.html",
        file=file,
        form=form,
        outcomes=CONCERN_LABELS,
        audiences=AUDIENCE_LABELS,
    )


@bp.route("/staff/comments/<int:comment_id>/concern", methods=["GET", "POST"])
def raise_concern(comment_id: int) -> ResponseReturnValue:
    """Ask whether to pass a comment to the safeguarding lead, and do it."""
    session = db_session()
    comment = safeguarding.free_comment(session, comment_id)
    consultation = comment.submission.consultation
    start = url_for("survey.consultation", consultation_id=consultation.id)
    back = _inside(request.args.get("back")) or start
    form = FlaskForm()
    if form.validate_on_submit():
        safeguarding.raise_concern(session, comment_id, user_id=actor_id(), now=now())
        flash("The safeguarding lead has it now. It is out of the analysis until they let it go.")
        return redirect(url_for("safeguarding.queue") if _is_lead() else back)
    return render_template(
        "safeguarding/raise_concern.html",
        form=form,
        comment=comment,
        consultation=consultation,
        audience=AUDIENCE_LABELS[comment.submission.audience],
        back=back,
    )


def _is_lead() -> bool:
    return may_open("safeguarding.queue")


def _inside(address: str | None) -> str | None:
    """Return an address among the staff's pages, or nothing: never send anybody elsewhere."""
    address = address or ""
    return address if address.startswith("/staff/") and "\\" not in address else None


def _waited(since: datetime, moment: datetime) -> str:
    """Return how long a concern has waited, as people say it."""
    hours = int((moment - since).total_seconds() // 3600)
    if hours < 1:
        return "Less than an hour"
    count, unit = (hours, "hour") if hours < IN_HOURS else (hours // 24, "day")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
