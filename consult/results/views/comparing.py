"""Pages that set groups of people side by side: audiences, ages, areas, settings, other answers."""

from dataclasses import dataclass

from flask import render_template, request

from consult.clock import today
from consult.db import db_session, find
from consult.disclosure import HIDDEN_NOTE, LEAST_BASE
from consult.errors import NotFound
from consult.results import services as results_services
from consult.results.rules.comparing import LEAST_GAP
from consult.results.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import Audience


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which table was asked for."""

    question: str
    by: str
    audience: Audience


@bp.get("/staff/consultations/<int:consultation_id>/compare")
def compare(consultation_id: int) -> str:
    """Show what groups of people answered to one question, side by side."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    choices = results_services.choices_of(session, consultation_id, request.args.get("question"))
    if not choices.questions:
        chosen, found = None, None
    else:
        chosen = _Chosen(
            choices.question,
            request.args.get("by", results_services.AUDIENCE),
            audience_asked_for(choices.audiences),
        )
        found = results_services.cross_table(
            session,
            consultation_id,
            chosen.question,
            by=chosen.by,
            audience=chosen.audience,
            today=today(),
        )
    return render_template(
        "results/compare.html",
        consultation=consultation,
        choices=choices,
        chosen=chosen,
        found=found,
        hidden_note=HIDDEN_NOTE,
        least=LEAST_BASE,
        least_gap=LEAST_GAP,
    )


def audience_asked_for(audiences: dict[Audience, str]) -> Audience:
    """Return the audience of the address, or the first there is where it was not asked.

    Raises:
        NotFound: there is no such audience at all.
    """
    wanted = request.args.get("who", next(iter(audiences)).value)
    if wanted not in {audience.value for audience in Audience}:
        raise NotFound("There is no such audience.")
    return Audience(wanted) if Audience(wanted) in audiences else next(iter(audiences))
