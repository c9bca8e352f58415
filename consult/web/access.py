"""Who may open what: every request passes here, and what no policy allows is refused."""

from typing import Protocol

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.db import reading

READS = {"GET", "HEAD", "OPTIONS"}
FOREIGN = {"cross-site", "same-site"}


class Person(Protocol):
    """Whoever is signed in."""

    @property
    def id(self) -> int:
        """Return the key of their account."""

    @property
    def name(self) -> str:
        """Return their name."""


class Doorkeeper(Protocol):
    """Knows who came in and what they may open."""

    def who(self) -> Person | None:
        """Return whoever holds a sign-in that still stands."""

    def is_public(self, endpoint: str) -> bool:
        """Return whether anybody may open a route."""

    def may_open(self, person: Person | None, endpoint: str) -> bool:
        """Return whether this person may open a route."""

    def label(self, person: Person) -> str:
        """Return the person's role in words."""


def register(app: Flask, doorkeeper: Doorkeeper) -> None:
    """Check each request against the policy table before any view runs."""
    app.extensions["doorkeeper"] = doorkeeper

    @app.before_request
    def check() -> ResponseReturnValue | None:
        _refuse_foreign_posts()
        g.reading = reading.set(False)
        endpoint = request.endpoint
        if endpoint is None:
            return None
        if doorkeeper.is_public(endpoint):
            reading.set(request.method in READS)
            return None
        person = signed_in()
        if person is None and request.method in READS:
            return redirect(url_for("people.sign_in", then=request.full_path.rstrip("?")))
        if not doorkeeper.may_open(person, endpoint):
            abort(403)
        reading.set(request.method in READS)
        return None

    @app.teardown_request
    def done(_error: BaseException | None) -> None:
        token = g.pop("reading", None)
        if token is not None:
            reading.reset(token)


def signed_in() -> Person | None:
    """Return whoever is signed in; asked at most once a request."""
    if "person" not in g:
        doorkeeper: Doorkeeper = current_app.extensions["doorkeeper"]
        g.person = doorkeeper.who()
    person: Person | None = g.person
    return person


def may_open(endpoint: str) -> bool:
    """Return whether whoever is signed in may open a route."""
    doorkeeper: Doorkeeper = current_app.extensions["doorkeeper"]
    return doorkeeper.may_open(signed_in(), endpoint)


def actor() -> str:
    """Return who acts, as the audit writes it."""
    person = signed_in()
    return f"user:{person.id}" if person else "system"


def actor_id() -> int:
    """Return the id of whoever is signed in; only behind a policy that asks for it."""
    person = signed_in()
    if person is None:
        abort(403)
    return person.id


def _refuse_foreign_posts() -> None:
    """Refuse a form that another site sent in somebody's name."""
    if request.method in READS:
        return
    if request.headers.get("Sec-Fetch-Site") in FOREIGN:
        abort(403)
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and origin != request.host_url.rstrip("/"):
        abort(403)
