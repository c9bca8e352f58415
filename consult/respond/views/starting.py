"""The first page of a survey: what it is about, who reads it, and Start."""

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.clock import minute, today
from consult.db import db_session
from consult.respond import services as respond
from consult.respond.rules import may_answer, refuse_closed
from consult.respond.services import Published
from consult.respond.views.answering import SURVEY, audience_named, go_on, reached, where_left_off
from consult.respond.views.arriving import (
    Arrived,
    admitted_by,
    arrived,
    forget_card,
    refuse_machines,
)
from consult.respond.views.blueprint import language_links, page
from consult.respond.views.replies import (
    admitted,
    cookie_key,
    keep_key,
    new_key,
    secret,
    typed_key,
)
from consult.survey.models import Consultation
from consult.survey.rules import Stage
from consult.survey.services import stage as stage_on
from consult.web.limits import ANSWERING, limiter


@page(SURVEY, methods=["GET", "POST"])
@limiter.shared_limit(ANSWERING, scope="start", methods=["POST"])  # type: ignore[untyped-decorator]
def start(slug: str, audience: str) -> ResponseReturnValue:
    """Show the first page of a survey, and begin a reply."""
    session, day = db_session(), today()
    published, consultation = respond.survey_at(session, slug, audience_named(audience))
    if request.method == "POST":
        return _begin(respond.in_language(published, g.language), consultation)
    came = arrived(consultation)
    key = "" if came.kiosk else cookie_key()
    reply = respond.reply_of(session, secret(), key, today=day)
    if reply is None:
        key = new_key() if not key or respond.was_sent(session, secret(), key) else key
    fresh, carry_on = (new_key(), where_left_off(reply)) if reply else (key, None)
    html = start_page(published, consultation, came, fresh=fresh, carry_on=carry_on)
    return html if came.kiosk else keep_key(current_app.make_response(html), key)


def _begin(published: Published, consultation: Consultation) -> ResponseReturnValue:
    """Begin a reply, or go on with the one that was begun with the same card."""
    session, day = db_session(), today()
    refuse_closed(stage_on(consultation, day), takes_late=consultation.takes_late)
    refuse_machines()
    way, key = admitted_by(consultation), typed_key() or new_key()
    begun = respond.start_reply(
        session, secret(), key, published, today=day, minute=minute(), way=way
    )
    begun = admitted(begun, key)
    answer = go_on(begun, key, reached(begun))
    return forget_card(current_app.make_response(answer), consultation)


def start_page(
    published: Published,
    consultation: Consultation,
    came: Arrived,
    *,
    fresh: str,
    carry_on: str | None = None,
) -> str:
    """Return the first page of a survey, for whoever came by some way."""
    here = {"slug": published.slug, "audience": published.audience.value}
    offered = respond.offered_languages(published, consultation)
    published = respond.in_language(published, g.language)
    stage = stage_on(consultation, today())
    return render_template(
        "respond/start.html",
        consultation=consultation,
        about=respond.about(consultation, published),
        languages=language_links(offered, "respond.start", **here, via=came.via or None),
        published=published,
        is_open=may_answer(stage, takes_late=consultation.takes_late),
        is_late=stage is Stage.CLOSED,
        fresh=fresh,
        carry_on=carry_on,
        came=came,
        kiosk=came.kiosk,
        key=fresh,
    )
