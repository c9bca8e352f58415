"""Taking an earlier answer over into a later text: [[key]] or [[key|what to say if skipped]]."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from consult.survey.rules.definition import Question

PLACE = re.compile(r"\[\[([a-z][a-z0-9_]*)(?:\|([^\[\]|]*))?\]\]")


def piped_keys(question: Question) -> Iterator[str]:
    """Yield the key of every question whose answer this one's words take over."""
    for text in (question.title, question.hint):
        for place in PLACE.finditer(text):
            yield place[1]


def piped(question: Question, words_of: Callable[[str], str]) -> Question:
    """Return a question with the words of earlier answers in their places.

    `words_of` gives the words of an answer by the key of its question, empty where there is none.
    """

    def fill(text: str) -> str:
        return PLACE.sub(lambda place: words_of(place[1]) or place[2] or "…", text)

    if "[[" not in question.title + question.hint:
        return question
    return replace(question, title=fill(question.title), hint=fill(question.hint))
