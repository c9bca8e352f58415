"""A survey as a value: what drafts and published versions hold, read from and written to JSON."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from consult.errors import RuleBroken

OTHER = "other"
OTHER_LABEL = "Something else"
SCALE_KEYS = ("1", "2", "3", "4", "5")
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
OPTION_KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
DEFAULT_MAX_LENGTH = {"short_text": 150, "long_text": 800}
OTHER_MAX_LENGTH = 300
LONGEST_TEXT = 5000


class QuestionType(StrEnum):
    """How people answer."""

    SINGLE = "single"
    SEVERAL = "several"
    FACES = "faces"
    AGREE = "agree"
    TOP3 = "top3"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    YES_NO = "yes_no"
    AGE_BAND = "age_band"
    AREA = "area"

    @property
    def is_text(self) -> bool:
        """Whether people answer in their own words."""
        return self in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}

    @property
    def has_options(self) -> bool:
        """Whether the survey itself lists what can be chosen."""
        return not self.is_text and self is not QuestionType.AREA

    @property
    def is_scale(self) -> bool:
        """Whether the options run from least (1) to most (5)."""
        return self in {QuestionType.FACES, QuestionType.AGREE}

    @property
    def least_options(self) -> int:
        """How many answers there must be to choose from."""
        return 3 if self is QuestionType.TOP3 else 2


LABELS_OF_TYPES = {
    QuestionType.SINGLE: "Choose one",
    QuestionType.SEVERAL: "Choose several",
    QuestionType.FACES: "Five faces",
    QuestionType.AGREE: "Agree or disagree",
    QuestionType.TOP3: "Pick your top three",
    QuestionType.SHORT_TEXT: "A few words",
    QuestionType.LONG_TEXT: "Own words",
    QuestionType.YES_NO: "Yes or no",
    QuestionType.AGE_BAND: "Age band",
    QuestionType.AREA: "Area",
}


TAKES_OTHER = frozenset({QuestionType.SINGLE, QuestionType.SEVERAL})


class BadDefinition(RuleBroken):
    """A survey that cannot be asked; the sentence says which question and why."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the key never changes, the words may."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, on a page of its own."""

    key: str
    type: QuestionType
    title: str
    hint: str = ""
    priority: str | None = None
    options: tuple[Option, ...] = ()
    most: int | None = None
    other: bool = False
    max_length: int = OTHER_MAX_LENGTH

    @property
    def has_words(self) -> bool:
        """Whether somebody can write in their own words here."""
        return self.type.is_text or self.other

    @property
    def option_keys(self) -> frozenset[str]:
        """All keys that can be chosen."""
        listed = frozenset(option.key for option in self.options)
        return listed | {OTHER} if self.other else listed

    def label_of(self, key: str) -> str:
        """Return the words of an option, or the key where it is not in this wording."""
        missing = OTHER_LABEL if key == OTHER else key
        return next((option.label for option in self.options if option.key == key), missing)


@dataclass(frozen=True, slots=True)
class Start:
    """What stands on the first page."""

    title: str = ""
    lead: str = ""
    minutes: int = 5
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole survey in one wording."""

    start: Start = field(default_factory=Start)
    questions: tuple[Question, ...] = ()
    thanks: str = ""

    def question(self, key: str) -> Question | None:
        """Return the question with this key, if it is asked here."""
        return next((question for question in self.questions if question.key == key), None)

    def of_type(self, kind: QuestionType) -> Question | None:
        """Return the first question of a type."""
        return next((question for question in self.questions if question.type is kind), None)


def read_definition(data: Mapping[str, Any]) -> Definition:
    """Read a survey from its JSON.

    Raises:
        BadDefinition: it is not a survey that can be asked.
    """
    if not isinstance(data, Mapping):
        raise BadDefinition("A survey needs a start page, questions and a thank you.")
    try:
        definition = Definition(
            start=_read_start(data.get("start", {})),
            questions=tuple(
                _read_numbered(number, entry)
                for number, entry in enumerate(data.get("questions", ()), start=1)
            ),
            thanks=str(data.get("thanks", "")),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise BadDefinition("The start page or the list of questions cannot be read.") from error
    _check_keys([question.key for question in definition.questions], "question")
    return definition


def _read_start(start: Mapping[str, Any]) -> Start:
    return Start(
        title=str(start.get("title", "")),
        lead=str(start.get("lead", "")),
        minutes=int(start.get("minutes", 5)),
        points=tuple(str(point) for point in start.get("points", ())),
    )


def _read_numbered(number: int, data: Mapping[str, Any]) -> Question:
    try:
        return _read_question(data)
    except KeyError as error:
        raise BadDefinition(f"Question {number} has no {error.args[0]}.") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise BadDefinition(f"Question {number} cannot be read: {error}.") from error


def _read_question(data: Mapping[str, Any]) -> Question:
    kind = QuestionType(data["type"])
    options = tuple(Option(str(o["key"]), str(o["label"])) for o in data.get("options") or ())
    other = bool(data.get("other")) and kind in TAKES_OTHER
    if other:
        options = tuple(option for option in options if option.key != OTHER)
    question = Question(
        key=str(data["key"]),
        type=kind,
        title=str(data["title"]),
        hint=str(data.get("hint") or ""),
        priority=data.get("priority") or None,
        options=options if kind.has_options else (),
        most=int(data["most"]) if data.get("most") is not None else None,
        other=other,
        max_length=int(
            data.get("max_length") or DEFAULT_MAX_LENGTH.get(kind.value, OTHER_MAX_LENGTH)
        ),
    )
    check_question(question)
    return question


def check_question(question: Question) -> None:
    """Raise the first thing that makes a question impossible to ask."""
    name = f"“{question.title or question.key}”"
    if not KEY.fullmatch(question.key):
        raise BadDefinition(f"{name} needs a key of small letters, digits and _.")
    if not question.title.strip():
        raise BadDefinition("Write the question.")
    if not 1 <= question.max_length <= LONGEST_TEXT:
        raise BadDefinition(f"{name} can take from 1 to {LONGEST_TEXT} characters.")
    if question.type.has_options:
        _check_options(question, name)


def _check_options(question: Question, name: str) -> None:
    keys = [option.key for option in question.options]
    _check_keys(keys, "answer", OPTION_KEY)
    if any(not option.label.strip() for option in question.options):
        raise BadDefinition(f"{name} has an answer with no words.")
    least = question.type.least_options
    if len(keys) < least:
        raise BadDefinition(f"{name} needs at least {least} answers to choose from.")
    if question.type.is_scale and tuple(keys[:5]) != SCALE_KEYS:
        raise BadDefinition(f"{name} needs five answers from least to most, keyed 1 to 5.")
    if question.most is not None and not 1 <= question.most <= len(keys):
        raise BadDefinition(f"{name} lets people choose more answers than there are.")


def _check_keys(keys: Sequence[str], what: str, form: re.Pattern[str] = KEY) -> None:
    for position, key in enumerate(keys):
        if not form.fullmatch(key):
            raise BadDefinition(f"The {what} key “{key}” needs small letters, digits and _.")
        if key in keys[:position]:
            raise BadDefinition(f"Two {what}s have the key “{key}”: each needs its own.")


def write_definition(definition: Definition) -> dict[str, Any]:
    """Return the JSON of a survey; reading it again gives the same survey."""
    return {
        "start": {
            "title": definition.start.title,
            "lead": definition.start.lead,
            "minutes": definition.start.minutes,
            "points": list(definition.start.points),
        },
        "questions": [_write_question(question) for question in definition.questions],
        "thanks": definition.thanks,
    }


def _write_question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "type": question.type.value,
        "title": question.title,
        "hint": question.hint,
        "priority": question.priority,
        "options": [{"key": o.key, "label": o.label} for o in question.options],
        "most": question.most,
        "other": question.other,
        "max_length": question.max_length,
    }
