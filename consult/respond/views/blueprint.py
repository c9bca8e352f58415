"""The blueprint of the pages on which people answer, each in English and in other languages."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Blueprint, current_app, g, url_for

from consult.survey.rules import ENGLISH, LANGUAGES

bp = Blueprint("respond", __name__)

OTHERS = ",".join(code for code in LANGUAGES if code != ENGLISH)
View = TypeVar("View", bound=Callable[..., Any])


def page(address: str, *, tail: str = "", **options: Any) -> Callable[[View], View]:
    """Serve a view in English at an address, and in other languages with their code inside it."""

    def add(view: View) -> View:
        bp.add_url_rule(address + tail, view_func=view, **options)
        bp.add_url_rule(f"{address}/<any({OTHERS}):language>{tail}", view_func=view, **options)
        return view

    return add


def language_links(
    languages: Iterable[str], endpoint: str, **here: Any
) -> list[tuple[str, str, str]]:
    """Return a page in each language: its code, its own name, the address; none for one."""
    links = [
        (
            code,
            LANGUAGES[code][0],
            url_for(endpoint, **here, language=code if code != ENGLISH else None),
        )
        for code in languages
    ]
    return links if len(links) > 1 else []


@bp.context_processor
def on_their_own() -> dict[str, str]:
    """Let a page be on somebody’s own device, unless its view names a shared tablet."""
    return {"kiosk": ""}


@bp.url_value_preprocessor
def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Remember the language of the address; the views need not know of it."""
    g.language = values.pop("language", ENGLISH) if values else ENGLISH


@bp.app_url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Lead from a page to others in the same language."""
    language = g.get("language", ENGLISH)
    if language != ENGLISH and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", language)
