"""What anybody may look at: what we ask, and which version to pick."""

from flask import render_template

from consult.clock import today
from consult.db import db_session
from consult.respond import services as respond
from consult.respond.views.blueprint import bp
from consult.survey.rules import AUDIENCE_LABELS, Stage
from consult.survey.services import published_reasons
from consult.survey.services import stage as stage_on


@bp.get("/")
def home() -> str:
    """Show what we are asking, what we asked, and where the answers are."""
    session, day = db_session(), today()
    consultations = respond.launched_consultations(session)
    staged = [(consultation, stage_on(consultation, day)) for consultation in consultations]
    plans = {c.version.plan.id: c.version.plan for c in consultations}
    return render_template(
        "respond/home.html", staged=staged, Stage=Stage, plans=list(plans.values())
    )


@bp.get("/s/<slug>")
def choose(slug: str) -> str:
    """Let somebody pick the version for them."""
    session = db_session()
    consultation = respond.consultation_at(session, slug)
    return render_template(
        "respond/choose.html",
        consultation=consultation,
        audiences=respond.audiences_of(session, consultation.id),
        labels=AUDIENCE_LABELS,
        is_open=stage_on(consultation, today()) is Stage.OPEN,
        reasons=published_reasons(session, consultation.id),
    )
