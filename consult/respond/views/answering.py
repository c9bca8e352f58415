"""Start, one question a page, check, send."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import minute, today
from consult.db import db_session
from consult.errors import NotFound
from consult.respond import services as respond
from consult.respond.pages import Page, blank_page, blank_words, is_same_for_all, words_page
from consult.respond.rules import (
    MAY_QUOTE,
    REACHED,
    AnswerRefused,
    Given,
    has_words,
    path_for,
    read_answer,
    refuse_closed,
)
from consult.respond.services import Reply
from consult.respond.views.blueprint import page
from consult.respond.views.replies import (
    COOKIE,
    address,
    admitted,
    cookie_key,
    follow,
    keep_key,
    new_key,
    path_of,
    reply_of,
    saved,
    secret,
    typed_key,
)
from consult.survey.rules import Audience, Question, QuestionType, Stage
from consult.survey.services import stage as stage_on

SURVEY = "/s/<slug>/<audience>"


@page(SURVEY, methods=["GET", "POST"])
def start(slug: str, audience: str) -> ResponseReturnValue:
    """Show the first page of a survey, and begin a reply."""
    session, day = db_session(), today()
    published, consultation = respond.survey_at(session, slug, _audience(audience))
    published = respond.in_language(published, g.language)
    stage = stage_on(consultation, day)
    if request.method == "POST":
        refuse_closed(stage)
        key = typed_key() or new_key()
        begun = respond.start_reply(session, secret(), key, published, today=day, minute=minute())
        begun = admitted(begun, key)
        return _go_on(begun, key, _next(begun, 0))
    key = cookie_key()
    reply = respond.reply_of(session, secret(), key, today=day)
    if reply is None:
        key = new_key() if not key or respond.was_sent(session, secret(), key) else key
    html = render_template(
        "respond/start.html",
        consultation=consultation,
        published=published,
        is_open=stage is Stage.OPEN,
        fresh=new_key() if reply else key,
        carry_on=_where(reply) if reply else None,
    )
    return keep_key(current_app.make_response(html), key)


@page(SURVEY, tail="/q/<int:number>", methods=["GET", "POST"])
def question(slug: str, audience: str, number: int) -> ResponseReturnValue:
    """Ask one question; keep the answer and go on to the next."""
    if request.method == "GET":
        key = cookie_key()
        return _show_question(reply_of(key), key, number)
    key = typed_key()

    def change(reply: Reply) -> Mapping[str, Any]:
        asked = _question_at(admitted(reply, key), number)
        reached = {REACHED: max(number + 1, reply.answers.get(REACHED, 1))}
        if "skip" in request.form:
            return reached
        areas = [area["key"] for area in _areas(asked)]
        given = read_answer(asked, request.form.to_dict(flat=False), areas)
        return {**respond.answer_to(asked.key, given), **reached}

    try:
        reply = saved(key, change)
    except AnswerRefused as refused:
        html = _show_question(
            reply_of(key),
            key,
            number,
            given=refused.given,
            error=gettext(refused.sentence, **refused.values),
        )
        return html, HTTPStatus.UNPROCESSABLE_ENTITY
    then_check = request.form.get("then") == "check"
    return _go_on(reply, key, _past(reply) if then_check else _next(reply, number))


@page(SURVEY, tail="/words", methods=["GET", "POST"])
def words(slug: str, audience: str) -> ResponseReturnValue:
    """Ask once whether we may show somebody's words to others."""
    if request.method == "GET":
        key = cookie_key()
        return _show_words(reply_of(key), key)
    key, answer = typed_key(), request.form.get("answer", "")
    skipped = "skip" in request.form or not answer
    if not skipped and answer not in {"yes", "no"}:
        html = _show_words(
            reply_of(key), key, error=gettext("Choose from the answers on this page.")
        )
        return html, HTTPStatus.UNPROCESSABLE_ENTITY
    chosen = {} if skipped else {MAY_QUOTE: answer}
    reply = saved(key, lambda reply: chosen if admitted(reply, key) else {})
    return follow("respond.check", reply, key, lambda: _show_check(reply, key))


@page(SURVEY, tail="/check")
def check(slug: str, audience: str) -> ResponseReturnValue:
    """Show everything that was answered, with a way to change it."""
    key = cookie_key()
    return _show_check(reply_of(key), key)


@page(SURVEY, tail="/send", methods=["POST"])
def send(slug: str, audience: str) -> ResponseReturnValue:
    """Take the answers in and show the code, this once."""
    code, published = respond.receive_submission(
        db_session(),
        secret(),
        typed_key(),
        today=today(),
        minute=minute(),
        language=g.language,
    )
    html = render_template(
        "respond/thanks.html",
        code=code,
        published=respond.in_language(published, g.language),
        promise=respond.promise_of(published),
    )
    answer = current_app.make_response(html)
    answer.delete_cookie(COOKIE, path=path_of(slug, audience))
    return answer


def _audience(name: str) -> Audience:
    try:
        return Audience(name)
    except ValueError:
        raise NotFound("We could not find that survey. Check the link you were given.") from None


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
    blank = given.is_empty and not error and not then
    if blank and is_same_for_all(reply.published.definition, asked):
        return blank_page(reply.published, number).with_key(key)
    shown = Page(
        reply.published,
        number,
        given=given,
        error=error,
        then=then,
        areas=_areas(asked),
        answers=reply.answers,
    )
    return shown.render(key)


def _show_words(reply: Reply, key: str, *, error: str = "") -> str:
    chosen = reply.answers.get(MAY_QUOTE, "")
    if not chosen and not error:
        return blank_words(reply.published).with_key(key)
    return words_page(reply.published, key, chosen=chosen, error=error)


def _show_check(reply: Reply, key: str) -> str:
    definition = reply.published.definition
    names = {area.key: area.name for area in respond.current_areas(db_session(), today())}
    return render_template(
        "respond/check.html",
        reply=reply,
        key=key,
        area_names=names,
        path=[
            (definition.place_of(each.key) + 1, each)
            for each in path_for(definition, reply.answers)
        ],
        asks_quote=has_words(definition, reply.answers),
        may_quote=reply.answers.get(MAY_QUOTE, ""),
    )


def _past(reply: Reply) -> int:
    """Return the number past the last question."""
    return len(reply.published.definition.questions) + 1


def _next(reply: Reply, number: int) -> int:
    """Return the number of the question that follows on somebody's path."""
    definition = reply.published.definition
    numbers = (definition.place_of(q.key) + 1 for q in path_for(definition, reply.answers))
    return next((each for each in numbers if each > number), _past(reply))


def _where(reply: Reply) -> str:
    """Return the address where somebody left off."""
    reached = _next(reply, reply.answers.get(REACHED, 1) - 1)
    if reached == _past(reply):
        return url_for("respond.check", **address(reply))
    return url_for("respond.question", number=reached, **address(reply))


def _go_on(reply: Reply, key: str, number: int) -> ResponseReturnValue:
    """Lead to a question, or past the last one to what comes then."""
    if number < _past(reply):
        return follow(
            "respond.question",
            reply,
            key,
            lambda: _show_question(reply, key, number),
            number=number,
        )
    if has_words(reply.published.definition, reply.answers) and MAY_QUOTE not in reply.answers:
        return follow("respond.words", reply, key, lambda: _show_words(reply, key))
    return follow("respond.check", reply, key, lambda: _show_check(reply, key))
