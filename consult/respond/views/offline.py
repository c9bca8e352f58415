"""Answering without a signal: the survey as one document, and what a device kept coming in."""

import re
from pathlib import Path

from flask import Response, current_app, g, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session
from consult.errors import ConsultError, NotFound
from consult.respond import services as respond
from consult.respond.rules import NoReply, Way, refuse_closed
from consult.respond.services import Published
from consult.respond.services.offering import NO_SURVEY
from consult.respond.views.answering import SURVEY
from consult.respond.views.arriving import admitted_by, refuse_machines
from consult.respond.views.blueprint import bp, page
from consult.respond.views.document import document
from consult.respond.views.replies import (
    COOKIE,
    admitted,
    cookie_key,
    keep_key,
    path_of,
    secret,
    typed_key,
)
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.survey.services import stage as stage_on
from consult.web.display import page_look
from consult.web.limits import ANSWERING, limiter

NUMBER = re.compile(r"[0-9]{1,3}")
VERSION = re.compile(r"[0-9]{1,9}")


@bp.get("/s/sw.js")
def worker() -> Response:
    """Serve the worker from the folder of the surveys, so that it may stand before them."""
    script = Path(str(current_app.static_folder)) / "js" / "sw.js"
    answer = Response(script.read_text(encoding="utf-8"), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@page(SURVEY, tail="/offline")
def offline(slug: str, audience: str) -> ResponseReturnValue:
    """Show the whole survey as one document, for devices to keep; nobody's answers are in it."""
    session, day = db_session(), today()
    newest, consultation = respond.survey_at(session, slug, _audience(audience))
    refuse_closed(stage_on(consultation, day), takes_late=consultation.takes_late)
    reply = respond.reply_of(session, secret(), cookie_key(), today=day)
    begun = reply.published.version_id if reply else None
    published = respond.version_at(session, newest, begun)
    published = respond.in_language(published, g.language)
    areas = tuple((area.key, area.name) for area in respond.current_areas(session, day))
    title = published.definition.start.title or respond.about(consultation, published)["title"]
    answer = make_response(document(published, title, areas, page_look()))
    answer.headers["Survey-Version"] = str(published.version_id)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Cookie")
    answer.add_etag()
    return answer.make_conditional(request)


@page(SURVEY, tail="/kept", methods=["POST"])
def kept(slug: str, audience: str) -> ResponseReturnValue:
    """Tell a device what was answered before it kept answers itself."""
    reply = respond.reply_of(db_session(), secret(), typed_key(), today=today())
    if reply is None or (reply.published.slug, reply.published.audience) != (slug, audience):
        return jsonify({})
    return jsonify(respond.typed_pages(reply.published, reply.answers))


@page(SURVEY, tail="/whole", methods=["POST"])
@limiter.shared_limit(ANSWERING, scope="send")  # type: ignore[untyped-decorator]
def send_whole(slug: str, audience: str) -> ResponseReturnValue:
    """Take in what a device kept; say what became of it in a way that a device understands.

    Fields: `reply`, `version`, `send` (yes, or empty to save only), `page` (the number of each
    page that follows) and the fields of each page behind its number: `3.answer`.
    """
    session = db_session()
    newest, consultation = respond.survey_at(session, slug, _audience(audience))
    try:
        return _taken_in(newest, consultation)
    except ConsultError as refused:
        session.rollback()
        return jsonify(message=gettext(str(refused)))


def _audience(name: str) -> Audience:
    try:
        return Audience(name)
    except ValueError:
        raise NotFound(NO_SURVEY) from None


def _taken_in(newest: Published, consultation: Consultation) -> Response:
    session, day, key = db_session(), today(), typed_key()
    refuse_machines()
    way = _way(consultation, key)
    version = VERSION.fullmatch(request.form.get("version", ""))
    published = respond.version_at(session, newest, int(version[0]) if version else None)
    areas = [area.key for area in respond.current_areas(session, day)]
    quote = request.form.get("words.answer", "")
    whole = respond.read_whole(published, _pages(), areas, may_quote=quote)
    under_way = respond.keep_whole(session, secret(), key, published, whole, today=day, way=way)
    if whole.refused and under_way:
        wrong = {n: gettext(r.sentence, **r.values) for n, r in whole.refused.items()}
        return _carried_on(jsonify(wrong=wrong), key)
    if under_way and not request.form.get("send"):
        return _carried_on(jsonify(saved=True), key)
    code = respond.receive_whole(session, secret(), key, today=day, language=g.language)
    answer = jsonify(code=code)
    if cookie_key() == key:
        answer.delete_cookie(COOKIE, path=path_of(**(request.view_args or {})))
    return answer


def _way(consultation: Consultation, key: str) -> Way:
    """Return how somebody came whose reply begins only now; refuse who cannot answer here."""
    session = db_session()
    known = respond.reply_of(session, secret(), key, today=today())
    if known is not None:
        admitted(known, key)
    elif not key:
        raise NoReply("There is nothing to send: this page is from an earlier visit.")
    elif not respond.was_sent(session, secret(), key):
        refuse_closed(stage_on(consultation, today()), takes_late=consultation.takes_late)
        return admitted_by(consultation)
    return respond.ON_THEIR_OWN


def _carried_on(answer: Response, key: str) -> Response:
    """Let the browser go on with this reply, unless it has begun another one since."""
    kept_key = cookie_key()
    if respond.reply_of(db_session(), secret(), kept_key, today=today()) is None:
        return keep_key(answer, key)  # type: ignore[return-value]
    return answer


def _pages() -> dict[int, dict[str, list[str]]]:
    """Return the fields of each page of the survey, by its number."""
    numbers = filter(NUMBER.fullmatch, request.form.getlist("page"))
    pages: dict[int, dict[str, list[str]]] = {int(number): {} for number in numbers}
    for name, values in request.form.lists():
        number, _, field = name.partition(".")
        if NUMBER.fullmatch(number) and int(number) in pages:
            pages[int(number)][field] = values
    return pages
