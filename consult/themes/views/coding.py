"""Pages for coding from examples: begin, teach ten at a time, see how sure and how right it is."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.disclosure import shown
from consult.errors import NotFound, RuleBroken
from consult.survey.models import Consultation
from consult.themes.forms import coding_form
from consult.themes.rules import LIVE
from consult.themes.services import themes_with_status
from consult.themes.services.coding import (
    ask_to_code_rest,
    examples_of,
    newest_coding,
    stop_coding,
)
from consult.themes.services.teaching import (
    Pile,
    code_several,
    newest_from_examples,
    next_to_code,
)
from consult.themes.services.trusting import sureness, sureness_of, trust
from consult.themes.views.blueprint import bp
from consult.web.access import actor_id

HEADINGS = {
    Pile.TEACH: "Comments that would teach it most",
    Pile.CHANCE: "Comments drawn by chance",
    Pile.UNSURE: "Comments it is least sure of",
}


@bp.get("/staff/consultations/<int:consultation_id>/themes/coding")
def coding(consultation_id: int) -> ResponseReturnValue:
    """Show what the machine can learn from, what it coded, and how often it is right."""
    return _coding_page(consultation_id, FlaskForm())


@bp.post("/staff/consultations/<int:consultation_id>/themes/coding/start")
def code_rest(consultation_id: int) -> ResponseReturnValue:
    """Let the machine code what nobody has coded."""
    session, form = db_session(), FlaskForm()
    find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        try:
            ask_to_code_rest(session, consultation_id, user_id=actor_id(), now=now())
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            return redirect(url_for("themes.coding_progress", consultation_id=consultation_id))
    return _coding_page(consultation_id, form)


@bp.route(
    "/staff/consultations/<int:consultation_id>/themes/coding/progress", methods=["GET", "POST"]
)
def coding_progress(consultation_id: int) -> ResponseReturnValue:
    """Show how far the coding has come, and stop it."""
    session, form = db_session(), FlaskForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        stop_coding(session, consultation_id, user_id=actor_id(), now=now())
        return redirect(url_for("themes.coding_progress", consultation_id=consultation_id))
    return render_template(
        "themes/coding_progress.html",
        consultation=consultation,
        job=newest_coding(session, consultation_id),
        form=form,
    )


@bp.route("/staff/consultations/<int:consultation_id>/themes/coding/next", methods=["GET", "POST"])
def teach(consultation_id: int) -> ResponseReturnValue:
    """Code ten comments quickly: those that teach most, some drawn by chance, the least sure."""
    session = db_session()
    find(session, Consultation, consultation_id)
    pile = _pile()
    if request.method == "POST":
        sent = [int(name) for name in _numbers_sent()]
        form = coding_form(sent, themes_with_status(session, consultation_id, *LIVE))
        if form.validate_on_submit() and form.said:
            try:
                code_several(session, consultation_id, form.said, user_id=actor_id(), now=now())
            except (RuleBroken, NotFound) as broken:
                session.rollback()
                form.form_errors.append(str(broken))
            else:
                flash("Written down, under your name.")
                return redirect(url_for("themes.teach", consultation_id=consultation_id, pile=pile))
        elif not form.errors:
            form.form_errors.append("Choose a theme for one comment or more")
    found = next_to_code(session, consultation_id, pile)
    themes = themes_with_status(session, consultation_id, *LIVE)
    asked = coding_form([one.comment.id for one in found], themes)
    return render_template(
        "themes/teach.html",
        consultation=find(session, Consultation, consultation_id),
        form=form if request.method == "POST" else asked,
        asked=asked,
        found=found,
        run=newest_from_examples(session, consultation_id),
        pile=pile,
        headings=HEADINGS,
        sureness=sureness,
    )


def _pile() -> Pile:
    asked = request.args.get("pile", "")
    return Pile(asked) if asked in set(Pile) else Pile.TEACH


def _numbers_sent() -> list[str]:
    """Return the ids of the comments on the form that was sent, ten at most."""
    names = [name.removeprefix("comment-") for name in request.form if name.startswith("comment-")]
    return [one for one in names if one.isdecimal() and len(one) <= len("2147483647")][:10]


def _coding_page(consultation_id: int, form: FlaskForm) -> str:
    session = db_session()
    run = newest_from_examples(session, consultation_id)
    return render_template(
        "themes/coding.html",
        consultation=find(session, Consultation, consultation_id),
        form=form,
        themes=themes_with_status(session, consultation_id, *LIVE),
        examples=examples_of(session, consultation_id),
        run=run,
        sure=sureness_of(session, run) if run else None,
        trust=trust(session, consultation_id) if run else None,
        Pile=Pile,
        shown=shown,
    )
