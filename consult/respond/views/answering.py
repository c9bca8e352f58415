"""One question a page, check, send."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session
from consult.errors import NotFound
from consult.respond import services as respond
from consult.respond.pages import (
    Page,
    as_read,
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
)
from consult.respond.services import Reply
from consult.respond.services.offering import NO_SURVEY
from consult.respond.views.blueprint import page
from consult.respond.views.pausing import paused
from consult.respond.views.replies import (
    address,
    admitted,
    cookie_key,
    follow,
    reply_of,
    saved,
    typed_key,
)
from consult.survey.rules import Audience, Question, QuestionType, piped_keys

SURVEY = "/s/<slug>/<audience>"
# What only asks for a page again: the way back on a shared tablet, and "I am still here".
LOOKING = {"look", "stay"}


@page(SURVEY, tail="/q/<int:number>", methods=["GET", "POST"])
def question(slug: str, audience: str, number: int) -> ResponseReturnValue:
    """Ask one question; keep the answer and go on to the next."""
    if request.method == "GET":
        return _open(cookie_key(), number)
    key = typed_key()
    if LOOKING & set(request.form):
        return _look(reply_of(key), key, number)

    def change(reply: Reply) -> Mapping[str, Any]:
        asked = question_at(admitted(reply, key), number)
        progress = {REACHED: max(number + 1, reply.answers.get(REACHED, 1))}
        if "skip" in request.form:
            return {asked.key: reply.answers.get(asked.key, {}), **progress}
        areas = [area["key"] for area in _areas(reply, asked)]
        given = read_answer(asked, request.form.to_dict(flat=False), areas)
        if "move" in request.form and asked.type is QuestionType.RANKING:
            return respond.answer_to(asked.key, moved(asked, given, request.form["move"]))
        return {**respond.answer_to(asked.key, given), **progress}

    try:
        reply = saved(key, change)
    except AnswerRefused as refused:
        html = show_question(
            reply_of(key),
            key,
            number,
            given=refused.given,
            error=gettext(refused.sentence, **refused.values),
        )
        return html, HTTPStatus.UNPROCESSABLE_ENTITY
    return _after(reply, key, number)


@page(SURVEY, tail="/words", methods=["GET", "POST"])
def words(slug: str, audience: str) -> ResponseReturnValue:
    """Ask once whether we may show somebody's words to others."""
    if request.method == "GET":
        key = cookie_key()
        return _show_words(reply_of(key), key)
    key, answer = typed_key(), request.form.get("answer", "")
    if LOOKING & set(request.form):
        return _show_words(reply_of(key), key, chosen=answer)
    skipped = "skip" in request.form or not answer
    if not skipped and answer not in {"yes", "no"}:
        html = _show_words(
            reply_of(key), key, error=gettext("Choose from the answers on this page.")
        )
        return html, HTTPStatus.UNPROCESSABLE_ENTITY
    chosen = {} if skipped else {MAY_QUOTE: answer}
    reply = saved(key, lambda reply: chosen if admitted(reply, key) else {})
    return follow("respond.check", reply, key, lambda: _show_check(reply, key))


@page(SURVEY, tail="/check", methods=["GET", "POST"])
def check(slug: str, audience: str) -> ResponseReturnValue:
    """Show everything that was answered, with a way to change it."""
    key = typed_key() if request.method == "POST" else cookie_key()
    return _show_check(reply_of(key), key)


def _after(reply: Reply, key: str, number: int) -> ResponseReturnValue:
    """Lead on from a question whose answer is kept: to the next, or out until later."""
    if "move" in request.form:
        return go_on(reply, key, number, anchor=_pressed(reply, number))
    if "later" in request.form:
        return paused(reply, key, where_left_off(reply))
    following = not_seen_number if _then() else next_number
    return go_on(reply, key, following(reply.published.definition, reply.answers, number))


def audience_named(name: str) -> Audience:
    """Return the audience that an address names.

    Raises:
        NotFound: there is none of this name.
    """
    try:
        return Audience(name)
    except ValueError:
        raise NotFound(NO_SURVEY) from None


def _open(key: str, number: int) -> ResponseReturnValue:
    """Show a question, or the one that follows where it is no longer on the path."""
    reply = reply_of(key)
    if question_at(reply, number) not in path_for(reply.published.definition, reply.answers):
        return go_on(reply, key, _next(reply, number))
    return show_question(reply, key, number)


def _look(reply: Reply, key: str, number: int) -> str:
    """Show a question without keeping anything; what was typed stays if somebody stays."""
    if "stay" not in request.form:
        return show_question(reply, key, number)
    asked = question_at(reply, number)
    areas = [area["key"] for area in _areas(reply, asked)]
    try:
        given = read_answer(asked, request.form.to_dict(flat=False), areas)
    except AnswerRefused as refused:
        given = refused.given
    return show_question(reply, key, number, given=given)


def question_at(reply: Reply, number: int) -> Question:
    """Return a question of a survey by its number.

    Raises:
        NotFound: there is no such question.
    """
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


def show_question(
    reply: Reply, key: str, number: int, *, given: Given | None = None, error: str = ""
) -> str:
    """Return the page of one question, with what was given, or what is wrong with it."""
    asked = question_at(reply, number)
    then, given = _then(), given or reply.given(asked.key)
    blank = given.is_empty and not error and not then
    if blank and is_same_for_all(reply.published.definition, asked):
        return blank_page(reply.published, number, reply.kiosk).with_key(key)
    shown = Page(
        reply.published,
        number,
        given=given,
        error=error,
        then=then,
        areas=_areas(reply, asked),
        answers=reply.answers,
        kiosk=reply.kiosk,
    )
    return shown.render(key)


def _show_words(reply: Reply, key: str, *, error: str = "", chosen: str = "") -> str:
    chosen = chosen or reply.answers.get(MAY_QUOTE, "")
    back = last_number(reply.published.definition, reply.answers)
    if not chosen and not error:
        return blank_words(reply.published, back, reply.kiosk).with_key(key)
    return words_page(reply.published, key, back, chosen=chosen, error=error, kiosk=reply.kiosk)


def _show_check(reply: Reply, key: str) -> str:
    definition = reply.published.definition
    names = {area.key: area.name for area in respond.current_areas(db_session(), today())}
    return render_template(
        "respond/check.html",
        reply=reply,
        key=key,
        kiosk=reply.kiosk,
        speech=speech(names),
        lines_of=lines_of,
        path=[
            (
                definition.place_of(each.key) + 1,
                as_read(each, definition, reply.answers, names),
            )
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
    return f"q-{question_at(reply, number).key}-{way}-{option}"


def reached(reply: Reply) -> int:
    """Return the number of the question up to which somebody has come."""
    return _next(reply, reply.answers.get(REACHED, 1) - 1)


def where_left_off(reply: Reply) -> str:
    """Return the address where somebody left off."""
    number = reached(reply)
    if number == past_last(reply.published.definition):
        return url_for("respond.check", **address(reply))
    return url_for("respond.question", number=number, **address(reply))


def go_on(reply: Reply, key: str, number: int, *, anchor: str | None = None) -> ResponseReturnValue:
    """Lead to a question, or past the last one to what comes then."""
    if number < past_last(reply.published.definition):
        return follow(
            "respond.question",
            reply,
            key,
            lambda: show_question(reply, key, number),
            number=number,
            then=_then() or None,
            _anchor=anchor,
        )
    if has_words(reply.published.definition, reply.answers) and MAY_QUOTE not in reply.answers:
        return follow("respond.words", reply, key, lambda: _show_words(reply, key))
    return follow("respond.check", reply, key, lambda: _show_check(reply, key))
