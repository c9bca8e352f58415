"""An answer as the fields of its form would hold it: what `read_answer` reads, the other way."""

from consult.respond.rules.answers import Given
from consult.survey.rules import Question, QuestionType

Typed = list[tuple[str, str]]


def fields_of(question: Question, given: Given) -> Typed:
    """Return the fields of a form that say what was given; reading them gives the same answer."""
    kind = question.type
    places = list(enumerate(given.ranks, start=1))
    listed = [(f"rank-{key}", str(place)) for place, key in places]
    marked = "points" if kind is QuestionType.POINTS else "row"
    day = zip(("year", "month", "day"), given.value.split("-"), strict=False)
    fields = [
        *(("answer", choice) for choice in given.choices),
        ("other", given.other),
        ("text", given.text),
        *(listed if kind is QuestionType.RANKING else [(f"r{at}", key) for at, key in places]),
        *((f"{marked}-{mark}", value) for mark, value in given.marks),
        *(day if kind is QuestionType.DATE else [("value", given.value)]),
        *(("file", name) for name in given.files),
    ]
    return [(name, value) for name, value in fields if value]
