"""A class: its teacher starts a session, shows how to join, sees how many have finished."""

from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from consult.clock import today
from consult.db import db_session
from consult.errors import RuleBroken
from consult.respond import services as respond
from consult.respond.forms import HostForm
from consult.respond.models import EntryLink
from consult.respond.receipts import MOST_CHARACTERS
from consult.respond.rules import UnknownWay
from consult.respond.views.addresses import code_page, link_to, plain
from consult.respond.views.blueprint import bp
from consult.respond.views.joining import guessing
from consult.respond.views.replies import secret
from consult.survey.services.exchange import qr_svg

# The teacher's code stands in no address and is not joined to anybody who signs in.
COOKIE = "consult_class"
A_MORNING = 4 * 3600
SECONDS = 10


@bp.route("/class", methods=["GET", "POST"])
@guessing  # type: ignore[untyped-decorator]
def host_class() -> ResponseReturnValue:
    """Show a teacher their class, once they have typed their code."""
    form = HostForm()
    if form.validate_on_submit():
        try:
            respond.class_of(db_session(), secret(), form.code.data or "")
        except UnknownWay as unknown:
            form.code.errors = [str(unknown)]
        else:
            return _keep(redirect(url_for("respond.host_class")), form.code.data or "")
    link = _opened() if request.method == "GET" else None
    if link is not None:
        return _show(link, FlaskForm())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template("respond/class_code.html", form=form), status


@bp.post("/class/start")
def start_class() -> ResponseReturnValue:
    """Let a class join from now until the end of the day."""
    form, link = FlaskForm(), _opened()
    if link is None:
        return _closed()
    if form.validate_on_submit():
        try:
            respond.start_class(db_session(), link, today=today())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            return redirect(url_for("respond.host_class"))
    return _show(link, form)


@bp.post("/class/end")
def end_class() -> ResponseReturnValue:
    """Let nobody else join."""
    form, link = FlaskForm(), _opened()
    if link is None:
        return _closed()
    if form.validate_on_submit():
        seen = respond.class_session(db_session(), link, today=today())
        respond.end_class(db_session(), link, today=today())
        if seen:
            flash(f"The session has ended. Started {seen.began}, finished {seen.finished}.")
        return redirect(url_for("respond.host_class"))
    return _show(link, form)


def _opened() -> EntryLink | None:
    """Return the class that this browser's teacher opened."""
    code = request.cookies.get(COOKIE, "")[:MOST_CHARACTERS]
    try:
        return respond.class_of(db_session(), secret(), code) if code else None
    except UnknownWay:
        return None


def _keep(answer: Response, code: str) -> Response:
    answer.set_cookie(
        COOKIE,
        code,
        max_age=A_MORNING,
        path=url_for("respond.host_class"),
        httponly=True,
        samesite="Strict",
        secure=current_app.config["CONSULT"].secure_cookies,
    )
    return answer


def _closed() -> ResponseReturnValue:
    form = HostForm(formdata=None)
    form.form_errors = ["Type your code again. It is kept for four hours."]
    return render_template("respond/class_code.html", form=form), HTTPStatus.CONFLICT


def _show(link: EntryLink, form: FlaskForm) -> ResponseReturnValue:
    seen = respond.class_session(db_session(), link, today=today())
    if seen is None:
        return render_template("respond/class_start.html", link=link, form=form)
    still = "still" in request.args
    answer = current_app.make_response(
        render_template(
            "respond/class.html",
            link=link,
            form=form,
            seen=seen,
            still=still,
            code_page=plain(code_page()),
            picture=qr_svg(link_to(seen.code), "Square code for a camera. It leads to this class."),
        )
    )
    if not still and not form.errors:
        answer.headers["Refresh"] = str(SECONDS)
    return answer
