"""An answer as the fields of its form would hold it: what `read_answer` reads, the other way."""

from collections.abc import Iterable

from consult.respond.rules.answers import Given
from consult.survey.rules import Question, QuestionType

Typed = list[tuple[str, str]]


def fields_of(question: Question, given: Given) -> Typed:
    """Return the fields of a form that say what was given; reading them gives the same answer."""
    kind = question.type
    if kind.is_upload:
        return [("file", name) for name in given.files]
    if kind.is_text:
        return _filled([("text", given.text)])
    if kind is QuestionType.TOP3:
        return [(f"r{place}", key) for place, key in enumerate(given.ranks, start=1)]
    if kind is QuestionType.RANKING:
        return [(f"rank-{key}", str(place)) for place, key in enumerate(given.ranks, start=1)]
    if kind is QuestionType.STATEMENTS:
        return [(f"row-{row}", option) for row, option in given.marks]
    if kind is QuestionType.POINTS:
        return [(f"points-{option}", points) for option, points in given.marks]
    if kind is QuestionType.NUMBER:
        return _filled([("value", given.value)])
    if kind is QuestionType.DATE:
        return _filled(zip(("year", "month", "day"), given.value.split("-"), strict=False))
    return _filled([*(("answer", choice) for choice in given.choices), ("other", given.other)])


def _filled(fields: Iterable[tuple[str, str]]) -> Typed:
    return [(name, value) for name, value in fields if value]
