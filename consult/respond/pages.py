"""The page of one question, made once for each published survey and filled in for each person.

Most people see most questions unanswered: that page is rendered once and only the key put in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel.lists import format_list
from flask import render_template, url_for
from flask_babel import gettext

from consult.respond.rules import (
    Given,
    Speech,
    found,
    in_shown_order,
    path_for,
    with_ranked_first,
    words_of,
)
from consult.respond.services import Published
from consult.survey.rules import (
    Definition,
    Question,
    QuestionType,
    is_straight,
    piped,
    piped_keys,
)
from consult.survey.rules.proposals import COST_LABELS
from consult.web.display import Look, page_look
from consult.web.languages import day, page_locale

# Stands where a person's key goes; no key and no page can contain it.
PLACE_OF_KEY = "<key>"
WRITTEN_PLACE_OF_KEY = "&lt;key&gt;"


@dataclass(frozen=True, slots=True)
class Page:
    """A question as it is to be shown."""

    published: Published
    number: int
    given: Given = field(default_factory=Given)
    error: str = ""
    then: str = ""
    areas: Sequence[dict[str, str]] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    kiosk: str = ""

    def render(self, key: str) -> str:
        """Return the HTML of the page for the holder of a key."""
        published, definition = self.published, self.published.definition
        here: dict[str, Any] = {
            "slug": published.slug,
            "audience": published.audience.value,
        }
        path = path_for(definition, self.answers)
        asked = definition.questions[self.number - 1]
        place = path.index(asked) if asked in path else 0
        back = url_for("respond.start", **here)
        if self.then == "check":
            back = url_for("respond.check", **here)
        elif place > 0:
            number = definition.place_of(path[place - 1].key) + 1
            back = url_for("respond.question", number=number, **here)
        names = {area["key"]: area["label"] for area in self.areas}
        shown = in_shown_order(as_read(asked, definition, self.answers, names), key)
        return render_template(
            "respond/question.html",
            question=with_ranked_first(shown, self.given),
            clause_text=published.clauses.get(asked.clause, ""),
            proposal=published.proposals.get(asked.priority or ""),
            costs={band: gettext(words) for band, words in COST_LABELS.items()},
            place=place + 1,
            total=len(path),
            given=self.given,
            error=self.error,
            errors=bool(self.error),
            then=self.then,
            areas=self.areas,
            back=back,
            here=url_for("respond.question", number=self.number, **here),
            key=key,
            kiosk=self.kiosk,
        )


@dataclass(frozen=True, slots=True)
class BlankPage:
    """The HTML of an unanswered question, before and after the key."""

    parts: tuple[str, ...]

    def with_key(self, key: str) -> str:
        """Return the page for the holder of a key."""
        return key.join(self.parts)


def is_same_for_all(definition: Definition, question: Question) -> bool:
    """Return whether everybody who has not answered a question sees the same page."""
    varies = question.shuffle or question.type is QuestionType.AREA or any(piped_keys(question))
    return is_straight(definition) and not varies


def blank_page(published: Published, number: int, kiosk: str = "") -> BlankPage:
    """Return the page of an unanswered question, rendered once; for each shared tablet anew."""
    return _blank_page(published, number, kiosk, page_look())


@lru_cache(maxsize=1024)
def _blank_page(published: Published, number: int, kiosk: str, _look: Look) -> BlankPage:
    return _blank(Page(published, number, kiosk=kiosk).render(PLACE_OF_KEY))


def as_read(
    asked: Question,
    definition: Definition,
    answers: Mapping[str, Any],
    areas: Mapping[str, str],
) -> Question:
    """Return a question with the answers on somebody's path in its words."""

    def words(key: str) -> str:
        path, given = path_for(definition, answers), found(answers, key)
        return "".join(words_of(q, given, speech(areas)) for q in path if q.key == key)

    return piped(asked, words)


def speech(areas: Mapping[str, str]) -> Speech:
    """Return how a page in the language of its address says answers."""
    return Speech(
        areas,
        gettext("Something else"),
        day,
        _listed,
        photo=gettext("Photo %(number)s is here."),
        voice=gettext("Your voice note is here."),
    )


def _listed(words: Sequence[str]) -> str:
    return format_list(words, locale=page_locale())


def words_page(
    published: Published,
    key: str,
    back: int,
    *,
    chosen: str = "",
    error: str = "",
    kiosk: str = "",
) -> str:
    """Return the page that asks whether we may show somebody's words.

    `back` is the number of the question before it.
    """
    return render_template(
        "respond/words.html",
        published=published,
        key=key,
        error=error,
        errors=bool(error),
        chosen=chosen,
        back=back,
        kiosk=kiosk,
    )


def blank_words(published: Published, back: int, kiosk: str = "") -> BlankPage:
    """Return that page for whoever has not been asked yet, rendered once."""
    return _blank_words(published, back, kiosk, page_look())


@lru_cache(maxsize=256)
def _blank_words(published: Published, back: int, kiosk: str, _look: Look) -> BlankPage:
    return _blank(words_page(published, PLACE_OF_KEY, back, kiosk=kiosk))


def _blank(html: str) -> BlankPage:
    return BlankPage(tuple(html.split(WRITTEN_PLACE_OF_KEY)))
