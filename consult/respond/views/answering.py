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
from consult.respond.pages import (
    Page,
    blank_page,
    blank_words,
    is_same_for_all,
    speech,
    words_page,
)
from consult.respond.rules import (
    MAY_QUOTE,
    REACHED,
    AnswerRefused,
    Given,
    has_words,
    last_number,
    lines_of,
    moved,
    next_number,
    not_seen_number,
    past_last,
    path_for,
    read_answer,
    refuse_closed,
)
from consult.respond.services import Reply
from consult.respond.views.blueprint import language_links, page
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
from consult.survey.rules import Audience, Question, QuestionType, Stage, piped_keys
from consult.survey.services import stage as stage_on

SURVEY = "/s/<slug>/<audience>"


@page(SURVEY, methods=["GET", "POST"])
def start(slug: str, audience: str) -> ResponseReturnValue:
    """Show the first page of a survey, and begin a reply."""
    session, day = db_session(), today()
    published, consultation = respond.survey_at(session, slug, _audience(audience))
    languages = respond.offered_languages(published, consultation)
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
        about=respond.about(consultation, published),
        languages=language_links(languages),
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
        reply = reply_of(key)
        if _question_at(reply, number) not in path_for(reply.published.definition, reply.answers):
            return _go_on(reply, key, _next(reply, number))
        return _show_question(reply, key, number)
    key = typed_key()

    def change(reply: Reply) -> Mapping[str, Any]:
        asked = _question_at(admitted(reply, key), number)
        reached = {REACHED: max(number + 1, reply.answers.get(REACHED, 1))}
        if "skip" in request.form:
            return {asked.key: reply.answers.get(asked.key, {}), **reached}
        areas = [area["key"] for area in _areas(reply, asked)]
        given = read_answer(asked, request.form.to_dict(flat=False), areas)
        if "move" in request.form and asked.type is QuestionType.RANKING:
            return respond.answer_to(asked.key, moved(asked, given, request.form["move"]))
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
    if "move" in request.form:
        return _go_on(reply, key, number, anchor=_pressed(reply, number))
    following = not_seen_number if _then() else next_number
    return _go_on(reply, key, following(reply.published.definition, reply.answers, number))


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
    published = respond.in_language(published, g.language)
    html = render_template(
        "respond/thanks.html",
        code=code,
        published=published,
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


def _areas(reply: Reply, asked: Question) -> list[dict[str, str]]:
    """Return the areas where a page names any."""
    repeated = (reply.published.definition.question(key) for key in piped_keys(asked))
    if not any(each and each.type is QuestionType.AREA for each in (asked, *repeated)):
        return []
    areas = respond.current_areas(db_session(), today())
    return [{"key": area.key, "label": area.name} for area in areas]


def _show_question(
    reply: Reply, key: str, number: int, *, given: Given | None = None, error: str = ""
) -> str:
    asked = _question_at(reply, number)
    then, given = _then(), given or reply.given(asked.key)
    blank = given.is_empty and not error and not then
    if blank and is_same_for_all(reply.published.definition, asked):
        return blank_page(reply.published, number).with_key(key)
    shown = Page(
        reply.published,
        number,
        given=given,
        error=error,
        then=then,
        areas=_areas(reply, asked),
        answers=reply.answers,
    )
    return shown.render(key)


def _show_words(reply: Reply, key: str, *, error: str = "") -> str:
    chosen = reply.answers.get(MAY_QUOTE, "")
    back = last_number(reply.published.definition, reply.answers)
    if not chosen and not error:
        return blank_words(reply.published, back).with_key(key)
    return words_page(reply.published, key, back, chosen=chosen, error=error)


def _show_check(reply: Reply, key: str) -> str:
    definition = reply.published.definition
    names = {area.key: area.name for area in respond.current_areas(db_session(), today())}
    return render_template(
        "respond/check.html",
        reply=reply,
        key=key,
        speech=speech(names),
        lines_of=lines_of,
        path=[
            (definition.place_of(each.key) + 1, each)
            for each in path_for(definition, reply.answers)
        ],
        asks_quote=has_words(definition, reply.answers),
        may_quote=reply.answers.get(MAY_QUOTE, ""),
    )


def _next(reply: Reply, number: int) -> int:
    return next_number(reply.published.definition, reply.answers, number)


def _then() -> str:
    """Return where somebody goes on to who changes an answer: to "check", or as usual."""
    return "check" if request.values.get("then") == "check" else ""


def _pressed(reply: Reply, number: int) -> str:
    """Return the id of the button that moved something, for the focus to stay there."""
    option, _, way = request.form["move"].rpartition(":")
    return f"q-{_question_at(reply, number).key}-{way}-{option}"


def _where(reply: Reply) -> str:
    """Return the address where somebody left off."""
    reached = _next(reply, reply.answers.get(REACHED, 1) - 1)
    if reached == past_last(reply.published.definition):
        return url_for("respond.check", **address(reply))
    return url_for("respond.question", number=reached, **address(reply))


def _go_on(
    reply: Reply, key: str, number: int, *, anchor: str | None = None
) -> ResponseReturnValue:
    """Lead to a question, or past the last one to what comes then."""
    if number < past_last(reply.published.definition):
        return follow(
            "respond.question",
            reply,
            key,
            lambda: _show_question(reply, key, number),
            number=number,
            then=_then() or None,
            _anchor=anchor,
        )
    if has_words(reply.published.definition, reply.answers) and MAY_QUOTE not in reply.answers:
        return follow("respond.words", reply, key, lambda: _show_words(reply, key))
    return follow("respond.check", reply, key, lambda: _show_check(reply, key))
