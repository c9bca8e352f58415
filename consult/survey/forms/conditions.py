"""Fields for when a question is asked and where it leads: plain lines, no script needed.

What lies deeper than lines stays as the draft has it, and can only be kept or removed whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field, ValidationError

from consult.survey.forms.lines import (
    LineInputs,
    TypedLine,
    check_line,
    check_offered,
    inputs_of,
    short,
    typed_from,
    verbs_for,
)
from consult.survey.rules import END, Condition, Definition, Jump, Option, Question
from consult.survey.rules.listing import ConditionLines, as_lines, from_lines
from consult.survey.rules.saying import in_words
from consult.web.fields import NOT_ON_THE_LIST, strip

MOST_LINES = 20


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

    def line(self, number: int, question: str) -> TypedLine:
        """Return one line as it was typed."""
        return TypedLine(
            question=question,
            verb=self.text(f"{number}-verb"),
            options=tuple(map(strip, self.typed.getlist(f"{self.name}-{number}-option"))),
            row=self.text(f"{number}-row"),
            least=self.text(f"{number}-least"),
            most=self.text(f"{number}-most"),
        )


class ConditionField(_LaterField):
    """When a question is asked: lines about earlier questions, or something deeper to keep.

    The inputs are named after the field: `show-how`, `show-0-question`, `show-0-verb`,
    `show-0-option`, `show-0-row`, `show-0-least`, `show-0-most`, `show-0-gone`, `show-add`;
    `show-whole` and `show-gone` for what is deeper.
    """

    data: Condition | None
    lines: Sequence[TypedLine]
    deeper: str

    def about(
        self, definition: Definition, question: Question, areas: Sequence[Option] = ()
    ) -> None:
        """Offer the questions asked before this one; take what was typed, else what there is."""
        self.earlier = definition.questions[: definition.place_of(question.key)]
        self.areas, self.data = areas, question.show_if
        listed, self.how, self.deeper = as_lines(question.show_if), "all", ""
        if self.typed and (listed is not None or self.text("gone")):
            self.lines, self.how = list(self._lines()), self.text("how") or "all"
            read = tuple(line.read() for line in self.lines)
            self.data = from_lines(ConditionLines(read, any_of=self.how == "any"))
        elif listed is not None:
            self.lines = [typed_from(line) for line in listed.lines]
            self.how = "any" if listed.any_of else "all"
        else:
            self.lines = []
            self.deeper = in_words(question.show_if, definition) if question.show_if else ""

    def _lines(self) -> Iterator[TypedLine]:
        for number in range(MOST_LINES):
            question = self.text(f"{number}-question")
            if question and not self.text(f"{number}-gone"):
                yield self.line(number, question)
        added = self.text("add")
        if added:
            asked = self.asked(added)
            yield TypedLine(added, verbs_for(asked)[0].value if asked else "")

    def inputs(self) -> list[LineInputs]:
        """Return the lines to show."""
        pairs = ((line, self.asked(line.question)) for line in self.lines)
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
        if any(self.asked(line.question) is None for line in self.lines):
            raise ValidationError("Choose a question that is asked before this one")
        if self.how not in {"all", "any"}:
            raise ValidationError(NOT_ON_THE_LIST)
        for inputs in self.inputs():
            check_line(inputs)


@dataclass(frozen=True, slots=True)
class JumpLine:
    """One line: where to go, and if what. `kept` is the place of a jump whose condition is kept."""

    to: str
    line: TypedLine
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
            numbers = [n for n in range(MOST_LINES) if f"{self.name}-{n}-to" in self.typed]
            self.lines = [self._typed(number) for number in numbers]
        else:
            self.lines = [self._shown(n, jump) for n, jump in enumerate(question.jumps)]
        self.data = tuple(Jump(line.to, self._condition(line)) for line in self.lines if line.to)

    def _typed(self, number: int) -> JumpLine:
        kept = self.text(f"{number}-kept")
        places = [str(place) for place in range(len(self.question.jumps))]
        line = self.line(number, self.question.key)
        return JumpLine(
            self.text(f"{number}-to"), line, places.index(kept) if kept in places else None
        )

    def _shown(self, place: int, jump: Jump) -> JumpLine:
        always = TypedLine(self.question.key)
        listed = as_lines(jump.when)
        if listed and not listed.lines:
            return JumpLine(jump.to, always)
        if listed and [line.question for line in listed.lines] == [self.question.key]:
            return JumpLine(jump.to, typed_from(listed.lines[0]))
        return JumpLine(jump.to, always, kept=place)

    def _condition(self, line: JumpLine) -> Condition | None:
        if line.kept is not None:
            return self.question.jumps[line.kept].when
        return from_lines(ConditionLines((line.line.read(),))) if line.line.verb else None

    def in_words(self, line: JumpLine) -> str:
        """Return the condition that a line keeps, in words."""
        when = self._condition(line)
        return in_words(when, self.definition) if when else ""

    def inputs(self) -> list[tuple[JumpLine, LineInputs]]:
        """Return the lines to show, with an empty one to add a jump."""
        usual = TypedLine(self.question.key, verbs_for(self.question)[0].value)
        spare = [] if self.lines and not self.lines[-1].to else [JumpLine("", usual)]
        return [
            (line, inputs_of(f"{self.name}-{n}", line.line, self.question, self.areas))
            for n, line in enumerate([*self.lines, *spare][:MOST_LINES])
        ]

    def choices(self) -> list[tuple[str, str]]:
        """Return the later questions and the end, as (key, words)."""
        later = enumerate(self.definition.questions[self.first :], start=self.first + 1)
        return [*((q.key, f"{n}. {short(q)}") for n, q in later), (END, "the end")]

    def pre_validate(self, _form: Any) -> None:
        """Refuse a line that leads back or nowhere, or says nothing."""
        goals = {key for key, _ in self.choices()}
        for line, inputs in self.inputs():
            check_offered(inputs)
            if not line.to:
                continue
            if line.to not in goals:
                raise ValidationError("Choose a question that is asked after this one")
            check_line(inputs)
