"""The workspace: whose comments count, the list of themes, and what is open beside it."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.db import db_session, find
from consult.survey.models import Consultation
from consult.themes.views.blueprint import bp
from consult.themes.views.pages import (
    acts_page,
    found_page,
    theme_page,
    themes_page,
    unplaced_page,
)


@bp.get("/staff/consultations/<int:consultation_id>/themes")
def themes(consultation_id: int) -> ResponseReturnValue:
    """Show the themes of a consultation, largest first; beside them all acts, if asked for."""
    consultation = find(db_session(), Consultation, consultation_id)
    if request.args.get("acts") == "all":
        return acts_page(consultation)
    return themes_page(consultation, FlaskForm())


@bp.get("/staff/consultations/<int:consultation_id>/themes/unplaced")
def unplaced(consultation_id: int) -> ResponseReturnValue:
    """Show the comments that no theme fits."""
    return unplaced_page(find(db_session(), Consultation, consultation_id))


@bp.get("/staff/consultations/<int:consultation_id>/themes/comments")
def comments(consultation_id: int) -> ResponseReturnValue:
    """Show all comments that have the words asked for, or those most like one of them."""
    return found_page(find(db_session(), Consultation, consultation_id), request.args.get("like"))


@bp.get("/staff/themes/<int:theme_id>")
def theme(theme_id: int) -> ResponseReturnValue:
    """Show one theme and every comment in it (L-THM-03)."""
    return theme_page(theme_id)
