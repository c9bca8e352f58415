"""Pages that belong to no station: health, privacy, accessibility, contact, help."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from consult.db import db_session

bp = Blueprint("web", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say whether the database answers."""
    try:
        db_session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
    return jsonify(status="ok")


@bp.get("/privacy")
def privacy() -> str:
    """Say what is kept, what for and how long."""
    return render_template("web/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """Say how far everybody can use the site, and whom to ask for another way."""
    return render_template("web/accessibility.html")


@bp.get("/contact")
def contact() -> str:
    """Say how to reach the people behind the site."""
    return render_template("web/contact.html")


@bp.get("/help")
def help() -> str:
    """Show who to talk to: one click from everywhere, so opening it gives nobody away."""
    return render_template("web/help.html")
