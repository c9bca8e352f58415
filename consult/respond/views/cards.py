"""Codes that are shown once, to be printed: a sheet of cards, a teacher's code."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now
from consult.db import db_session
from consult.errors import RuleBroken
from consult.respond import services as respond
from consult.respond.forms import CardsForm
from consult.respond.rules import LinkKind
from consult.respond.views.addresses import class_page, code_page, link_to_card, plain
from consult.respond.views.blueprint import bp
from consult.respond.views.replies import secret
from consult.respond.views.ways import show_ways
from consult.survey.services.exchange import qr_svg
from consult.web.access import actor

SQUARE = "Square code for a camera"


@bp.route("/staff/ways/<int:link_id>/cards", methods=["GET", "POST"])
def cards(link_id: int) -> ResponseReturnValue:
    """Make cards, and show their codes this once as a sheet to print."""
    session = db_session()
    link = respond.standing(respond.way(session, link_id), LinkKind.CARDS)
    form = CardsForm()
    if form.validate_on_submit():
        try:
            codes = respond.make_cards(
                session, secret(), link.id, form.number.data or 0, actor=actor(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            return render_template(
                "respond/card_sheet.html",
                link=link,
                cards=[(code, qr_svg(link_to_card(code), SQUARE)) for code in codes],
                code_page=plain(code_page()),
            )
    return render_template("respond/cards.html", form=form, link=link)


@bp.post("/staff/ways/<int:link_id>/teacher")
def host_code(link_id: int) -> ResponseReturnValue:
    """Make a code for the teacher of a class, and show it this once."""
    session, form = db_session(), FlaskForm()
    link = respond.way(session, link_id)
    if form.validate_on_submit():
        try:
            code = respond.make_host_code(session, secret(), link.id, actor=actor(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            return render_template(
                "respond/host_code.html", link=link, code=code, address=plain(class_page())
            )
    return show_ways(link.consultation, form)
