"""Pages on which evidence is read, written and reported to the board."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.disclosure import shown
from consult.errors import NotFound, RuleBroken
from consult.evidence import services as evidence_services
from consult.evidence.forms import EvidenceForm
from consult.evidence.rules import STRENGTH_LABELS, Strength
from consult.plan.models import Priority
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.web.access import actor, actor_id

bp = Blueprint("evidence", __name__)

QUOTES_OF_A_THEME = 12


@bp.get("/staff/consultations/<int:consultation_id>/evidence")
def evidence(consultation_id: int) -> str:
    """Show what evidence there is on each priority."""
    return _list(find(db_session(), Consultation, consultation_id), FlaskForm())


@bp.route("/staff/consultations/<int:consultation_id>/evidence/new", methods=["GET", "POST"])
def write(consultation_id: int) -> ResponseReturnValue:
    """Write a piece of evidence on one priority."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    priority = _priority(consultation)
    form = EvidenceForm()
    themes = evidence_services.confirmed_themes(session, consultation.id)
    quotes = evidence_services.offered_quotes(session, consultation.id, QUOTES_OF_A_THEME)
    form.offer(
        ((view.theme.id, f"{view.theme.name} ({shown(view.size)})") for view in themes),
        ((offered.comment.id, offered.comment.text) for offered in quotes),
    )
    if form.validate_on_submit():
        try:
            evidence_services.write_evidence(
                session, consultation.id, form.draft(priority.id), user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The evidence is written. Its figures will not change any more.")
            return redirect(url_for("evidence.evidence", consultation_id=consultation.id))
    return render_template(
        "evidence/write.html",
        consultation=consultation,
        priority=priority,
        form=form,
        themes=themes,
        notes={str(one.comment.id): f"{_who(one.comment)}. {one.theme.name}" for one in quotes},
    )


@bp.post("/staff/consultations/<int:consultation_id>/report")
def report(consultation_id: int) -> ResponseReturnValue:
    """Report a consultation to the board."""
    session, form = db_session(), FlaskForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        try:
            evidence_services.report_consultation(
                session, consultation.id, actor=actor(), today=today(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Reported. The board can decide now.")
            return redirect(url_for("evidence.evidence", consultation_id=consultation.id))
    return _list(consultation, form)


def _list(consultation: Consultation, form: FlaskForm) -> str:
    session = db_session()
    priorities = evidence_services.asked_about(session, consultation.id)
    pieces = {
        priority.id: [
            (
                piece,
                evidence_services.themes_behind(session, piece.id),
                [(one.text, _who(one)) for one in evidence_services.quotes_of(session, piece.id)],
            )
            for piece in evidence_services.evidence_on(session, priority.id, consultation.id)
        ]
        for priority in priorities
    }
    return render_template(
        "evidence/evidence.html",
        consultation=consultation,
        form=form,
        priorities=priorities,
        pieces=pieces,
        strengths=STRENGTH_LABELS,
        Strength=Strength,
        audiences=AUDIENCE_LABELS,
    )


def _priority(consultation: Consultation) -> Priority:
    """Return the priority the address asks for.

    Raises:
        NotFound: the consultation does not ask about it.
    """
    asked = evidence_services.asked_about(db_session(), consultation.id)
    wanted = request.args.get("priority", "")
    for priority in asked:
        if str(priority.id) == wanted:
            return priority
    raise NotFound("Choose one of the priorities this consultation asks about.")


def _who(comment: Comment) -> str:
    return AUDIENCE_LABELS[comment.submission.audience]
