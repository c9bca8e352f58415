"""Coming back: finish later, go on elsewhere, see what was sent, change it."""

from dataclasses import replace

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session
from consult.respond import services as respond
from consult.respond.forms import ReceiptForm, ReturnForm
from consult.respond.models import Submission
from consult.respond.pages import speech
from consult.respond.receipts import tidy_code
from consult.respond.rules import (
    UnknownCode,
    found,
    has_words,
    lines_of,
    path_for,
    refuse_closed,
)
from consult.respond.services import Published, Reply
from consult.respond.views.answering import go_on, reached
from consult.respond.views.blueprint import page
from consult.respond.views.replies import new_key, secret
from consult.survey.rules import ENGLISH, languages_of
from consult.web.languages import speak
from consult.web.limits import RECEIPT, limiter

guessing = limiter.shared_limit(RECEIPT, scope="return", methods=["POST"])


@page("/come-back", methods=["GET", "POST"])
@guessing  # type: ignore[untyped-decorator]
def resume() -> ResponseReturnValue:
    """Go on with answers that were begun on another device, or on this one."""
    form, key = ReturnForm(), new_key()
    if form.validate_on_submit():
        code = form.code.data or ""
        try:
            reply = respond.resume(db_session(), secret(), code, key, today=today())
        except UnknownCode as unknown:
            form.code.errors = [gettext(str(unknown))]
        else:
            return _carry_on(reply, key)
    return render_template("respond/resume.html", form=form)


@page("/my-answers", methods=["GET", "POST"])
@guessing  # type: ignore[untyped-decorator]
def copy() -> ResponseReturnValue:
    """Show somebody what they sent, to keep or to print."""
    form = ReceiptForm()
    submission = _sent_with(form)
    if submission is None:
        return render_template("respond/copy_code.html", form=form)
    published, answers = respond.copy_of(db_session(), submission)
    published = _spoken(published)
    areas = {area.key: area.name for area in respond.current_areas(db_session(), today())}
    path = path_for(published.definition, answers)
    return render_template(
        "respond/copy.html",
        published=published,
        submission=submission,
        code=tidy_code(form.code.data or ""),
        lines=[(each, lines_of(each, found(answers, each.key), speech(areas))) for each in path],
        asks_quote=has_words(published.definition, answers),
        can_change=respond.can_change(submission, today()),
        until=submission.consultation.withdraw_until,
        is_late=today() > submission.consultation.closes_on,
    )


@page("/my-answers", tail="/change", methods=["POST"])
@guessing  # type: ignore[untyped-decorator]
def change() -> ResponseReturnValue:
    """Open what was sent, to be changed and sent again."""
    form, key = ReceiptForm(), new_key()
    submission = _sent_with(form)
    if submission is None:
        return render_template("respond/copy_code.html", form=form)
    reply = respond.change_answers(db_session(), secret(), submission, key, today=today())
    return _carry_on(reply, key)


def _sent_with(form: ReceiptForm) -> Submission | None:
    """Return what was sent under the code in a form; where there is nothing, the form says so."""
    if not form.validate_on_submit():
        return None
    try:
        return respond.submission_of_receipt(db_session(), form.code.data or "", secret())
    except UnknownCode as unknown:
        form.code.errors = [gettext(str(unknown))]
        return None


def _carry_on(reply: Reply, key: str) -> ResponseReturnValue:
    """Show where somebody left off, in the language of the page where the survey is in it."""
    refuse_closed(reply.stage, takes_late=reply.takes_late)
    reply = replace(reply, published=_spoken(reply.published))
    return go_on(reply, key, reached(reply))


def _spoken(published: Published) -> Published:
    """Return a survey in the language of the page, which turns English where it is not."""
    if g.language not in languages_of(published.definition):
        speak(ENGLISH)
    return respond.in_language(published, g.language)
