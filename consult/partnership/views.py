"""The public page of who decides: bodies, seats, partners."""

from flask import Blueprint, render_template

from consult.clock import today
from consult.db import db_session
from consult.partnership import services as partnership

bp = Blueprint("partnership", __name__)


@bp.get("/trust")
def trust() -> str:
    """Show the bodies, who sits where by role, and which seats are empty."""
    session = db_session()
    return render_template(
        "partnership/trust.html",
        branches=partnership.tree(session),
        seats=partnership.seats(session, today()),
        organisations=partnership.organisations(session),
    )
