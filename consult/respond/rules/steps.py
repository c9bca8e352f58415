"""From page to page: which question comes next on somebody's path, by its number from 1."""

from collections.abc import Iterator

from consult.respond.rules.keeping import Kept, path_for
from consult.survey.rules import Definition


def past_last(definition: Definition) -> int:
    """Return the number past the last question."""
    return len(definition.questions) + 1


def next_number(definition: Definition, answers: Kept, number: int) -> int:
    """Return the number of the question that follows one; past the last where none does."""
    later = (each for each, _ in _numbered(definition, answers) if each > number)
    return next(later, past_last(definition))


def not_seen_number(definition: Definition, answers: Kept, number: int) -> int:
    """Return the next number that a changed answer has brought onto somebody's path."""
    later = (
        each for each, key in _numbered(definition, answers) if each > number and key not in answers
    )
    return next(later, past_last(definition))


def last_number(definition: Definition, answers: Kept) -> int:
    """Return the number of the last question on somebody's path."""
    return max(number for number, _ in _numbered(definition, answers))


def _numbered(definition: Definition, answers: Kept) -> Iterator[tuple[int, str]]:
    for question in path_for(definition, answers):
        yield definition.place_of(question.key) + 1, question.key
