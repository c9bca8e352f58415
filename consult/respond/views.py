"""Pages on which people answer: no account, no JavaScript, one question a page.

The key of a reply stands in a cookie and in the forms, never in an address: addresses end up in
logs. A phone that keeps no cookies is served too: it gets its next page straight from the form.
"""

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from consult.clock import today
from consult.db import db_session
from consult.errors import NotFound
from consult.respond import services as respond
from consult.respond.pages import Page, blank_page
from consult.respond.receipts import MOST_CHARACTERS
from consult.respond.rules import (
    DRAFT_DAYS,
    MAY_QUOTE,
    REACHED,
    AlreadySent,
    AnswerRefused,
    Given,
    NoReply,
    SurveyClosed,
    has_words,
    read_answer,
)
from consult.respond.services import Reply
from consult.survey.rules import AUDIENCE_LABELS, Audience, Question, QuestionType, Stage
from consult.survey.services import stage as stage_on

bp = Blueprint("respond", __name__)

COOKIE = "consult_reply"
KEY_BYTES = 24
WEEK = DRAFT_DAYS * 24 * 3600


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
    )


@bp.route("/s/<slug>/<audience>", methods=["GET", "POST"])
def start(slug: str, audience: str) -> ResponseReturnValue:
    """Show the first page of a survey, and begin a reply."""
    session, day = db_session(), today()
    published, consultation = respond.survey_at(session, slug, _audience(audience))
    stage = stage_on(consultation, day)
    if request.method == "POST":
        _refuse_closed(stage)
        key = _typed_key() or _new_key()
        begun = respond.start_reply(session, _secret(), key, published, today=day)
        return _go_on(_admitted(begun, key), key, 1)
    key = _cookie_key()
    reply = respond.reply_of(session, _secret(), key, today=day)
    if reply is None:
        key = _new_key() if not key or respond.was_sent(session, _secret(), key) else key
    page = render_template(
        "respond/start.html",
        consultation=consultation,
        published=published,
        is_open=stage is Stage.OPEN,
        fresh=_new_key() if reply else key,
        carry_on=_where(reply) if reply else None,
    )
    return _keep_key(current_app.make_response(page), key)


@bp.route("/s/<slug>/<audience>/q/<int:number>", methods=["GET", "POST"])
def question(slug: str, audience: str, number: int) -> ResponseReturnValue:
    """Ask one question; keep the answer and go on to the next."""
    if request.method == "GET":
        key = _cookie_key()
        return _show_question(_reply(key), key, number)
    key = _typed_key()

    def change(reply: Reply) -> Mapping[str, Any]:
        asked = _question_at(_admitted(reply, key), number)
        reached = {REACHED: max(number + 1, reply.answers.get(REACHED, 1))}
        if "skip" in request.form:
            return reached
        areas = [area["key"] for area in _areas(asked)]
        given = read_answer(asked, request.form.to_dict(flat=False), areas)
        return {**respond.answer_to(asked.key, given), **reached}

    try:
        reply = _saved(key, change)
    except AnswerRefused as refused:
        page = _show_question(_reply(key), key, number, given=refused.given, error=str(refused))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    past = len(reply.published.definition.questions) + 1
    then_check = request.form.get("then") == "check"
    return _go_on(reply, key, past if then_check else number + 1)


@bp.route("/s/<slug>/<audience>/words", methods=["GET", "POST"])
def words(slug: str, audience: str) -> ResponseReturnValue:
    """Ask once whether we may show somebody's words to others."""
    if request.method == "GET":
        key = _cookie_key()
        return _show_words(_reply(key), key)
    key, answer = _typed_key(), request.form.get("answer", "")
    skipped = "skip" in request.form or not answer
    if not skipped and answer not in {"yes", "no"}:
        page = _show_words(_reply(key), key, error="Choose from the answers on this page.")
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    chosen = {} if skipped else {MAY_QUOTE: answer}
    reply = _saved(key, lambda reply: chosen if _admitted(reply, key) else {})
    return _follow("respond.check", reply, key, lambda: _show_check(reply, key))


@bp.get("/s/<slug>/<audience>/check")
def check(slug: str, audience: str) -> ResponseReturnValue:
    """Show everything that was answered, with a way to change it."""
    key = _cookie_key()
    return _show_check(_reply(key), key)


@bp.post("/s/<slug>/<audience>/send")
def send(slug: str, audience: str) -> ResponseReturnValue:
    """Take the answers in and show the code, this once."""
    code, published = respond.receive_submission(
        db_session(), _secret(), _typed_key(), today=today()
    )
    page = render_template(
        "respond/thanks.html", code=code, published=published, promise=respond.promise_of(published)
    )
    answer = current_app.make_response(page)
    answer.delete_cookie(COOKIE, path=_path(slug, audience))
    return answer


@bp.errorhandler(NoReply)
@bp.errorhandler(AlreadySent)
@bp.errorhandler(SurveyClosed)
def no_reply(error: Exception) -> ResponseReturnValue:
    """Say what became of the reply, give back what was typed, and offer a way on."""
    arguments = request.view_args or {}
    given = request.form.get("text", "") or request.form.get("other", "")
    page = render_template(
        "respond/no_reply.html", message=str(error), typed=given, slug=arguments.get("slug", "")
    )
    return page, HTTPStatus.CONFLICT


def _audience(name: str) -> Audience:
    try:
        return Audience(name)
    except ValueError:
        raise NotFound("We could not find that survey. Check the link you were given.") from None


def _new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def _typed_key() -> str:
    return request.form.get("reply", "")[:MOST_CHARACTERS]


def _cookie_key() -> str:
    return request.cookies.get(COOKIE, "")[:MOST_CHARACTERS]


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _reply(key: str) -> Reply:
    """Return the reply under a key while its survey is open."""
    return _admitted(respond.reply_of(db_session(), _secret(), key, today=today()), key)


def _saved(key: str, change: Callable[[Reply], Mapping[str, Any]]) -> Reply:
    """Save a page; where the answers were sent before, say that rather than that they are lost."""
    try:
        return respond.save_page(db_session(), _secret(), key, change, today=today())
    except NoReply:
        return _admitted(None, key)


def _admitted(reply: Reply | None, key: str) -> Reply:
    """Return a reply that may go on here.

    Raises:
        AlreadySent, NoReply, SurveyClosed: it was sent, never begun, or came too late.
    """
    if reply is None:
        if key and respond.was_sent(db_session(), _secret(), key):
            raise AlreadySent
        raise NoReply("We could not find your answers on this phone. You can start again.")
    here = request.view_args or {}
    there = (reply.published.slug, reply.published.audience.value)
    if (here["slug"], here["audience"]) != there:
        raise NoReply("This page belongs to another survey. You can start again.")
    _refuse_closed(reply.stage)
    return reply


def _refuse_closed(stage: Stage) -> None:
    if stage is Stage.COMING:
        raise SurveyClosed("This survey is not open yet. Please come back soon.")
    if stage is not Stage.OPEN:
        raise SurveyClosed("This survey has closed. Thank you for coming.")


def _question_at(reply: Reply, number: int) -> Question:
    questions = reply.published.definition.questions
    if not 1 <= number <= len(questions):
        raise NotFound("There is no such question in this survey.")
    return questions[number - 1]


def _areas(asked: Question) -> list[dict[str, str]]:
    if asked.type is not QuestionType.AREA:
        return []
    areas = respond.current_areas(db_session(), today())
    return [{"key": area.key, "label": area.name} for area in areas]


def _show_question(
    reply: Reply, key: str, number: int, *, given: Given | None = None, error: str = ""
) -> str:
    asked = _question_at(reply, number)
    then = request.values.get("then", "") if request.values.get("then") == "check" else ""
    given = given or reply.given(asked.key)
    if given.is_empty and not error and not then and asked.type is not QuestionType.AREA:
        return blank_page(reply.published, number).with_key(key)
    page = Page(reply.published, number, given=given, error=error, then=then, areas=_areas(asked))
    return page.render(key)


def _show_words(reply: Reply, key: str, *, error: str = "") -> str:
    return render_template(
        "respond/words.html",
        reply=reply,
        key=key,
        error=error,
        chosen=reply.answers.get(MAY_QUOTE, ""),
        back=len(reply.published.definition.questions),
    )


def _show_check(reply: Reply, key: str) -> str:
    names = {area.key: area.name for area in respond.current_areas(db_session(), today())}
    return render_template(
        "respond/check.html",
        reply=reply,
        key=key,
        area_names=names,
        asks_quote=has_words(reply.published.definition, reply.answers),
        may_quote=reply.answers.get(MAY_QUOTE, ""),
    )


def _where(reply: Reply) -> str:
    """Return the address where somebody left off."""
    reached = min(reply.answers.get(REACHED, 1), len(reply.published.definition.questions) + 1)
    if reached > len(reply.published.definition.questions):
        return url_for("respond.check", **_address(reply))
    return url_for("respond.question", number=reached, **_address(reply))


def _go_on(reply: Reply, key: str, number: int) -> ResponseReturnValue:
    """Lead to a question, or past the last one to what comes then."""
    questions = reply.published.definition.questions
    if number <= len(questions):
        return _follow(
            "respond.question",
            reply,
            key,
            lambda: _show_question(reply, key, number),
            number=number,
        )
    if has_words(reply.published.definition, reply.answers) and MAY_QUOTE not in reply.answers:
        return _follow("respond.words", reply, key, lambda: _show_words(reply, key))
    return _follow("respond.check", reply, key, lambda: _show_check(reply, key))


def _follow(
    endpoint: str, reply: Reply, key: str, show: Callable[[], str], **values: Any
) -> ResponseReturnValue:
    """Redirect, so that Back is honest; without cookies, show the page at once."""
    if COOKIE not in request.cookies:
        return _keep_key(current_app.make_response(show()), key)
    answer = redirect(url_for(endpoint, **_address(reply), **values), HTTPStatus.SEE_OTHER)
    return _keep_key(answer, key) if _cookie_key() != key else answer


def _keep_key(answer: Response, key: str) -> Response:
    arguments = request.view_args or {}
    answer.set_cookie(
        COOKIE,
        key,
        max_age=WEEK,
        path=_path(arguments["slug"], arguments["audience"]),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["CONSULT"].secure_cookies,
    )
    return answer


def _address(reply: Reply) -> dict[str, str]:
    return {"slug": reply.published.slug, "audience": reply.published.audience.value}


def _path(slug: str, audience: str) -> str:
    return url_for("respond.start", slug=slug, audience=audience)
