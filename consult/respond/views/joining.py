"""Coming in: by a link, by a code that is typed, with a card; and afresh on a shared tablet."""

from http import HTTPStatus

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session
from consult.errors import ConsultError
from consult.respond import services as respond
from consult.respond.forms import CodeForm
from consult.respond.models import EntryLink
from consult.respond.receipts import tidy_way
from consult.respond.rules import (
    CardSpent,
    CodeNeeded,
    OneCardEach,
    UnknownWay,
    WayEnded,
)
from consult.respond.views.arriving import Arrived, afresh, keep_card
from consult.respond.views.blueprint import bp, language_links, page
from consult.respond.views.replies import new_key, secret, typed_key
from consult.respond.views.starting import start_page
from consult.survey.rules import ENGLISH, LANGUAGES, Audience
from consult.web.limits import WRONG_CODES, limiter

NO_SUCH_CODE = {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
EVERYTHING = '"cache", "cookies", "storage"'

guessing = limiter.shared_limit(
    WRONG_CODES, scope="codes", deduct_when=lambda answer: answer.status_code in NO_SUCH_CODE
)


@page("/j", methods=["GET", "POST"])
@guessing  # type: ignore[untyped-decorator]
def enter_code() -> ResponseReturnValue:
    """Let somebody in by the code they type."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _let_in(form.code.data or "")
        except ConsultError as refused:
            form.code.errors = [gettext(str(refused))]
    return _ask_for_code(form), _status(form)


@bp.get("/j/<code>")
@guessing  # type: ignore[untyped-decorator]
def join(code: str) -> ResponseReturnValue:
    """Lead from a link to its survey; on a shared tablet, having forgotten everything."""
    answer = redirect(_address(respond.way_in(db_session(), code, today=today())))
    if "again" in request.args:
        answer.headers["Clear-Site-Data"] = EVERYTHING
    return answer


@bp.post("/j/<code>/again")
def start_again(code: str) -> ResponseReturnValue:
    """Throw away what was begun on a shared tablet, and start afresh."""
    respond.throw_away(db_session(), secret(), typed_key())
    return redirect(afresh(tidy_way(code)), HTTPStatus.SEE_OTHER)


@bp.errorhandler(CardSpent)
@bp.errorhandler(CodeNeeded)
@bp.errorhandler(OneCardEach)
@bp.errorhandler(UnknownWay)
@bp.errorhandler(WayEnded)
def ask_for_another(error: ConsultError) -> ResponseReturnValue:
    """Say why a code opens nothing, and ask for another."""
    status = HTTPStatus.NOT_FOUND if isinstance(error, UnknownWay) else HTTPStatus.CONFLICT
    return _ask_for_code(CodeForm(formdata=None), gettext(str(error))), status


def _let_in(code: str) -> ResponseReturnValue:
    try:
        return redirect(_address(respond.way_in(db_session(), code, today=today())))
    except UnknownWay:
        return _with_card(code)


def _with_card(code: str) -> ResponseReturnValue:
    """Answer with the first page itself: the code on a card stands in no address."""
    session = db_session()
    card = respond.card_of(session, secret(), code)
    audience = card.audience or Audience.YOUNG_PERSON
    published, consultation = respond.survey_at(session, card.consultation.slug, audience)
    came = Arrived(card=tidy_way(code))
    if g.language not in respond.offered_languages(published, consultation):
        g.language = ENGLISH
    html = start_page(published, consultation, came, fresh=new_key())
    return keep_card(current_app.make_response(html), came.card, consultation)


def _address(link: EntryLink) -> str:
    """Return where a link leads: to its wording, or to a choice where it has none."""
    session, slug = db_session(), link.consultation.slug
    offered = respond.audiences_of(session, link.consultation_id)
    audience = link.audience if link.audience in offered else None
    if audience is None and len(offered) == 1:
        audience = offered[0]
    if audience is None:
        return url_for("respond.choose", slug=slug, via=link.code, language=None)
    published, consultation = respond.survey_at(session, slug, audience)
    whole = respond.offered_languages(published, consultation)
    return url_for(
        "respond.start",
        slug=slug,
        audience=audience.value,
        via=link.code,
        language=g.language if g.language in whole and g.language != ENGLISH else None,
    )


def _ask_for_code(form: CodeForm, message: str = "") -> str:
    return render_template(
        "respond/enter_code.html",
        form=form,
        message=message,
        languages=language_links(LANGUAGES, "respond.enter_code"),
    )


def _status(form: CodeForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
