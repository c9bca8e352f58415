"""The columns of an exported table: each keeps its name and its place for ever.

A column is named by the key of its question and, where there are several, of the option or the
statement. Columns stand in the order in which they were first published: what a later version adds
comes after all that was there, and what it takes away stays. Only themes stand behind them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from consult.disclosure import HIDDEN
from consult.results.rules.cells import READING_ORDER
from consult.results.rules.exporting.small_groups import HIDDEN_KEY
from consult.results.rules.questions import options_of
from consult.survey.rules import OTHER, Audience, Definition, Option, Question, QuestionType

RATHER_NOT = frozenset({"rather_not_say", "prefer_not_to_say", "prefer_not_say"})
# As SPSS keeps them, apart from answers.
RATHER_NOT_NUMBER, HIDDEN_NUMBER = -1, -2
# Names that no question may take: its column is called `late._answer` instead.
OURS = frozenset(
    {"submission", "audience", "spoken_by", "late", "may_quote", "language", "setting", "notes"}
)
THEME_NAME = re.compile(r"theme_\d+")


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    CHOICE = "one of several"
    CHOSEN = "yes or no"
    PLACE = "place"
    AMOUNT = "number"
    DAY = "day"
    WORDS = "own words"
    THEME = "theme"

    @property
    def is_yes_or_no(self) -> bool:
        """Whether there is only 1 and 0."""
        return self in {Kind.CHOSEN, Kind.THEME}


class Trait(IntEnum):
    """What somebody could be known by; what is kept longest comes first."""

    AGE = 1
    AREA = 2
    ABOUT_THEM = 3
    THEIR_WAY = 4


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that can stand in a column: its key, its words, its number in SPSS."""

    key: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a question, one option of it, or something known of the reply itself.

    A trait is hidden where few people share it.
    """

    name: str
    kind: Kind
    title: str
    part: str = ""
    question_key: str = ""
    part_key: str = ""
    values: tuple[Value, ...] = ()
    trait: Trait | None = None
    asked: str = ""

    @property
    def label(self) -> str:
        """The words of the question, and of the option where it is about one."""
        return f"{self.title} {self.part}".strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """One published version of one audience's survey."""

    version_id: int
    number: int
    audience: Audience
    definition: Definition


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one thing of a question's answer goes."""

    kind: Kind
    question_key: str
    part_key: str = ""

    @property
    def name(self) -> str:
        """The name of the column, which nothing ever changes."""
        if self.part_key:
            return f"{self.question_key}.{self.part_key}"
        if self.question_key in OURS or THEME_NAME.fullmatch(self.question_key):
            return f"{self.question_key}._answer"
        return self.question_key


def slots_of(question: Question) -> Iterator[Slot]:
    """Yield where the answers to a question go; files go nowhere."""
    key, kind = question.key, question.type
    if kind.is_text:
        yield Slot(Kind.WORDS, key)
    elif kind is QuestionType.STATEMENTS:
        yield from (Slot(Kind.CHOICE, key, row.key) for row in question.rows)
    elif (each := _kind_of_each(question)) is not None:
        yield from (Slot(each, key, option.key) for option in options_of(question))
    elif not kind.is_upload:
        given = {QuestionType.NUMBER: Kind.AMOUNT, QuestionType.DATE: Kind.DAY}
        yield Slot(given.get(kind, Kind.CHOICE), key)
    if question.other:
        yield Slot(Kind.WORDS, key, "_words")


def _kind_of_each(question: Question) -> Kind | None:
    """Return what stands in the column of each option, where each has one."""
    if question.type.is_ranked:
        return Kind.PLACE
    if question.type is QuestionType.POINTS:
        return Kind.AMOUNT
    one_picture = question.type is QuestionType.PICTURES and question.most in {None, 1}
    return Kind.CHOSEN if question.type.takes_several and not one_picture else None


def columns_of(
    published: Sequence[Asked], areas: Sequence[Option], about_you: Collection[str]
) -> list[Column]:
    """Return a column for everything that was ever asked, in the order it was first published.

    `published` is oldest first, `areas` in an order that only grows; `about_you` are the keys of
    questions about the people themselves.
    """
    wordings = [question for each in published for question in each.definition.questions]
    said = _Said(published, areas)
    traits = {each.key: trait for each in wordings if (trait := _trait(each, about_you))}
    slots = {slot.name: slot for question in wordings for slot in slots_of(question)}
    return [
        Column(
            name=name,
            kind=slot.kind,
            title=said.titles[slot.question_key],
            part=said.part(slot),
            question_key=slot.question_key,
            part_key=slot.part_key,
            values=said.values(slot),
            trait=None if slot.kind is Kind.WORDS else traits.get(slot.question_key),
            asked=said.asked(slot.question_key),
        )
        for name, slot in slots.items()
    ]


def theme_columns(themes: Mapping[int, str]) -> list[Column]:
    """Return a column for each confirmed theme, by its id."""
    return [
        Column(f"theme_{key}", Kind.THEME, f"Theme: {themes[key]}", part_key=str(key))
        for key in sorted(themes)
    ]


def valued(labels: Iterable[tuple[str, str]]) -> tuple[Value, ...]:
    """Return values with their numbers: a number that is a key is kept, the others come in turn."""
    values: list[Value] = []
    taken: set[int] = set()
    for key, label in labels:
        number = int(key) if key.isdecimal() and len(key) <= len("999") else 0
        if number < 1 or number in taken:
            number = next(each for each in range(1, len(taken) + 2) if each not in taken)
        number = RATHER_NOT_NUMBER if key in RATHER_NOT else number
        taken.add(number)
        values.append(Value(key, label, number))
    return tuple(values)


HIDDEN_VALUE = Value(HIDDEN_KEY, HIDDEN, HIDDEN_NUMBER)


def _trait(question: Question, about_you: Collection[str]) -> Trait | None:
    """Return what somebody could be known by from what they answer here. In doubt, they could."""
    places = {QuestionType.AGE_BAND: Trait.AGE, QuestionType.AREA: Trait.AREA}
    if question.type in places:
        return places[question.type]
    may_refuse = any(option.key in RATHER_NOT for option in question.options)
    told = question.key in about_you or question.sensitive or may_refuse
    return Trait.ABOUT_THEM if told else None


class _Said:
    """The words of all questions: the newest, young people's where they were asked."""

    def __init__(self, published: Sequence[Asked], areas: Sequence[Option]) -> None:
        self.titles: dict[str, str] = {}
        self.labels: dict[tuple[str, str], str] = {}
        self.offered: dict[str, dict[str, None]] = {}
        self.versions: dict[str, list[str]] = {}
        order = {audience: at for at, audience in enumerate(READING_ORDER)}
        for each in published:
            for question in each.definition.questions:
                offered = areas if question.type is QuestionType.AREA else options_of(question)
                keys = dict.fromkeys(option.key for option in offered)
                self.offered.setdefault(question.key, {}).update(keys)
                versions = self.versions.setdefault(question.key, [])
                versions.append(f"{each.audience.value} {each.number}")
        for each in sorted(published, key=lambda one: (order[one.audience], -one.version_id)):
            for question in each.definition.questions:
                self.titles.setdefault(question.key, question.title)
                for option in (*options_of(question), *question.rows):
                    self.labels.setdefault((question.key, option.key), option.label)
        self.areas = {area.key: area.label for area in areas}

    def part(self, slot: Slot) -> str:
        """Return the words of the option or statement that a column is about."""
        if slot.kind is Kind.WORDS and slot.part_key:
            return self.labels.get((slot.question_key, OTHER), "") + " (own words)"
        return self.labels.get((slot.question_key, slot.part_key), "")

    def values(self, slot: Slot) -> tuple[Value, ...]:
        """Return what can stand in a column of choices."""
        if slot.kind is not Kind.CHOICE:
            return ()
        key = slot.question_key
        return valued(
            (each, self.labels.get((key, each)) or self.areas.get(each, each))
            for each in self.offered[key]
        )

    def asked(self, question_key: str) -> str:
        """Return which versions asked a question."""
        return ", ".join(dict.fromkeys(self.versions[question_key]))
