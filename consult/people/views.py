"""Pages to sign in and out, and for whoever keeps the site: people, audit, background work."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from consult.audit import AuditEntry, problems
from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.jobs import Job
from consult.people import services as people_services
from consult.people.doorkeeper import COOKIE
from consult.people.forms import NewPersonForm, PasswordForm, PersonForm, SignInForm
from consult.people.models import User
from consult.people.rules import ROLE_LABELS, Role
from consult.web.access import actor, actor_id
from consult.web.limits import SIGN_IN, limiter

bp = Blueprint("people", __name__)
RECENT = 200


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])  # type: ignore[untyped-decorator]
def sign_in() -> ResponseReturnValue:
    """Let staff and members in."""
    form = SignInForm()
    if request.method == "GET":
        form.then.data = request.args.get("then", "")
    if form.validate_on_submit():
        try:
            token = people_services.sign_in(
                db_session(), form.email.data or "", form.password.data or "", now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            answer = redirect(_inside(form.then.data) or url_for("survey.overview"))
            settings = current_app.config["CONSULT"]
            answer.set_cookie(
                COOKIE, token, httponly=True, samesite="Lax", secure=settings.secure_cookies
            )
            return answer
    return render_template("people/sign_in.html", form=form)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Let them out; the session cannot be used again."""
    if not FlaskForm().validate_on_submit():
        flash("This page was open for a long time. You are still signed in: sign out again.")
        return redirect(url_for("people.account"))
    people_services.sign_out(db_session(), request.cookies.get(COOKIE, ""), now=now())
    answer = redirect(url_for("people.sign_in"))
    answer.delete_cookie(COOKIE)
    return answer


@bp.route("/staff/account", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])  # type: ignore[untyped-decorator]
def account() -> ResponseReturnValue:
    """Show whoever is signed in their own account."""
    session = db_session()
    user = find(session, User, actor_id())
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            people_services.change_password(
                session, user.id, old=form.old.data or "", new=form.new.data or "", now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Your password is changed. Sign in again with the new one.")
            return redirect(url_for("people.sign_in"))
    return render_template("people/account.html", form=form, user=user, labels=ROLE_LABELS)


@bp.get("/staff/people")
def people() -> str:
    """List who may sign in."""
    everyone = people_services.everyone(db_session())
    return render_template("people/people.html", people=everyone, labels=ROLE_LABELS)


@bp.route("/staff/people/new", methods=["GET", "POST"])
def add_person() -> ResponseReturnValue:
    """Let somebody new sign in."""
    form = NewPersonForm()
    if form.validate_on_submit():
        try:
            people_services.add_user(
                db_session(),
                email=form.email.data or "",
                name=form.name.data or "",
                role=Role(form.role.data),
                password=form.password.data or "",
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("They can sign in now.")
            return redirect(url_for("people.people"))
    return render_template("people/add_person.html", form=form)


@bp.route("/staff/people/<int:user_id>", methods=["GET", "POST"])
def edit_person(user_id: int) -> ResponseReturnValue:
    """Change what somebody may do."""
    session = db_session()
    user = find(session, User, user_id)
    form = PersonForm(obj=user)
    if form.validate_on_submit():
        try:
            people_services.change_user(
                session,
                user_id,
                role=Role(form.role.data),
                is_active=bool(form.is_active.data),
                actor=actor(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved.")
            return redirect(url_for("people.people"))
    return render_template("people/edit_person.html", form=form, user=user)


@bp.get("/staff/audit")
def audit() -> str:
    """Show the newest entries of the audit and whether the chain holds."""
    session = db_session()
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(RECENT)
    entries = session.scalars(newest).all()
    return render_template(
        "people/audit.html",
        entries=entries,
        names=people_services.names(session),
        broken=list(problems(session)),
    )


@bp.get("/staff/jobs")
def jobs() -> str:
    """Show the background work and how far it has come."""
    session = db_session()
    newest = select(Job).order_by(Job.id.desc()).limit(RECENT)
    return render_template(
        "people/jobs.html",
        jobs=session.scalars(newest).all(),
        names=people_services.names(session),
    )


def _inside(address: str | None) -> str | None:
    """Return an address on this site, or nothing: never send anybody elsewhere."""
    address = address or ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    inside = address.startswith("/") and not address.startswith("//")
    if not inside or parts.scheme or parts.netloc or "\\" in address:
        return None
    return address
