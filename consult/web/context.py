"""What every template may use: the site's name, the menu, who is signed in."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from consult.web import access
from consult.web.languages import day

MENU = (
    ("Overview", "survey.overview"),
    ("Plan", "plan.plans"),
    ("Meetings", "board.meetings"),
    ("Safeguarding", "safeguarding.queue"),
    ("People", "people.people"),
    ("Audit", "people.audit"),
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the menu, for those who may open it."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever is signed in, as the top of the page shows them."""

    name: str
    role_label: str


def register(app: Flask) -> None:
    """Set up the templates."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = day
    app.jinja_env.globals.update(
        may_open=access.may_open,
        csrf_token=generate_csrf,
        site_name=app.config["CONSULT"].site_name,
    )
    app.url_defaults(_version_static)
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """Return what the frame of a page shows; public pages ask nothing of the database for it."""
    doorkeeper: access.Doorkeeper = current_app.extensions["doorkeeper"]
    if doorkeeper.is_public(request.endpoint or "") or request.endpoint is None:
        return {"nav": [], "signed_in": None}
    return {"nav": menu(), "signed_in": signed_in()}


def menu() -> list[MenuEntry]:
    """Return the entries of the menu that this person may open."""
    return [
        MenuEntry(label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint in MENU
        if endpoint in current_app.view_functions and access.may_open(endpoint)
    ]


def signed_in() -> SignedIn | None:
    """Return who is signed in, for the top of the page."""
    person = access.signed_in()
    if person is None:
        return None
    doorkeeper: access.Doorkeeper = current_app.extensions["doorkeeper"]
    return SignedIn(person.name, doorkeeper.label(person))


def _version_static(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values and current_app.static_folder:
        values["v"] = _fingerprint(Path(current_app.static_folder) / values["filename"])


@cache
def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else "0"
