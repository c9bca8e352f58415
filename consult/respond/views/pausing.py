"""Finish later: the code that opens a reply on any device, shown this once."""

from datetime import timedelta

from flask import render_template

from consult.clock import today
from consult.db import db_session
from consult.respond import services as respond
from consult.respond.rules import DRAFT_DAYS
from consult.respond.services import Reply
from consult.respond.views.replies import secret


def paused(reply: Reply, key: str, here: str) -> str:
    """Return the page that says how to come back; `here` is the address to go on from at once."""
    return render_template(
        "respond/pause.html",
        published=reply.published,
        code=respond.pause(db_session(), secret(), key, today=today()),
        until=today() + timedelta(days=DRAFT_DAYS),
        here=here,
    )
