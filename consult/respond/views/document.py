"""A whole survey as one document, for a device to keep: the pages, and what leads through them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import render_template
from flask_babel import gettext

from consult.errors import in_any_language
from consult.respond.rules import Given
from consult.respond.rules.reading import (
    CHOOSE_ONE,
    CHOOSE_UP_TO,
    MORE_TO_GIVE,
    ONE_EACH,
    ONE_OVER,
    OVER,
    TOO_MANY_GIVEN,
)
from consult.respond.services import Published
from consult.survey.rules import Definition, QuestionType, write_definition
from consult.survey.rules.proposals import COST_LABELS
from consult.web.display import Look

NEEDED = ("key", "type", "title", "options", "rows", "most", "least", "total", "unit", "other")
NEEDED_TOO = ("max_length", "show_if", "jumps")
# What offline.js says by itself: the sentences of `read_answer`, and what stands beside answers.
SAY = {
    "place": in_any_language("Question %(number)s of %(total)s"),
    "error": in_any_language("Error:"),
    "other": in_any_language("Something else"),
    "quote": in_any_language("May we show your words to other people?"),
    "yes": in_any_language("Yes, you may"),
    "no": in_any_language("No, just count me"),
    "one_over": ONE_OVER,
    "over": OVER,
    "one_each": ONE_EACH,
    "one": CHOOSE_ONE,
    "up_to": CHOOSE_UP_TO,
    "alone": in_any_language("Choose “%(label)s” alone, or take it away."),
    "points": in_any_language("Write points as whole numbers, such as 3."),
    "more_to_give": MORE_TO_GIVE,
    "too_many": TOO_MANY_GIVEN,
    "number": in_any_language("Write a number, such as 12."),
    "least": in_any_language("Write a number of %(least)s or more."),
    "most": in_any_language("Write a number of %(most)s or less."),
    "date": in_any_language("Write the day, the month and the year in numbers."),
    "year": in_any_language("Write the year with 4 numbers, such as 2027."),
    "added": in_any_language("Added: %(number)s"),
    "too_big": in_any_language("This file is too big. Choose a smaller one."),
    "no_day": in_any_language("There is no such day. Check the day and the month."),
}


@lru_cache(maxsize=64)
def document(
    published: Published, title: str, areas: tuple[tuple[str, str], ...], _look: Look
) -> str:
    """Return the document, made once for each published survey, language and look."""
    return render_template(
        "respond/offline.html",
        published=published,
        title=title,
        nothing=Given(),
        costs={band: gettext(words) for band, words in COST_LABELS.items()},
        areas=[{"key": key, "label": label} for key, label in areas],
        logic={
            "questions": list(logic(published.definition)),
            "areas": dict(areas) if published.definition.of_type(QuestionType.AREA) else {},
            "say": {name: gettext(sentence) for name, sentence in SAY.items()},
        },
    )


def logic(definition: Definition) -> Iterator[dict[str, Any]]:
    """Yield what a device needs to know of each question, beside its page."""
    written = write_definition(definition)["questions"]
    for question, data in zip(definition.questions, written, strict=True):
        known = {name: data[name] for name in (*NEEDED, *NEEDED_TOO) if data.get(name)}
        zeros = {name: 0 for name in ("most", "least") if data.get(name) == 0}
        yield {**known, **zeros, "shuffles": question.shuffle and question.type.can_shuffle}
