"""Pages that compare: groups of people, themes by group, then and now, weighted and not."""

from dataclasses import dataclass

from flask import render_template, request

from consult.clock import today
from consult.db import db_session, find
from consult.disclosure import HIDDEN_NOTE, LEAST_BASE
from consult.errors import NotFound
from consult.results import services as results_services
from consult.results.rules import READING_ORDER
from consult.results.rules.comparing import LEAST_GAP
from consult.results.rules.weighting import HIGHEST, LOWEST
from consult.results.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, Audience


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
    choices = results_services.choices_of(
        session, consultation_id, request.args.get("question"), wanted=_audience_wanted()
    )
    if choices.audience is None:
        chosen, found = None, None
    else:
        by = choices.way(request.args.get("by", results_services.AUDIENCE))
        chosen = _Chosen(choices.question, by, choices.audience)
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


@bp.get("/staff/consultations/<int:consultation_id>/theme-groups")
def theme_groups(consultation_id: int) -> str:
    """Show how many of each group said something of each theme."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    audiences = {each: str(AUDIENCE_LABELS[each]) for each in READING_ORDER}
    audience = _audience_asked_for(audiences)
    by = request.args.get("by", results_services.AUDIENCE)
    return render_template(
        "results/theme_groups.html",
        consultation=consultation,
        found=results_services.theme_table(
            session, consultation, by=by, audience=audience, today=today()
        ),
        by=by,
        ways=results_services.PLACES,
        audience=audience,
        audiences=audiences,
        hidden_note=HIDDEN_NOTE,
        least=LEAST_BASE,
        least_gap=LEAST_GAP,
    )


@bp.get("/staff/consultations/<int:consultation_id>/change")
def change(consultation_id: int) -> str:
    """Show what moved since a consultation before."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    earlier = results_services.earlier_consultations(session, consultation)
    audiences = {each: str(AUDIENCE_LABELS[each]) for each in READING_ORDER}
    audience = _audience_asked_for(audiences)
    found, chosen = [], None
    if earlier:
        chosen = request.args.get("since", earlier[0].id, type=int)
        found = results_services.changes_since(session, consultation, chosen, audience)
    return render_template(
        "results/change.html",
        consultation=consultation,
        earlier={each.id: each.title for each in earlier},
        chosen=chosen,
        audience=audience,
        audiences=audiences,
        found=found,
        hidden_note=HIDDEN_NOTE,
        least_gap=LEAST_GAP,
    )


@bp.get("/staff/consultations/<int:consultation_id>/weighted")
def weighted(consultation_id: int) -> str:
    """Show answers weighed so that they look like the people who live here."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    choices = results_services.choices_of(
        session,
        consultation_id,
        request.args.get("question"),
        wanted=_audience_wanted(),
        among=results_services.OF_THEMSELVES,
    )
    found = choices.audience and results_services.weighted_question(
        session, consultation_id, choices.question, audience=choices.audience, today=today()
    )
    return render_template(
        "results/weighted.html",
        consultation=consultation,
        choices=choices,
        found=found,
        sources=results_services.sources_of_counts(session),
        lowest=LOWEST,
        highest=HIGHEST,
        hidden_note=HIDDEN_NOTE,
    )


def _audience_asked_for(audiences: dict[Audience, str]) -> Audience:
    """Return the audience of the address, or the first there is where it was not asked.

    Raises:
        NotFound: there is no such audience at all.
    """
    wanted = _audience_wanted()
    return wanted if wanted in audiences else next(iter(audiences))


def _audience_wanted() -> Audience | None:
    wanted = request.args.get("who")
    if wanted is None:
        return None
    if wanted not in {audience.value for audience in Audience}:
        raise NotFound("There is no such audience.")
    return Audience(wanted)
