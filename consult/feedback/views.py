"""Pages that tell people what came of their words."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.board.models import Decision
from consult.board.rules import OUTCOME_LABELS, Standing
from consult.board.services import standing_decision, stories_of
from consult.clock import now, today
from consult.db import db_session, find, only_reading
from consult.errors import NotFound, RuleBroken
from consult.feedback import services as feedback_services
from consult.feedback.forms import FeedbackForm
from consult.feedback.rules import NEWS_LABELS, News, NotFinal
from consult.respond.forms import ReceiptForm
from consult.respond.receipts import tidy_code
from consult.respond.rules import UnknownCode
from consult.respond.services import can_change, submission_of_receipt
from consult.survey.models import Consultation, ConsultationPriority
from consult.web.access import actor_id
from consult.web.limits import RECEIPT, limiter

bp = Blueprint("feedback", __name__)
guessing = limiter.shared_limit(RECEIPT, scope="receipt", methods=["POST"])


@bp.context_processor
def _labels() -> dict[str, object]:
    return {"outcomes": OUTCOME_LABELS, "Standing": Standing, "News": News, "news": NEWS_LABELS}


@bp.get("/staff/consultations/<int:consultation_id>/feedback")
def manage(consultation_id: int) -> str:
    """Show what people were told about each priority, and what they are still owed."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    return render_template(
        "feedback/manage.html",
        consultation=consultation,
        owed=feedback_services.owed(session, consultation.id),
    )


@bp.route(
    "/staff/consultations/<int:consultation_id>/feedback/<int:priority_id>",
    methods=["GET", "POST"],
)
def write(consultation_id: int, priority_id: int) -> ResponseReturnValue:
    """Write what people said about a priority and what came of it."""
    session = db_session()
    consultation, decision = _decision(consultation_id, priority_id)
    before = feedback_services.standing_feedback(session, priority_id)
    form = FeedbackForm(obj=before)
    if request.method == "GET":
        form.decision.data = str(decision.id)
    if form.validate_on_submit():
        try:
            _publish(form, decision)
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
            form.decision.data = str(decision.id)
        else:
            flash("Published. Everyone can read it now.")
            return redirect(url_for("feedback.manage", consultation_id=consultation.id))
    return render_template(
        "feedback/write.html",
        form=form,
        consultation=consultation,
        story=stories_of(session, [decision])[0],
        before=before,
    )


def _decision(consultation_id: int, priority_id: int) -> tuple[Consultation, Decision]:
    """Return the consultation and the decision that stands on a priority it asked about."""
    session = db_session()
    asked = session.get(ConsultationPriority, (consultation_id, priority_id))
    decision = standing_decision(session, priority_id)
    if asked is None or decision is None:
        raise NotFound("The board has not decided on that priority yet.")
    return asked.consultation, decision


def _publish(form: FeedbackForm, decision: Decision) -> None:
    if form.decision.data != str(decision.id):
        # The page was opened on a decision that another has replaced since.
        raise NotFinal
    draft = form.draft()
    feedback_services.publish_feedback(
        db_session(),
        decision.id,
        draft.you_said,
        draft.we_did,
        draft.why_not,
        user_id=actor_id(),
        today=today(),
        now=now(),
    )


@bp.get("/feedback/<slug>")
def public(slug: str) -> str:
    """Show everyone what was said, what was done, and why not."""
    answers = feedback_services.answers_for(db_session(), slug, today=today())
    return render_template("feedback/public.html", answers=answers)


@bp.route("/receipt", methods=["GET", "POST"])
@guessing  # type: ignore[untyped-decorator]
def receipt() -> ResponseReturnValue:
    """Show somebody with a code what happened to their words.

    The page is the answer to the form itself, so that the code never stands in an address.
    """
    form = ReceiptForm()
    if not form.validate_on_submit():
        return render_template("feedback/code.html", form=form)
    with only_reading():
        return _receipt_page(form)


def _receipt_page(form: ReceiptForm) -> str:
    session, day = db_session(), today()
    code = form.code.data or ""
    try:
        submission = submission_of_receipt(session, code, str(current_app.secret_key))
    except UnknownCode as unknown:
        form.code.errors = [str(unknown)]
        return render_template("feedback/code.html", form=form)
    story = feedback_services.receipt_for(session, submission, today=day)
    return render_template(
        "feedback/receipt.html",
        receipt=story,
        code=tidy_code(code),
        today=day,
        can_change=can_change(submission, day),
    )


@bp.post("/receipt/withdraw")
@guessing  # type: ignore[untyped-decorator]
def withdraw() -> ResponseReturnValue:
    """Take back the words that a code belongs to."""
    session, form = db_session(), ReceiptForm()
    if not form.validate_on_submit():
        return render_template("feedback/code.html", form=form)
    try:
        submission = submission_of_receipt(
            session, form.code.data or "", str(current_app.secret_key)
        )
        feedback_services.withdraw(session, submission.id, today=today())
    except UnknownCode as unknown:
        form.code.errors = [str(unknown)]
        return render_template("feedback/code.html", form=form)
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return render_template("feedback/code.html", form=form)
    return _receipt_page(form)
