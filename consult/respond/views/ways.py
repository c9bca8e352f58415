"""Pages for staff: the ways into a consultation, how many came, posters to print."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult import disclosure
from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import NotFound, RuleBroken
from consult.respond import services as respond
from consult.respond.forms import SettingForm, WayForm
from consult.respond.models import EntryLink
from consult.respond.rules import LINK_LABELS, LINK_NOTES, SETTING_LABELS, LinkKind
from consult.respond.views.addresses import code_page, link_to, plain, qr_code
from consult.respond.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.services import surveys_of
from consult.web.access import actor

WAYS = "/staff/consultations/<int:consultation_id>/ways"
# What is reached by an address; a class and a card have codes of their own.
WITH_ADDRESS = {LinkKind.OPEN, LinkKind.CLOSED, LinkKind.KIOSK, LinkKind.ASSISTED}


@bp.get(WAYS)
def ways(consultation_id: int) -> str:
    """Show the ways into a consultation and how many have come by each."""
    return show_ways(find(db_session(), Consultation, consultation_id), FlaskForm())


@bp.route(f"{WAYS}/new", methods=["GET", "POST"])
def add_way(consultation_id: int) -> ResponseReturnValue:
    """Open a way in: a link, a sheet of cards, a code for a group, a class, a tablet."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    form = WayForm()
    form.offer(
        respond.settings(session),
        [state.survey.audience for state in surveys_of(session, consultation.id)],
    )
    if form.validate_on_submit():
        link = respond.add_way(
            session, consultation.id, form.draft(), actor=actor(), today=today(), now=now()
        )
        flash("The way in is open.")
        return redirect(_next_step(link))
    return render_template(
        "respond/add_way.html", form=form, consultation=consultation, notes=LINK_NOTES
    )


@bp.route(f"{WAYS}/places/new", methods=["GET", "POST"])
def add_setting(consultation_id: int) -> ResponseReturnValue:
    """Add a place through which people hear of surveys."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    form = SettingForm()
    form.offer(respond.current_areas(session, today()))
    if form.validate_on_submit():
        try:
            respond.add_setting(session, form.draft(), actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The place is on the list. Open a way in for it next.")
            return redirect(url_for("respond.add_way", consultation_id=consultation.id))
    return render_template("respond/add_setting.html", form=form, consultation=consultation)


@bp.post("/staff/ways/<int:link_id>/end")
def end_way(link_id: int) -> ResponseReturnValue:
    """Shut a way in for good."""
    session, form = db_session(), FlaskForm()
    link = respond.way(session, link_id)
    if form.validate_on_submit():
        respond.end_way(session, link.id, actor=actor(), today=today(), now=now())
        flash("Nobody can begin that way any more. Those who have begun can finish.")
        return redirect(url_for("respond.ways", consultation_id=link.consultation_id))
    return show_ways(link.consultation, form)


@bp.post(f"{WAYS}/by-code")
def by_code(consultation_id: int) -> ResponseReturnValue:
    """Let only those begin who have a link, a code or a card; or let everybody."""
    session, form = db_session(), FlaskForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        only = request.form.get("only") == "yes"
        respond.ask_for_codes(session, consultation.id, only=only, actor=actor(), now=now())
        flash("Now people need a code to begin." if only else "Now everybody can begin.")
        return redirect(url_for("respond.ways", consultation_id=consultation.id))
    return show_ways(consultation, form)


@bp.get("/staff/ways/<int:link_id>/poster")
def poster(link_id: int) -> str:
    """Show a poster for a link, to be printed."""
    link = respond.way(db_session(), link_id)
    if link.kind not in WITH_ADDRESS:
        raise NotFound("There is no poster for cards or classes: each person has a code.")
    address = link_to(link.code)
    return render_template(
        "respond/poster.html",
        link=link,
        address=plain(address),
        picture=qr_code(address),
        code_page=plain(code_page()),
    )


def _next_step(link: EntryLink) -> str:
    if link.kind is LinkKind.CARDS:
        return url_for("respond.cards", link_id=link.id)
    return url_for("respond.ways", consultation_id=link.consultation_id)


def show_ways(consultation: Consultation, form: FlaskForm) -> str:
    """Return the page of a consultation's ways in, with what went wrong when something did."""
    return render_template(
        "respond/ways.html",
        form=form,
        consultation=consultation,
        stories=respond.ways_of(db_session(), consultation.id),
        shown=disclosure.shown,
        Kind=LinkKind,
        with_address=WITH_ADDRESS,
        kinds=LINK_LABELS,
        places=SETTING_LABELS,
        audiences=AUDIENCE_LABELS,
        address_of=lambda code: plain(link_to(code)),
    )
