"""Pages for two coders: set a second reading up, code blind, look at both, settle."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session, find
from consult.disclosure import shown
from consult.errors import NotFound, RuleBroken
from consult.survey.models import Consultation
from consult.themes.forms import CodingForm, SecondReadingForm, coding_form
from consult.themes.models import SecondReading
from consult.themes.rules import Pool
from consult.themes.services.agreeing import GOOD_KAPPA, agreement_of, settle
from consult.themes.services.second_reading import (
    SHOWN_AT_ONCE,
    ReadingView,
    blind_view,
    code_blind,
    pool_of,
    possible_readers,
    reading_view,
    readings_of,
    set_up_second_reading,
)
from consult.themes.views.blueprint import bp
from consult.themes.views.pages import live_themes
from consult.web.access import actor_id

FEWEST_CHOSEN = "Choose a theme for one comment or more"


@bp.route("/staff/consultations/<int:consultation_id>/themes/second", methods=["GET", "POST"])
def second_readings(consultation_id: int) -> ResponseReturnValue:
    """Show the second readings of a consultation, and set one up."""
    session, form = db_session(), SecondReadingForm()
    find(session, Consultation, consultation_id)
    form.offer(possible_readers(session, but=actor_id()))
    if form.validate_on_submit():
        try:
            set_up_second_reading(
                session,
                consultation_id,
                reader_id=int(form.reader.data),
                pool=Pool(form.pool.data),
                size=form.size.data,
                user_id=actor_id(),
                now=now(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            flash("The sample is drawn. Ask the second reader to open this page.")
            return redirect(url_for("themes.second_readings", consultation_id=consultation_id))
    return render_template(
        "themes/second_readings.html",
        consultation=find(session, Consultation, consultation_id),
        form=form,
        readings=readings_of(session, consultation_id),
        by_people=len(pool_of(session, consultation_id, Pool.PEOPLE)),
        everything=len(pool_of(session, consultation_id, Pool.ALL)),
        me=actor_id(),
        shown=shown,
    )


@bp.route("/staff/second-readings/<int:reading_id>/code", methods=["GET", "POST"])
def code_second(reading_id: int) -> ResponseReturnValue:
    """Code comments a second time, without seeing how they were coded before."""
    session = db_session()
    view = blind_view(session, reading_id, user_id=actor_id())
    if view.is_finished:
        return redirect(url_for("themes.agreement", reading_id=reading_id))
    number = _page_number(view)
    page = view.comments[(number - 1) * SHOWN_AT_ONCE : number * SHOWN_AT_ONCE]
    form = coding_form(
        [one.id for one in page],
        live_themes(view.reading.consultation_id),
        {one.id: one.theme_id for one in page if one.coded_at is not None},
    )
    if form.validate_on_submit():
        if form.said:
            view = code_blind(session, reading_id, form.said, user_id=actor_id(), now=now())
            flash("Written down.")
            return redirect(url_for("themes.code_second", reading_id=reading_id))
        form.form_errors.append(FEWEST_CHOSEN)
    return render_template(
        "themes/second_code.html",
        consultation=view.reading.consultation,
        view=view,
        page=page,
        form=form,
        number=number,
        pages=-(-view.total // SHOWN_AT_ONCE),
        first=(number - 1) * SHOWN_AT_ONCE,
    )


@bp.get("/staff/second-readings/<int:reading_id>")
def agreement(reading_id: int) -> ResponseReturnValue:
    """Show how far two coders agree, and where they do not."""
    return _agreement_page(reading_id)


@bp.post("/staff/second-readings/<int:reading_id>/settle")
def settle_reading(reading_id: int) -> ResponseReturnValue:
    """Decide disagreements: each is a coding by a person, signed."""
    session = db_session()
    view = reading_view(session, reading_id)
    sent = [one.id for one in view.comments if f"comment-{one.id}" in request.form]
    form = coding_form(sent, live_themes(view.reading.consultation_id))
    if form.validate_on_submit():
        try:
            if form.said:
                settle(session, reading_id, form.said, user_id=actor_id(), now=now())
        except (RuleBroken, NotFound) as broken:
            session.rollback()
            form.form_errors.append(str(broken))
        else:
            if form.said:
                flash("Settled, under your name.")
                return redirect(url_for("themes.agreement", reading_id=reading_id))
            form.form_errors.append(FEWEST_CHOSEN)
    return _agreement_page(reading_id, form)


def _agreement_page(reading_id: int, failed: CodingForm | None = None) -> str:
    session = db_session()
    view = reading_view(session, reading_id)
    told = agreement_of(session, reading_id) if view.is_finished else None
    found = told.disagreements if told else ()
    unsettled = [one for one in found if one.settled is None]
    pages = max(1, -(-len(unsettled) // SHOWN_AT_ONCE))
    number = min(_asked() or 1, pages)
    page = unsettled[(number - 1) * SHOWN_AT_ONCE : number * SHOWN_AT_ONCE]
    consultation = find(session, SecondReading, reading_id).consultation
    numbers = [one.blind.id for one in page]
    asked = coding_form(numbers, live_themes(consultation.id))
    if failed is not None:
        if all(f"comment-{number}" in failed for number in numbers):
            asked = failed
        else:  # others were settled meanwhile: what is wrong is said above those that are left
            asked.form_errors.extend(failed.form_errors)
    return render_template(
        "themes/agreement.html",
        consultation=consultation,
        view=view,
        told=told,
        form=asked if failed else FlaskForm(),
        settle_form=asked,
        open=page,
        settled=[one for one in found if one.settled is not None],
        number=number,
        pages=pages,
        good=GOOD_KAPPA,
        me=actor_id(),
        shown=shown,
    )


def _page_number(view: ReadingView) -> int:
    """Return the page asked for, else the first that has something left to code."""
    pages = max(1, -(-view.total // SHOWN_AT_ONCE))
    left = next(place for place, one in enumerate(view.comments) if one.coded_at is None)
    return min(_asked() or left // SHOWN_AT_ONCE + 1, pages)


def _asked() -> int | None:
    asked = request.args.get("page", "")
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < len("100000") else None
