"""Questions as somebody types them, and what each type of question starts with."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.survey.rules.conditions import Condition
from consult.survey.rules.definition import (
    DEFAULT_MAX_LENGTH,
    DEFAULT_POINTS,
    OTHER,
    OTHER_MAX_LENGTH,
    SCALE_KEYS,
    Jump,
    Option,
    Question,
)
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
SCALES[QuestionType.STATEMENTS] = SCALES[QuestionType.AGREE]
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
    """A question as somebody first words it.

    `labels` are its answers, or its statements; `same_as` is its key in another wording; `after`
    the key of the question it follows, else it comes last.
    """

    type: QuestionType
    title: str
    hint: str = ""
    priority: str | None = None
    labels: tuple[str, ...] = ()
    same_as: str = ""
    clause: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of answers as typed: no key means new, no words means taken out."""

    key: str
    label: str
    exclusive: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """What may change of a question: everything but its key and its type."""

    title: str
    hint: str = ""
    priority: str | None = None
    answers: tuple[AnswerLine, ...] = ()
    rows: tuple[AnswerLine, ...] = ()
    most: int | None = None
    least: int | None = None
    total: int = DEFAULT_POINTS
    unit: str = ""
    other: bool = False
    max_length: int | None = None
    shuffle: bool = False
    clause: str = ""
    sensitive: bool = False
    show_if: Condition | None = None
    jumps: tuple[Jump, ...] = ()


def draft_of(question: Question) -> QuestionDraft:
    """Return a question as it could have been typed."""
    return QuestionDraft(
        title=question.title,
        hint=question.hint,
        priority=question.priority,
        answers=lines_for(question.options),
        rows=lines_for(question.rows),
        most=question.most,
        least=question.least,
        total=question.total,
        unit=question.unit,
        other=question.other,
        max_length=question.max_length,
        shuffle=question.shuffle,
        clause=question.clause,
        sensitive=question.sensitive,
        show_if=question.show_if,
        jumps=question.jumps,
    )


def lines_for(options: Sequence[Option]) -> tuple[AnswerLine, ...]:
    """Return answers as lines that could have been typed."""
    return tuple(AnswerLine(o.key, o.label, o.exclusive, o.picture) for o in options)


def options_of(lines: Sequence[AnswerLine]) -> tuple[Option, ...]:
    """Return the answers on these lines; new ones get a key that nothing else has."""
    return tuple(
        Option(line.key, line.label.strip(), line.exclusive, line.picture)
        for line in keyed(lines, {})
    )


def keyed(lines: Sequence[AnswerLine], once: Mapping[str, str]) -> list[AnswerLine]:
    """Return the lines that have words, each with its key.

    `once` are the words of all that was ever published, by key: the same words come back under
    the same key, and other words never get it. So no column ever changes its meaning.
    """
    kept = [line for line in lines if line.label.strip()]
    taken = {OTHER, *(line.key for line in kept if line.key)}
    back = {words: key for key, words in once.items() if key not in taken}
    found = []
    for line in kept:
        words = line.label.strip()
        key = line.key or back.pop(words, "") or key_from(words, taken | set(once))
        taken.add(key)
        found.append(replace(line, key=key))
    return found


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


def first_question(key: str, new: NewQuestion, lines: Sequence[AnswerLine]) -> Question:
    """Return a new question with what was typed, and what its type usually starts with."""
    grid = new.type is QuestionType.STATEMENTS
    return Question(
        key=key,
        type=new.type,
        title=new.title,
        hint=new.hint,
        priority=new.priority,
        options=first_options(new.type, lines),
        rows=options_of(lines) if grid else (),
        max_length=DEFAULT_MAX_LENGTH.get(new.type.value, OTHER_MAX_LENGTH),
        clause=new.clause if new.type is QuestionType.CLAUSE else "",
    )


def first_options(kind: QuestionType, lines: Sequence[AnswerLine]) -> tuple[Option, ...]:
    """Return what a new question offers: these answers, or the usual ones of a scale."""
    if kind in SCALES:
        scale = (Option(key, label) for key, label in zip(SCALE_KEYS, SCALES[kind], strict=True))
        return (*scale, NOT_SURE)
    fixed = {QuestionType.YES_NO: YES_NO, QuestionType.AGE_BAND: AGE_BANDS}
    if kind in fixed:
        return fixed[kind]
    return options_of(lines) if kind.has_options else ()
