"""Answers as a draft keeps them, and what of them counts when they are sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from consult.respond.rules.answers import REACHED, Given
from consult.survey.rules import (
    END,
    OTHER,
    Definition,
    Question,
    QuestionType,
    Said,
    path_of,
)
from consult.survey.rules.definition import OTHER_LABEL
from consult.survey.rules.gates import day_in_words, listed

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
    shared = question.type is QuestionType.POINTS
    pointed = (key for key, points in given.marks if shared and int(points))
    return Said(
        options=frozenset((*given.choices, *given.ranks, *pointed)),
        rows=dict(given.marks) if grid else {},
        amount=float(given.value) if number else None,
        anything=not given.is_empty,
    )


@dataclass(frozen=True, slots=True)
class Speech:
    """How a page says what is not in the survey: areas, "Something else", days, lists and files."""

    areas: Mapping[str, str] = field(default_factory=dict)
    other: str = OTHER_LABEL
    day: Callable[[date], str] = day_in_words
    listed: Callable[[Sequence[str]], str] = listed
    photo: str = "Photo %(number)s is here."
    voice: str = "Your voice note is here."


PLAIN = Speech()


def lines_of(question: Question, given: Given, speech: Speech = PLAIN) -> list[str]:
    """Return an answer line by line, as a page shows it: "Parks: 4"."""
    kind, label = question.type, question.label_of
    if given.files:
        said = speech.photo if kind is QuestionType.PHOTO else speech.voice
        return [said % {"number": number} for number, _ in enumerate(given.files, start=1)]
    if kind is QuestionType.STATEMENTS:
        marks, rows = dict(given.marks), question.rows
        return [f"{row.label}: {label(marks[row.key])}" for row in rows if row.key in marks]
    if kind is QuestionType.POINTS:
        return [f"{label(key)}: {points}" for key, points in given.marks]
    if kind.is_ranked:
        return [f"{place}. {label(key)}" for place, key in enumerate(given.ranks, start=1)]
    words = words_of(question, given, speech)
    return [words] if words else []


def words_of(question: Question, given: Given, speech: Speech = PLAIN) -> str:
    """Return an answer as somebody would say it, such as "Parks and Buses"."""
    if question.type is QuestionType.DATE:
        return speech.day(date.fromisoformat(given.value)) if given.value else ""
    if question.type is QuestionType.NUMBER:
        return f"{given.value} {question.unit}".strip() if given.value else ""
    if question.type in {QuestionType.STATEMENTS, QuestionType.POINTS}:
        return "; ".join(lines_of(question, given, speech))
    names = {OTHER: given.other or speech.other} if question.other else {}
    if question.type is QuestionType.AREA:
        names = {**speech.areas}
    chosen = given.ranks or given.choices
    return given.text or speech.listed([names.get(key) or question.label_of(key) for key in chosen])


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


def sent_files(definition: Definition, answers: Kept) -> tuple[str, ...]:
    """Return the names of the files added on somebody's path."""
    asked = (question for question in path_for(definition, answers) if question.type.is_upload)
    return tuple(name for q in asked for name in found(answers, q.key).files)
