"""Pages for staff: the ways into a consultation, how many came, posters to print."""

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
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
from consult.respond.views.addresses import code_page, link_to, plain
from consult.respond.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.services import surveys_of
from consult.survey.services.exchange import PaperUnavailable, poster_pdf, poster_svg, qr_svg
from consult.survey.views.exchange import download
from consult.web.access import actor

WAYS = "/staff/consultations/<int:consultation_id>/ways"
# What is reached by an address; a class and a card have codes of their own.
WITH_ADDRESS = {LinkKind.OPEN, LinkKind.CLOSED, LinkKind.KIOSK, LinkKind.ASSISTED}
ON_POSTER = ("Point a phone at the square.", "No name needed. A few minutes.")


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
    link = _with_address(link_id)
    address = link_to(link.code)
    return render_template(
        "respond/poster.html",
        link=link,
        address=plain(address),
        picture=qr_svg(address, f"Square code for a camera. It opens {plain(address)}"),
        code_page=plain(code_page()),
    )


@bp.get("/staff/ways/<int:link_id>/poster.<any(pdf,svg):kind>")
def poster_file(link_id: int, kind: str) -> ResponseReturnValue:
    """Give a poster for a link, as PDF or SVG."""
    link = _with_address(link_id)
    title, address = link.consultation.title, link_to(link.code)
    lines = (*ON_POSTER, f"Or type {link.code} at {plain(code_page())}")
    if kind == "svg":
        return download(poster_svg(title, lines, address), "image/svg+xml", f"{link.code}.svg")
    try:
        content = poster_pdf(title, lines, address, static=Path(current_app.static_folder or ""))
    except PaperUnavailable as missing:
        flash(str(missing))
        return redirect(url_for("respond.poster", link_id=link.id))
    return download(content, "application/pdf", f"{link.code}.pdf")


def _with_address(link_id: int) -> EntryLink:
    link = respond.way(db_session(), link_id)
    if link.kind not in WITH_ADDRESS:
        raise NotFound("There is no poster for cards or classes: each has codes of its own.")
    return link


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
