"""Pages on which evidence is read, written and reported to the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find
from consult.disclosure import shown
from consult.errors import NotFound, RuleBroken
from consult.evidence import services as evidence_services
from consult.evidence.forms import EvidenceForm
from consult.evidence.models import Evidence
from consult.evidence.rules import STRENGTH_LABELS, Strength
from consult.evidence.services import Figures, Quote
from consult.plan.models import Priority
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.themes.models import Theme
from consult.web.access import actor, actor_id

bp = Blueprint("evidence", __name__)

QUOTES_OF_A_THEME = 6
LOOKS = {Audience.YOUNG_PERSON: "g1", Audience.PARENT: "g2", Audience.EASY_READ: "g3"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence laid out for a page."""

    evidence: Evidence
    themes: Sequence[Theme]
    quotes: Sequence[Quote]
    figures: Figures
    strength: str

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The audiences of the figures, as (look of the bar, words)."""
        told = self.figures.answered
        return [
            (LOOKS[each], f"{AUDIENCE_LABELS[each]} ({told[each]} answered)")
            for each in self.figures.audiences
        ]


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
    offered = evidence_services.offered_quotes(session, themes, most=QUOTES_OF_A_THEME)
    form.offer(
        ((view.theme.id, f"{view.theme.name} ({shown(view.size)} people)") for view in themes),
        ((quote.comment_id, quote.text) for each in offered for quote in each.quotes),
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
        has_themes=bool(themes),
        offered=offered,
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
    priorities = evidence_services.asked_about(db_session(), consultation.id)
    return render_template(
        "evidence/evidence.html",
        consultation=consultation,
        form=form,
        priorities=priorities,
        pieces={each.id: _pieces(consultation.id, each.id) for each in priorities},
    )


def _pieces(consultation_id: int, priority_id: int) -> list[Piece]:
    session = db_session()
    found = evidence_services.evidence_on(session, priority_id, consultation_id)
    quotes = evidence_services.quotes_of(session, [each.id for each in found])
    return [
        Piece(
            evidence=each,
            themes=evidence_services.themes_behind(session, each.id),
            quotes=quotes[each.id],
            figures=evidence_services.frozen_figures(each),
            strength=STRENGTH_LABELS[Strength(each.strength)],
        )
        for each in found
    ]


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
