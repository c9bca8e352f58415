"""What people do to themes and comments, each act a form of its own; and taking an act back."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey.models import Consultation
from consult.themes import services
from consult.themes.forms import NEW, NONE, MergeForm, MoveForm, NameForm, NestForm
from consult.themes.models import Theme, ThemeAct
from consult.themes.rules import LIVE
from consult.themes.views.blueprint import bp
from consult.themes.views.pages import (
    kept,
    live_themes,
    other_themes,
    theme_page,
    themes_page,
    unplaced_page,
)
from consult.web.access import actor_id


@bp.route("/staff/consultations/<int:consultation_id>/themes/new", methods=["GET", "POST"])
def add_theme(consultation_id: int) -> ResponseReturnValue:
    """Make a theme the machine did not see."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    form = NameForm()
    if form.validate_on_submit():
        theme = services.add_theme(
            session, consultation.id, form.name.data, user_id=actor_id(), now=now()
        )
        flash("The theme is made. Move comments to it from other themes or the unplaced ones.")
        return redirect(url_for("themes.theme", theme_id=theme.id, _anchor="opened"))
    return render_template("themes/add_theme.html", consultation=consultation, form=form)


@bp.post("/staff/themes/<int:theme_id>/confirm")
def confirm_theme(theme_id: int) -> ResponseReturnValue:
    """Stand behind a theme, under the name that was written."""
    form = NameForm(prefix="name")

    def act(session: Session) -> Theme:
        return services.confirm_theme(
            session, theme_id, name=form.name.data, user_id=actor_id(), now=now()
        )

    return _judge(theme_id, form, act, "The theme is confirmed.")


@bp.post("/staff/themes/<int:theme_id>/rename")
def rename_theme(theme_id: int) -> ResponseReturnValue:
    """Give a theme a better name."""
    form = NameForm(prefix="name")

    def act(session: Session) -> Theme:
        return services.rename_theme(
            session, theme_id, form.name.data, user_id=actor_id(), now=now()
        )

    return _judge(theme_id, form, act, "The theme has its new name.")


@bp.post("/staff/themes/<int:theme_id>/set-aside")
def set_aside_theme(theme_id: int) -> ResponseReturnValue:
    """Put a theme out of use."""

    def act(session: Session) -> Theme:
        return services.set_aside_theme(session, theme_id, user_id=actor_id(), now=now())

    return _judge(theme_id, FlaskForm(), act, "The theme is set aside.")


@bp.post("/staff/themes/<int:theme_id>/merge")
def merge_theme(theme_id: int) -> ResponseReturnValue:
    """Make a theme part of another."""
    form = MergeForm(prefix="merge").offer(other_themes(theme_id))

    def act(session: Session) -> Theme:
        into = int(form.into.data)
        return services.merge_themes(session, theme_id, into, user_id=actor_id(), now=now())

    return _judge(theme_id, form, act, "The themes are merged. This is the one that stays.")


@bp.post("/staff/themes/<int:theme_id>/broader")
def nest_theme(theme_id: int) -> ResponseReturnValue:
    """Put a theme under a broader one, or out of it."""
    form = NestForm(prefix="nest").offer(other_themes(theme_id))

    def act(session: Session) -> Theme:
        parent = None if form.under.data == NONE else int(form.under.data)
        return services.nest_theme(session, theme_id, parent, user_id=actor_id(), now=now())

    return _judge(theme_id, form, act, "The theme is in its new place.")


@bp.post("/staff/consultations/<int:consultation_id>/themes/undo/<int:act_id>")
def undo(consultation_id: int, act_id: int) -> ResponseReturnValue:
    """Take an act back."""
    session, form = db_session(), FlaskForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        try:
            undone = services.undo_act(
                session, consultation.id, act_id, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("Undone.")
            return redirect(_after_undoing(undone))
    return themes_page(find(session, Consultation, consultation_id), form)


def _after_undoing(undone: ThemeAct) -> str:
    """Return the page of the theme that is as it was, or where comments were moved from."""
    came_from, theme = _open_theme(undone.consultation_id), undone.theme
    is_there = bool(undone.before) and theme is not None and theme.status in LIVE
    theme_id = undone.theme_id if is_there else came_from or undone.theme_id
    if theme_id is None:
        return url_for("themes.themes", consultation_id=undone.consultation_id, **kept())
    return url_for("themes.theme", theme_id=theme_id, _anchor="opened", **kept())


def _open_theme(consultation_id: int) -> int | None:
    """Return the theme that the address says was open, if it is in use."""
    asked, live = request.args.get("theme"), live_themes(consultation_id)
    return next((one.id for one in live if str(one.id) == asked), None)


@bp.post("/staff/consultations/<int:consultation_id>/themes/move")
def move_comments(consultation_id: int) -> ResponseReturnValue:
    """Move the ticked comments to a theme, a new one, or none; then show where they were."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    came_from = _open_theme(consultation.id)
    form = MoveForm(prefix="move").offer(live_themes(consultation.id))
    if form.validate_on_submit():
        try:
            _move(session, consultation.id, came_from, form)
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The comments are moved.")
            where = {**kept(), "_anchor": "opened"}
            if came_from is None:
                return redirect(
                    url_for("themes.unplaced", consultation_id=consultation.id, **where)
                )
            return redirect(url_for("themes.theme", theme_id=came_from, **where))
    if came_from is None:
        return unplaced_page(find(session, Consultation, consultation_id), form)
    return theme_page(came_from, form)


def _move(session: Session, consultation_id: int, came_from: int | None, form: MoveForm) -> None:
    signed: dict[str, Any] = {"user_id": actor_id(), "now": now()}
    ids, to, name = form.comment_ids, form.to.data, form.name.data or ""
    if to != NEW:
        into = None if to == NONE else int(to)
        services.move_comments(session, consultation_id, ids, into, **signed)
    elif came_from is None:
        services.move_to_new_theme(session, consultation_id, ids, name, **signed)
    else:
        services.split_theme(session, came_from, ids, name, **signed)


def _judge(
    theme_id: int, form: FlaskForm, act: Callable[[Session], Theme], done: str
) -> ResponseReturnValue:
    """Do what the form asks and show the theme, or show the theme and what is wrong."""
    session = db_session()
    find(session, Theme, theme_id)
    if form.validate_on_submit():
        try:
            stays = act(session)
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash(done)
            where = {**kept(), "_anchor": "opened"}
            return redirect(url_for("themes.theme", theme_id=stays.id, **where))
    return theme_page(theme_id, form)
