"""Every error ends in a page with a sentence and a way back."""

import logging
from http import HTTPStatus

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from consult.db import db_session
from consult.errors import ConsultError, NotAllowed, NotFound, RuleBroken, in_any_language

log = logging.getLogger(__name__)

STATUS_OF: dict[type[ConsultError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    RuleBroken: HTTPStatus.CONFLICT,
}

SENTENCES = {
    HTTPStatus.BAD_REQUEST: in_any_language(
        "We could not read what was sent. Go back and try again."
    ),
    HTTPStatus.FORBIDDEN: in_any_language(
        "This page is not for you. Sign in as somebody who may open it."
    ),
    HTTPStatus.NOT_FOUND: in_any_language(
        "We could not find that page. Check the address, or start again."
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: in_any_language(
        "This page cannot be used like that. Go back and try again."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: in_any_language(
        "That is too long for us. Go back and make it shorter."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: in_any_language("Too many tries. Wait a minute and try again."),
}
AT_ONCE = in_any_language(
    "Somebody else did this at the same moment. Go back, look, and try again."
)
BUSY = in_any_language(
    "We are very busy. Nothing you sent before is lost. Wait a minute and try again."
)
SORRY = in_any_language(
    "Something went wrong on our side. What you had sent before is safe. Try again soon."
)


def status_of(error: ConsultError) -> HTTPStatus:
    """Return the HTTP status of the nearest known kind of error."""
    for kind in type(error).__mro__:
        if kind in STATUS_OF:
            return STATUS_OF[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def register(app: Flask) -> None:
    """Let every error end in a page rather than a crash."""
    app.register_error_handler(ConsultError, _show_consult_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(IntegrityError, _show_refusal)
    app.register_error_handler(OperationalError, _show_busy)


def _show_consult_error(error: ConsultError) -> ResponseReturnValue:
    return _page(str(error), status_of(error))


def _show_refusal(error: IntegrityError) -> ResponseReturnValue:
    """Two people at once: the database kept its rule, and whoever came second is told."""
    db_session().rollback()
    log.warning("the database refused: %s", error.orig)
    return _page(AT_ONCE, HTTPStatus.CONFLICT)


def _show_busy(error: OperationalError) -> ResponseReturnValue:
    db_session().rollback()
    log.error("the database did not answer: %s", error.orig)
    return _page(BUSY, HTTPStatus.SERVICE_UNAVAILABLE)


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < HTTPStatus.BAD_REQUEST:
        return error
    status = HTTPStatus(error.code or 500)
    return _page(SENTENCES.get(status, SORRY), status)


def _page(message: str, status: HTTPStatus) -> ResponseReturnValue:
    lost = status is HTTPStatus.NOT_FOUND
    title = gettext("Page not found") if lost else gettext("That did not work")
    page = render_template(
        "errors/problem.html", title=title, message=gettext(message), status=int(status)
    )
    return page, status
