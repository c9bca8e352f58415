"""Answering without a signal: the survey as one document, and what a device kept coming in."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session
from consult.errors import ConsultError, NotFound, in_any_language
from consult.respond import services as respond
from consult.respond.rules import Given, refuse_closed
from consult.respond.rules.reading import (
    CHOOSE_ONE,
    CHOOSE_UP_TO,
    MORE_TO_GIVE,
    ONE_EACH,
    ONE_OVER,
    OVER,
    TOO_MANY_GIVEN,
)
from consult.respond.services import Published
from consult.respond.services.offering import NO_SURVEY
from consult.respond.views.answering import SURVEY
from consult.respond.views.arriving import admitted_by
from consult.respond.views.blueprint import bp, page
from consult.respond.views.replies import (
    COOKIE,
    cookie_key,
    keep_key,
    path_of,
    secret,
    typed_key,
)
from consult.survey.models import Consultation
from consult.survey.rules import Audience, QuestionType, write_definition
from consult.survey.services import stage as stage_on

NEEDED = ("key", "type", "title", "options", "rows", "most", "least", "total", "unit", "other")
NEEDED_TOO = ("max_length", "show_if", "jumps")
# What offline.js says by itself: the sentences of `read_answer`, and what stands beside answers.
SAY = {
    "place": in_any_language("Question %(number)s of %(total)s"),
    "error": in_any_language("Error:"),
    "other": in_any_language("Something else"),
    "quote": in_any_language("May we show your words to other people?"),
    "yes": in_any_language("Yes, you may"),
    "no": in_any_language("No, just count me"),
    "one_over": ONE_OVER,
    "over": OVER,
    "one_each": ONE_EACH,
    "one": CHOOSE_ONE,
    "up_to": CHOOSE_UP_TO,
    "alone": in_any_language("Choose “%(label)s” alone, or take it away."),
    "points": in_any_language("Write points as whole numbers, such as 3."),
    "more_to_give": MORE_TO_GIVE,
    "too_many": TOO_MANY_GIVEN,
    "number": in_any_language("Write a number, such as 12."),
    "least": in_any_language("Write a number of %(least)s or more."),
    "most": in_any_language("Write a number of %(most)s or less."),
    "date": in_any_language("Write the day, the month and the year in numbers."),
    "year": in_any_language("Write the year with 4 numbers, such as 2027."),
    "no_day": in_any_language("There is no such day. Check the day and the month."),
}
NUMBER = re.compile(r"[0-9]{1,3}")


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
    answer = make_response(_document(published, title, areas))
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
    published = respond.version_at(session, newest, request.form.get("version", type=int))
    known = respond.reply_of(session, secret(), key, today=day)
    sent = known is None and respond.was_sent(session, secret(), key)
    way = respond.ON_THEIR_OWN
    if known is None and not sent:
        refuse_closed(stage_on(consultation, day), takes_late=consultation.takes_late)
        way = admitted_by(consultation)
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


@lru_cache(maxsize=64)
def _document(published: Published, title: str, areas: tuple[tuple[str, str], ...]) -> str:
    """Return the document, made once for each published survey and language."""
    return render_template(
        "respond/offline.html",
        published=published,
        title=title,
        nothing=Given(),
        areas=[{"key": key, "label": label} for key, label in areas],
        logic={
            "questions": list(_logic(published)),
            "areas": dict(areas) if published.definition.of_type(QuestionType.AREA) else {},
            "say": {name: gettext(sentence) for name, sentence in SAY.items()},
        },
    )


def _logic(published: Published) -> Iterable[dict[str, Any]]:
    """Yield what a device needs to know of each question, beside its page."""
    written = write_definition(published.definition)["questions"]
    for question, data in zip(published.definition.questions, written, strict=True):
        known = {name: data[name] for name in (*NEEDED, *NEEDED_TOO) if data.get(name)}
        zeros = {name: data[name] for name in ("most", "least") if data.get(name) == 0}
        yield {**known, **zeros, "shuffles": question.shuffle and question.type.can_shuffle}
