"""Whose reply it is: the key in the cookie and in the forms, never in an address.

Addresses end up in logs. A phone that keeps no cookies is served too: it gets its next page
straight from the form.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult.clock import today
from consult.db import db_session
from consult.respond import services as respond
from consult.respond.receipts import MOST_CHARACTERS
from consult.respond.rules import (
    DRAFT_DAYS,
    AlreadySent,
    LinkKind,
    NoReply,
    SurveyClosed,
    refuse_closed,
)
from consult.respond.services import Reply
from consult.respond.views.blueprint import bp

COOKIE = "consult_reply"
KEY_BYTES = 24
WEEK = DRAFT_DAYS * 24 * 3600


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


def typed_key() -> str:
    """Return the key that stands in the form."""
    return request.form.get("reply", "")[:MOST_CHARACTERS]


def cookie_key() -> str:
    """Return the key that the browser kept."""
    return request.cookies.get(COOKIE, "")[:MOST_CHARACTERS]


def secret() -> str:
    """Return what codes and hashes are keyed with."""
    return str(current_app.config["SECRET_KEY"])


def reply_of(key: str) -> Reply:
    """Return the reply under a key while its survey is open."""
    return admitted(respond.reply_of(db_session(), secret(), key, today=today()), key)


def saved(key: str, change: Callable[[Reply], Mapping[str, Any]]) -> Reply:
    """Save a page; where the answers were sent before, say that rather than that they are lost."""
    try:
        return respond.save_page(db_session(), secret(), key, change, today=today())
    except NoReply:
        return admitted(None, key)


def admitted(reply: Reply | None, key: str) -> Reply:
    """Return a reply that may go on here.

    Raises:
        AlreadySent, NoReply, SurveyClosed: it was sent, never begun, or came too late.
    """
    if reply is None:
        if key and respond.was_sent(db_session(), secret(), key):
            raise AlreadySent
        raise NoReply("We could not find your answers on this phone. You can start again.")
    here = request.view_args or {}
    there = (reply.published.slug, reply.published.audience.value)
    if (here["slug"], here["audience"]) != there:
        raise NoReply("This page belongs to another survey. You can start again.")
    refuse_closed(reply.stage, takes_late=reply.takes_late)
    return replace(reply, published=respond.in_language(reply.published, g.language))


def follow(
    endpoint: str, reply: Reply, key: str, show: Callable[[], str], **values: Any
) -> ResponseReturnValue:
    """Redirect, so that Back is honest; without cookies, show the page at once.

    A shared tablet is given no cookie, so that nothing is left for whoever comes next.
    """
    if reply.kiosk:
        return show()
    if COOKIE not in request.cookies:
        return keep_key(current_app.make_response(show()), key, address(reply))
    answer = redirect(url_for(endpoint, **address(reply), **values), HTTPStatus.SEE_OTHER)
    return keep_key(answer, key, address(reply)) if cookie_key() != key else answer


def keep_key(answer: Response, key: str, here: Mapping[str, Any] | None = None) -> Response:
    """Let the browser keep a key for a week: for the survey of the address, or another, alone."""
    arguments = here or request.view_args or {}
    answer.set_cookie(
        COOKIE,
        key,
        max_age=WEEK,
        path=path_of(arguments["slug"], arguments["audience"]),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["CONSULT"].secure_cookies,
    )
    return answer


def address(reply: Reply) -> dict[str, Any]:
    """Return the parts of the addresses of a reply's survey."""
    return {"slug": reply.published.slug, "audience": reply.published.audience.value}


def path_of(slug: str, audience: str) -> str:
    """Return the path that a survey's cookie belongs to: the same in every language."""
    return url_for("respond.start", slug=slug, audience=audience, language=None)


def kiosk_code() -> str:
    """Return the code of the shared tablet that a form was sent from, if it was one."""
    via = request.form.get("via", "")
    link = respond.link_with(db_session(), via) if via else None
    return link.code if link and link.kind is LinkKind.KIOSK else ""


@bp.errorhandler(NoReply)
@bp.errorhandler(AlreadySent)
@bp.errorhandler(SurveyClosed)
def no_reply(error: Exception) -> ResponseReturnValue:
    """Say what became of the reply, give back what was typed, and offer a way on."""
    arguments = request.view_args or {}
    given = request.form.get("text", "") or request.form.get("other", "")
    page = render_template(
        "respond/no_reply.html",
        message=gettext(str(error)),
        typed=given,
        slug=arguments.get("slug", ""),
        kiosk=kiosk_code(),
    )
    return page, HTTPStatus.CONFLICT
