"""The page of one question, made once for each published survey and filled in for each person.

Most people see most questions unanswered: that page is rendered once and only the key put in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import render_template, url_for

from consult.respond.rules import Given
from consult.respond.services import Published

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

    def render(self, key: str) -> str:
        """Return the HTML of the page for the holder of a key."""
        published, questions = self.published, self.published.definition.questions
        here: dict[str, Any] = {
            "slug": published.slug,
            "audience": published.audience.value,
        }
        back = url_for("respond.start", **here)
        if self.then == "check":
            back = url_for("respond.check", **here)
        elif self.number > 1:
            back = url_for("respond.question", number=self.number - 1, **here)
        return render_template(
            "respond/question.html",
            question=questions[self.number - 1],
            number=self.number,
            total=len(questions),
            given=self.given,
            error=self.error,
            errors=bool(self.error),
            then=self.then,
            areas=self.areas,
            back=back,
            here=url_for("respond.question", number=self.number, **here),
            key=key,
        )


@dataclass(frozen=True, slots=True)
class BlankPage:
    """The HTML of an unanswered question, before and after the key."""

    parts: tuple[str, ...]

    def with_key(self, key: str) -> str:
        """Return the page for the holder of a key."""
        return key.join(self.parts)


@lru_cache(maxsize=1024)
def blank_page(published: Published, number: int) -> BlankPage:
    """Return the page of an unanswered question, rendered once."""
    return _blank(Page(published, number).render(PLACE_OF_KEY))


def words_page(published: Published, key: str, *, chosen: str = "", error: str = "") -> str:
    """Return the page that asks whether we may show somebody's words."""
    return render_template(
        "respond/words.html",
        published=published,
        key=key,
        error=error,
        errors=bool(error),
        chosen=chosen,
        back=len(published.definition.questions),
    )


@lru_cache(maxsize=256)
def blank_words(published: Published) -> BlankPage:
    """Return that page for whoever has not been asked yet, rendered once."""
    return _blank(words_page(published, PLACE_OF_KEY))


def _blank(html: str) -> BlankPage:
    return BlankPage(tuple(html.split(WRITTEN_PLACE_OF_KEY)))
