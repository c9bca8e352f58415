"""A survey as a value: what drafts and published versions hold."""

import re
from dataclasses import dataclass, field

from consult.errors import RuleBroken
from consult.survey.rules.conditions import Condition
from consult.survey.rules.kinds import QuestionType

OTHER = "other"
OTHER_LABEL = "Something else"
SCALE_KEYS = ("1", "2", "3", "4", "5")
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
OPTION_KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
DEFAULT_MAX_LENGTH = {"short_text": 150, "long_text": 800, "clause": 800}
OTHER_MAX_LENGTH = 300
DEFAULT_POINTS = 10
END = "end"


class BadDefinition(RuleBroken):
    """A survey that cannot be asked; the sentence says which question and why."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the key never changes, the words may.

    An exclusive option, such as "None of these", cannot be chosen beside others. `picture` names
    one of our own drawings.
    """

    key: str
    label: str
    exclusive: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """Where to go on after a question, if a condition holds (always, where there is none)."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question, on a page of its own.

    `most` is how many options may be chosen or ranked, or the largest number; `least` the smallest
    number; `total` the points to share out; `rows` the statements of a grid, whose scale `options`
    is; `clause` the number of a clause of the plan; `sensitive` shows a way to leave in a hurry.
    """

    key: str
    type: QuestionType
    title: str
    hint: str = ""
    priority: str | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    most: int | None = None
    least: int | None = None
    total: int = DEFAULT_POINTS
    unit: str = ""
    other: bool = False
    max_length: int = OTHER_MAX_LENGTH
    shuffle: bool = False
    clause: str = ""
    sensitive: bool = False
    show_if: Condition | None = None
    jumps: tuple[Jump, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether somebody can write in their own words here."""
        return self.type.is_text or self.other

    @property
    def option_keys(self) -> frozenset[str]:
        """All keys that can be chosen."""
        listed = frozenset(option.key for option in self.options)
        return listed | {OTHER} if self.other else listed

    @property
    def row_keys(self) -> frozenset[str]:
        """The keys of all statements."""
        return frozenset(row.key for row in self.rows)

    @property
    def exclusive_keys(self) -> frozenset[str]:
        """The keys of options that cannot be chosen beside others."""
        return frozenset(option.key for option in self.options if option.exclusive)

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
class Translation:
    """One text in another language, and the words it translates (to tell when they change)."""

    path: str
    text: str
    of: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All that is translated into one language, by the code of the language."""

    language: str
    texts: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole survey in one wording."""

    start: Start = field(default_factory=Start)
    questions: tuple[Question, ...] = ()
    thanks: str = ""
    wordings: tuple[Wording, ...] = ()

    def question(self, key: str) -> Question | None:
        """Return the question with this key, if it is asked here."""
        return next((question for question in self.questions if question.key == key), None)

    def of_type(self, kind: QuestionType) -> Question | None:
        """Return the first question of a type."""
        return next((question for question in self.questions if question.type is kind), None)

    def place_of(self, key: str) -> int:
        """Return where a question stands, from 0; past the last for the end."""
        keys = [question.key for question in self.questions]
        return keys.index(key) if key in keys else len(keys)
