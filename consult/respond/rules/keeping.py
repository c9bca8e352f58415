"""Answers as a draft keeps them, and what of them counts when they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from consult.respond.rules.answers import REACHED, Given
from consult.survey.rules import END, Definition, Question, QuestionType, Said, path_of

Kept = Mapping[str, Any]


def kept(given: Given) -> dict[str, Any]:
    """Return an answer as a draft keeps it."""
    return {name: value for name, value in asdict(given).items() if value}


def found(answers: Kept, key: str) -> Given:
    """Return the answer a draft keeps to a question, empty where there is none."""
    stored = answers.get(key, {})
    return Given(
        choices=tuple(stored.get("choices", ())),
        text=stored.get("text", ""),
        other=stored.get("other", ""),
        ranks=tuple(stored.get("ranks", ())),
        marks=tuple((row, mark) for row, mark in stored.get("marks", ())),
        value=stored.get("value", ""),
        files=tuple(stored.get("files", ())),
    )


def said(question: Question, given: Given) -> Said:
    """Return an answer as conditions see it."""
    grid = question.type is QuestionType.STATEMENTS
    number = question.type is QuestionType.NUMBER and given.value
    return Said(
        options=frozenset(given.choices) | frozenset(given.ranks),
        rows=dict(given.marks) if grid else {},
        amount=float(given.value) if number else None,
        anything=not given.is_empty,
    )


def words_of(question: Question, given: Given) -> str:
    """Return an answer as somebody would say it, such as "Parks and Buses"."""
    labels = [question.label_of(key) for key in given.ranks or given.choices]
    if given.other and labels:
        labels[-1] = given.other
    listed = " and ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))
    return given.text or listed or given.value


def path_for(definition: Definition, answers: Kept) -> tuple[Question, ...]:
    """Return the questions that somebody with these answers is asked."""
    told = {q.key: said(q, found(answers, q.key)) for q in definition.questions if q.key in answers}
    return path_of(definition, told)


def has_words(definition: Definition, answers: Kept) -> bool:
    """Return whether somebody wrote anything in their own words."""
    return bool(written_words(definition, answers))


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """One thing somebody chose or gave: an option with its place, statement or points; a number."""

    question_key: str
    option_key: str
    place: int | None = None
    row_key: str = ""
    amount: float | None = None
    given_on: date | None = None


def chosen_options(definition: Definition, answers: Kept) -> list[ChosenOption]:
    """Return everything chosen on somebody's path, for counting."""
    return [
        option
        for question in path_for(definition, answers)
        for option in _options_of(question, found(answers, question.key))
    ]


def _options_of(question: Question, given: Given) -> Iterator[ChosenOption]:
    key = question.key
    for choice in given.choices:
        yield ChosenOption(key, choice)
    for place, choice in enumerate(given.ranks, start=1):
        yield ChosenOption(key, choice, place)
    for mark, value in given.marks:
        if question.type is QuestionType.POINTS:
            yield ChosenOption(key, mark, amount=float(value))
        else:
            yield ChosenOption(key, value, row_key=mark)
    if given.value and question.type is QuestionType.NUMBER:
        yield ChosenOption(key, "", amount=float(given.value))
    if given.value and question.type is QuestionType.DATE:
        yield ChosenOption(key, "", given_on=date.fromisoformat(given.value))


def written_words(definition: Definition, answers: Kept) -> dict[str, str]:
    """Return what was written in own words on somebody's path, by question key."""
    words = {q.key: found(answers, q.key).words for q in path_for(definition, answers)}
    return {key: text for key, text in words.items() if text}


def left_at(definition: Definition, answers: Kept) -> str:
    """Return the key of the question that somebody reached and did not go on from."""
    reached = int(answers.get(REACHED, 1))
    rest = (q for q in path_for(definition, answers) if definition.place_of(q.key) + 1 >= reached)
    return next((question.key for question in rest), END)
