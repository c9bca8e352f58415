"""A sheet of paper as it is typed in: all its questions on one form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.respond.rules.answers import MAY_QUOTE, AnswerRefused, Given
from consult.respond.rules.keeping import found, kept, path_for, words_of
from consult.respond.rules.reading import Fields, read_answer
from consult.survey.rules import Definition, Question

YES = "yes"
FIRST, SECOND = "first", "second"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was typed of one sheet: answers as a draft keeps them, and what could not be read."""

    answers: Mapping[str, Any]
    typed: Mapping[str, Given]
    refused: Mapping[str, AnswerRefused]


@dataclass(frozen=True, slots=True)
class Difference:
    """A question whose answer two people read differently."""

    question: Question
    first: str
    second: str


def field_of(key: str, name: str) -> str:
    """Return the name of a question's field on a form that holds many questions."""
    return f"{key}:{name}"


def fields_of(key: str, fields: Fields) -> dict[str, Sequence[str]]:
    """Return the fields of one question on a form that holds many."""
    start = field_of(key, "")
    return {name.removeprefix(start): v for name, v in fields.items() if name.startswith(start)}


def read_sheet(definition: Definition, fields: Fields, areas: Collection[str]) -> Sheet:
    """Read all answers of a sheet; what cannot be read is named by its question."""
    answers: dict[str, Any] = {}
    typed: dict[str, Given] = {}
    refused: dict[str, AnswerRefused] = {}
    for question in definition.questions:
        try:
            given = read_answer(question, fields_of(question.key, fields), areas)
        except AnswerRefused as error:
            given, refused[question.key] = error.given, error
        typed[question.key] = given
        if not given.is_empty and question.key not in refused:
            answers[question.key] = kept(given)
    if YES in fields.get(MAY_QUOTE, ()):
        answers[MAY_QUOTE] = YES
    return Sheet(answers, typed, refused)


def differences(
    definition: Definition, first: Mapping[str, Any], second: Mapping[str, Any]
) -> list[Difference]:
    """Return the questions that two people typed differently from the same sheet."""
    return [
        Difference(
            question,
            words_of(question, found(first, question.key)),
            words_of(question, found(second, question.key)),
        )
        for question in definition.questions
        if found(first, question.key) != found(second, question.key)
    ]


def settled(
    first: Mapping[str, Any], second: Mapping[str, Any], chosen: Mapping[str, str]
) -> dict[str, Any]:
    """Return the answers of a sheet, taking the second reading where that was chosen.

    Words may be shown to others only if both read a yes.
    """
    keys = {key for key, which in chosen.items() if which == SECOND}
    answers = {key: value for key, value in first.items() if key not in keys}
    answers |= {key: second[key] for key in keys if key in second}
    if second.get(MAY_QUOTE) != YES:
        answers.pop(MAY_QUOTE, None)
    return answers


def off_the_path(definition: Definition, answers: Mapping[str, Any]) -> list[Question]:
    """Return the questions that were answered on paper and should have been passed over."""
    path = path_for(definition, answers)
    return [q for q in definition.questions if q.key in answers and q not in path]
