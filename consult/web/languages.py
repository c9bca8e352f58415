"""The language of a page: what its own words, its dates and its direction follow.

Translations stand in consult/translations, one catalogue a language; `make languages` brings them
up to date with the words in templates and code.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from flask import Flask, g
from flask_babel import Babel, refresh

ENGLISH = "en"
BRITISH = "en_GB"
# The order of every language, so that Urdu and Bengali read 3 and the month, as English does.
DAY = "d MMMM y"


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A language as the top of a page names it."""

    code: str
    direction: str

    @property
    def is_english(self) -> bool:
        """Whether the page is in the language it was written in."""
        return self.code == ENGLISH


def register(app: Flask) -> None:
    """Let every page speak the language of its address: `g.language`, else English."""
    Babel(app, default_locale=BRITISH, locale_selector=page_locale)
    app.jinja_env.globals["page_language"] = page_language


def speak(language: str) -> None:
    """Turn the page to another language than its address names."""
    g.language = language
    refresh()


def page_language() -> PageLanguage:
    """Return the language of the page that is being made."""
    return _language(g.get("language", ENGLISH))


def page_locale() -> Locale:
    """Return the locale of the page that is being made."""
    return _locale(g.get("language", ENGLISH))


def day(value: date) -> str:
    """Return a date as people say it in the language of the page: 3 February 2027."""
    language = g.get("language", ENGLISH) if g else ENGLISH
    if language == ENGLISH:
        return f"{value.day} {value:%B %Y}"
    return format_date(value, DAY, _locale(language))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(BRITISH if language == ENGLISH else language)


@cache
def _language(language: str) -> PageLanguage:
    return PageLanguage(language, _locale(language).text_direction)
