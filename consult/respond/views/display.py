"""Comfort: text and colours as somebody likes them, and a quick way out."""

import re
from http import HTTPStatus

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consult.respond.forms import DisplayForm
from consult.respond.views.answering import SURVEY
from consult.respond.views.blueprint import bp, page
from consult.respond.views.replies import COOKIE, path_of
from consult.web.display import Look, keep_look, page_look

OURS = re.compile(r"/(s/[a-z0-9_-]+(/[a-z0-9_-]+)*)?")


@page("/display", methods=["GET", "POST"])
def display() -> ResponseReturnValue:
    """Let somebody choose the size of the text and the colours."""
    back = request.values.get("back", "")
    back = back if OURS.fullmatch(back) else "/"
    form = DisplayForm(data={"text": page_look().text, "colours": page_look().colours})
    if form.validate_on_submit():
        answer = redirect(back, HTTPStatus.SEE_OTHER)
        return keep_look(answer, Look(form.text.data, form.colours.data))
    return render_template("respond/display.html", form=form, back=back)


@bp.get("/exit")
@page(SURVEY, tail="/exit")
def leave(slug: str = "", audience: str = "") -> ResponseReturnValue:
    """Lead away at once to a page that gives nothing away, and leave nothing on this device.

    What was typed and not sent with Next was never kept (SG-05).
    """
    answer = redirect(current_app.config["CONSULT"].exit_url, HTTPStatus.SEE_OTHER)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    if slug:
        answer.delete_cookie(COOKIE, path=path_of(slug, audience))
    return answer
