"""What anybody may look at: what we ask, and which version to pick."""

from flask import g, render_template

from consult.clock import today
from consult.db import db_session
from consult.errors import NotFound
from consult.respond import services as respond
from consult.respond.rules import may_answer
from consult.respond.services.offering import NO_SURVEY
from consult.respond.views.arriving import arrived
from consult.respond.views.blueprint import OTHERS, bp, language_links
from consult.survey.rules import AUDIENCE_LABELS, ENGLISH, LANGUAGES, Stage
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
@bp.get(f"/s/<slug>/in/<any({OTHERS}):language>")
def choose(slug: str) -> str:
    """Let somebody pick the version for them, among those in their language."""
    session = db_session()
    consultation = respond.consultation_at(session, slug)
    offered = {
        published: respond.offered_languages(published, consultation)
        for published in respond.surveys_at(session, consultation)
    }
    here = [respond.in_language(p, g.language) for p in offered if g.language in offered[p]]
    came, stage = arrived(consultation), stage_on(consultation, today())
    if not here and g.language != ENGLISH:
        raise NotFound(NO_SURVEY)
    return render_template(
        "respond/choose.html",
        consultation=consultation,
        about=respond.about(consultation, here[0] if here else None),
        audiences=[published.audience for published in here],
        languages=language_links(
            (code for code in LANGUAGES if any(code in codes for codes in offered.values())),
            "respond.choose",
            slug=slug,
            via=came.via or None,
        ),
        came=came,
        kiosk=came.kiosk,
        labels=AUDIENCE_LABELS,
        is_open=may_answer(stage, takes_late=consultation.takes_late),
        is_late=stage is Stage.CLOSED,
        late=respond.late_decision(session, consultation.id),
        reasons=published_reasons(session, consultation.id),
    )
