"""Fields for when a question is asked and where it leads: plain lines, no script needed.

What lies deeper than lines stays as the draft has it, and can only be kept or removed whole.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field, ValidationError

from consult.survey.rules import (
    END,
    OTHER,
    Condition,
    Definition,
    Jump,
    Option,
    Question,
    QuestionType,
)
from consult.survey.rules.definition import OTHER_LABEL
from consult.survey.rules.listing import (
    VERB_LABELS,
    ConditionLine,
    ConditionLines,
    Verb,
    as_lines,
    from_lines,
)
from consult.survey.rules.saying import in_words, plain_title
from consult.web.fields import strip

MOST_LINES = 20
LONGEST_TITLE = 60
Choice = tuple[str, str]
ASKS_NO_MORE = {Verb.ANSWERED, Verb.NOT_ANSWERED}


def short(question: Question) -> str:
    """Return the words of a question, cut short for a list."""
    title = plain_title(question)
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class LineInputs:
    """One line as a form shows it: its names and what there is to choose from, as (key, words)."""

    name: str
    line: ConditionLine
    title: str
    verbs: Sequence[Choice]
    options: Sequence[Choice]
    rows: Sequence[Choice]
    is_number: bool


class _LaterField(Field):  # type: ignore[misc]  # wtforms has no types
    """A field that can only be read once it knows which question it is about."""

    def process(self, formdata: Any, data: Any = None, **_filters: Any) -> None:
        """Keep what was typed until `about` is called."""
        self.process_errors: list[str] = []
        self.raw_data = None
        self.object_data = self.data = data
        self.typed = formdata

    def text(self, name: str) -> str:
        """Return what was typed into one input."""
        return strip(self.typed.get(f"{self.name}-{name}"))

    def line(self, number: int, question: str) -> ConditionLine:
        """Read one line of a condition; what is no number in its boxes is as if left empty."""
        verb = self.text(f"{number}-verb")
        return ConditionLine(
            question=question,
            verb=Verb(verb) if verb in set(Verb) else Verb.ANSWERED,
            options=tuple(map(strip, self.typed.getlist(f"{self.name}-{number}-option"))),
            row=self.text(f"{number}-row"),
            least=_number(self.text(f"{number}-least")),
            most=_number(self.text(f"{number}-most")),
        )


def verbs_for(question: Question) -> tuple[Verb, ...]:
    """Return what a line can say of a question, the usual first."""
    closed = question.type.has_options or question.type in {QuestionType.NUMBER, QuestionType.AREA}
    return tuple(Verb) if closed else (Verb.ANSWERED, Verb.NOT_ANSWERED)


def inputs_of(
    name: str, line: ConditionLine, asked: Question, areas: Sequence[Option]
) -> LineInputs:
    """Return a line about a question as a form shows it."""
    listed = areas if asked.type is QuestionType.AREA else asked.options
    other = [(OTHER, OTHER_LABEL)] if asked.other else []
    return LineInputs(
        name=name,
        line=line,
        title=short(asked),
        verbs=[(verb.value, VERB_LABELS[verb]) for verb in verbs_for(asked)],
        options=[*((option.key, option.label) for option in listed), *other],
        rows=[(row.key, row.label) for row in asked.rows],
        is_number=asked.type is QuestionType.NUMBER,
    )


def _number(typed: str) -> float | None:
    try:
        number = float(typed)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _check_line(line: ConditionLine, asked: Question) -> None:
    """Refuse a line that says nothing."""
    if line.verb in ASKS_NO_MORE:
        return
    if asked.type is QuestionType.NUMBER and not line.is_number:
        raise ValidationError(f"Write a number for “{short(asked)}”")
    if asked.type is not QuestionType.NUMBER and not line.options:
        raise ValidationError(f"Tick at least one answer of “{short(asked)}”")


class ConditionField(_LaterField):
    """When a question is asked: lines about earlier questions, or something deeper to keep.

    The inputs are named after the field: `show-how`, `show-0-question`, `show-0-verb`,
    `show-0-option`, `show-0-row`, `show-0-least`, `show-0-most`, `show-0-gone`, `show-add`;
    `show-whole` and `show-gone` for what is deeper.
    """

    data: Condition | None
    lines: ConditionLines
    deeper: str

    def about(
        self, definition: Definition, question: Question, areas: Sequence[Option] = ()
    ) -> None:
        """Offer the questions asked before this one; take what was typed, else what there is."""
        self.areas = areas
        self.earlier = definition.questions[: definition.place_of(question.key)]
        self.data, listed = question.show_if, as_lines(question.show_if)
        if self.typed and not self.text("whole"):
            listed = ConditionLines(tuple(self._lines()), any_of=self.text("how") == "any")
        elif self.typed and self.text("gone"):
            listed = ConditionLines()
        self.lines = listed or ConditionLines()
        if listed is not None:
            self.data = from_lines(listed)
        deep = self.data if listed is None else None
        self.deeper = in_words(deep, definition) if deep else ""

    def _lines(self) -> Iterator[ConditionLine]:
        for number in range(MOST_LINES):
            question = self.text(f"{number}-question")
            if question and not self.text(f"{number}-gone"):
                yield self.line(number, question)
        added = self.text("add")
        if added:
            asked = self.asked(added)
            yield ConditionLine(added, verbs_for(asked)[0] if asked else Verb.ANSWERED)

    def inputs(self) -> list[LineInputs]:
        """Return the lines to show."""
        pairs = ((line, self.asked(line.question)) for line in self.lines.lines)
        known = [(line, asked) for line, asked in pairs if asked]
        return [
            inputs_of(f"{self.name}-{number}", line, asked, self.areas)
            for number, (line, asked) in enumerate(known)
        ]

    def asked(self, key: str) -> Question | None:
        """Return an earlier question."""
        return next((question for question in self.earlier if question.key == key), None)

    def choices(self) -> list[tuple[str, str]]:
        """Return the earlier questions, as (key, words)."""
        return [(q.key, f"{n}. {short(q)}") for n, q in enumerate(self.earlier, start=1)]

    def pre_validate(self, _form: Any) -> None:
        """Refuse a line about a question that is not asked before, or that says nothing."""
        for line in self.lines.lines:
            asked = self.asked(line.question)
            if asked is None:
                raise ValidationError("Choose a question that is asked before this one")
            _check_line(line, asked)


@dataclass(frozen=True, slots=True)
class JumpLine:
    """One line: where to go, and if what. `kept` is the place of a jump whose condition is kept."""

    to: str = ""
    line: ConditionLine | None = None
    kept: int | None = None


class JumpsField(_LaterField):
    """Where a question leads, line by line; the first line that holds counts.

    The inputs are named after the field: `jumps-0-to`, then as of a condition; no verb is always;
    `jumps-0-kept` is the place of a jump whose condition is about other answers.
    """

    data: tuple[Jump, ...]
    lines: Sequence[JumpLine]

    def about(
        self, definition: Definition, question: Question, areas: Sequence[Option] = ()
    ) -> None:
        """Offer the questions asked after this one; take what was typed, else what there is."""
        self.definition, self.question, self.areas = definition, question, areas
        self.first = definition.place_of(question.key) + 1
        if self.typed:
            numbers = [n for n in range(MOST_LINES) if self.text(f"{n}-to")]
            self.lines = [self._typed(number) for number in numbers]
        else:
            self.lines = [self._shown(n, jump) for n, jump in enumerate(question.jumps)]
        self.data = tuple(Jump(line.to, self._condition(line)) for line in self.lines)

    def _typed(self, number: int) -> JumpLine:
        to, kept = self.text(f"{number}-to"), self.text(f"{number}-kept")
        places = [str(place) for place in range(len(self.question.jumps))]
        if kept in places:
            return JumpLine(to, kept=places.index(kept))
        return JumpLine(
            to, self.line(number, self.question.key) if self.text(f"{number}-verb") else None
        )

    def _shown(self, place: int, jump: Jump) -> JumpLine:
        listed = as_lines(jump.when)
        if listed and not listed.lines:
            return JumpLine(jump.to)
        if listed and [line.question for line in listed.lines] == [self.question.key]:
            return JumpLine(jump.to, listed.lines[0])
        return JumpLine(jump.to, kept=place)

    def _condition(self, line: JumpLine) -> Condition | None:
        if line.kept is not None:
            return self.question.jumps[line.kept].when
        return from_lines(ConditionLines((line.line,))) if line.line else None

    def in_words(self, line: JumpLine) -> str:
        """Return the condition that a line keeps, in words."""
        when = self._condition(line)
        return in_words(when, self.definition) if when else ""

    def inputs(self) -> list[tuple[JumpLine, LineInputs]]:
        """Return the lines to show, with an empty one to add a jump."""
        usual = ConditionLine(self.question.key, verbs_for(self.question)[0])
        lines = [*self.lines, JumpLine(line=usual)][:MOST_LINES]
        names = (f"{self.name}-{number}" for number in range(MOST_LINES))
        return [
            (line, inputs_of(name, line.line or usual, self.question, self.areas))
            for name, line in zip(names, lines, strict=False)
        ]

    def choices(self) -> list[tuple[str, str]]:
        """Return the later questions and the end, as (key, words)."""
        later = enumerate(self.definition.questions[self.first :], start=self.first + 1)
        return [*((q.key, f"{n}. {short(q)}") for n, q in later), (END, "the end")]

    def pre_validate(self, _form: Any) -> None:
        """Refuse a line that leads back, or says nothing."""
        goals = {key for key, _ in self.choices()}
        for line in self.lines:
            if line.to not in goals:
                raise ValidationError("Choose a question that is asked after this one")
            if line.line is not None:
                _check_line(line.line, self.question)
