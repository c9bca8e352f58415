"""Changing a survey one step at a time: each step gives back a new survey, the old one stands."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from consult.errors import NotFound
from consult.survey.rules.checking import check_definition
from consult.survey.rules.definition import OTHER, SCALE_KEYS, Definition, Option, Question
from consult.survey.rules.kinds import QuestionType

LONGEST_KEY = 50
NOT_SURE = Option("not_sure", "I am not sure")
SCALES = {
    QuestionType.FACES: ("Not at all", "Not much", "In the middle", "Quite a bit", "A lot"),
    QuestionType.AGREE: (
        "I do not agree at all",
        "I do not agree much",
        "In the middle",
        "I agree a bit",
        "I agree a lot",
    ),
}
YES_NO = (Option("yes", "Yes"), Option("no", "No"), NOT_SURE)
AGE_BANDS = (
    Option("under_8", "Under 8"),
    Option("8_10", "8 to 10"),
    Option("11_12", "11 or 12"),
    Option("13_15", "13 to 15"),
    Option("16_17", "16 or 17"),
    Option("18_19", "18 or 19"),
    Option("20_25", "20 to 25"),
    Option("rather_not_say", "I would rather not say"),
)


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as somebody first words it; `same_as` is its key in another wording."""

    type: QuestionType
    title: str
    hint: str = ""
    priority: str | None = None
    labels: tuple[str, ...] = ()
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of answers as typed: no key means new, no words means taken out."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """What may change of a question: everything but its key and its type."""

    title: str
    hint: str = ""
    priority: str | None = None
    answers: tuple[AnswerLine, ...] = ()
    most: int | None = None
    other: bool = False
    max_length: int | None = None


def key_from(words: str, taken: Collection[str] = (), *, prefix: str = "") -> str:
    """Return a key made from words that nothing else has yet."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_")
    if not key or (prefix and not key[0].isalpha()):
        key = f"{prefix or 'answer_'}{key}".strip("_")
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}_{number}"
    return free


def first_options(kind: QuestionType, lines: Sequence[AnswerLine]) -> tuple[Option, ...]:
    """Return what a new question offers: these answers, or the usual ones of a scale."""
    if kind.is_scale:
        scale = (Option(key, label) for key, label in zip(SCALE_KEYS, SCALES[kind], strict=True))
        return (*scale, NOT_SURE)
    fixed = {QuestionType.YES_NO: YES_NO, QuestionType.AGE_BAND: AGE_BANDS}
    if kind in fixed:
        return fixed[kind]
    if not kind.has_options:
        return ()
    return _options_of(lines)


def add_question(definition: Definition, question: Question) -> Definition:
    """Return the survey with one more question, at its end.

    Raises:
        BadDefinition: it cannot be asked.
    """
    return _checked(replace(definition, questions=(*definition.questions, question)))


def change_question(definition: Definition, key: str, draft: QuestionDraft) -> Definition:
    """Return the survey with a question reworded; its key, its type and known answers' keys stay.

    Raises:
        NotFound: there is no such question.
        BadDefinition: it could not be asked any more.
    """
    before = asked(definition, key)
    changed = replace(
        before,
        title=draft.title,
        hint=draft.hint,
        priority=draft.priority,
        options=_options_of(draft.answers) if before.type.has_options else (),
        most=draft.most if before.type is QuestionType.SEVERAL else before.most,
        other=draft.other and before.type.takes_other,
        max_length=draft.max_length or before.max_length,
    )
    questions = tuple(changed if q.key == key else q for q in definition.questions)
    return _checked(replace(definition, questions=questions))


def move_question(definition: Definition, key: str, *, up: bool) -> Definition:
    """Return the survey with a question one place nearer the start, or the end.

    Raises:
        NotFound: there is no such question.
        BadDefinition: a question would depend on one that is asked after it.
    """
    questions = list(definition.questions)
    place = questions.index(asked(definition, key))
    other = max(0, place - 1) if up else min(len(questions) - 1, place + 1)
    questions[place], questions[other] = questions[other], questions[place]
    return _checked(replace(definition, questions=tuple(questions)))


def remove_question(definition: Definition, key: str) -> Definition:
    """Return the survey without a question.

    Raises:
        NotFound: there is no such question.
        BadDefinition: another question depends on it.
    """
    gone = asked(definition, key)
    kept = tuple(q for q in definition.questions if q is not gone)
    return _checked(replace(definition, questions=kept))


def asked(definition: Definition, key: str) -> Question:
    """Return a question of the survey.

    Raises:
        NotFound: there is no such question.
    """
    question = definition.question(key)
    if question is None:
        raise NotFound("That question is not in this survey. Somebody may have taken it out.")
    return question


def _checked(definition: Definition) -> Definition:
    check_definition(definition)
    return definition


def _options_of(lines: Sequence[AnswerLine]) -> tuple[Option, ...]:
    kept = [line for line in lines if line.label.strip()]
    taken = {OTHER, *(line.key for line in kept if line.key)}
    options = []
    for line in kept:
        key = line.key or key_from(line.label, taken)
        taken.add(key)
        options.append(Option(key, line.label.strip()))
    return tuple(options)
