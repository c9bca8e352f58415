"""Addresses to give out: to be typed, to be clicked, to be read by a camera."""

from flask import url_for


def link_to(code: str) -> str:
    """Return the whole address of a link."""
    return url_for("respond.join", code=code, language=None, _external=True)


def code_page() -> str:
    """Return the whole address of the page that asks for a code."""
    return url_for("respond.enter_code", language=None, _external=True)


def class_page() -> str:
    """Return the whole address of the page on which a teacher starts a class."""
    return url_for("respond.host_class", _external=True)


def link_to_card(code: str) -> str:
    """Return the whole address on a card.

    The code stands after the #, which no browser sends on: so it is in no log.
    """
    return f"{code_page()}#{code}"


def plain(address: str) -> str:
    """Return an address as people type it."""
    return address.partition("://")[2]
