"""Fields of this station: numbers, lines of text, and the answers of a question."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, IntegerField, TextAreaField, ValidationError

from consult.survey.rules import AnswerLine
from consult.survey.rules.kinds import PICTURES
from consult.web.fields import strip

MOST_ANSWERS = 100
MOST_READ = 1000
SPARE_ANSWERS = 3
WAYS = ("up", "down")
LONGEST_LABEL = 150


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number, with a sentence of ours when it is none."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(
            label, validators, invalid_value_message="Write a number in digits", **kwargs
        )


class LinesField(TextAreaField):  # type: ignore[misc]
    """A list, one entry a line."""

    def lines(self) -> tuple[str, ...]:
        """Return the lines that have something on them."""
        return tuple(line.strip() for line in (self.data or "").splitlines() if line.strip())


class LinesWithin:
    """Checks how many lines there are and how long each is."""

    def __init__(self, lines: int, characters: int) -> None:
        self.lines, self.characters = lines, characters

    def __call__(self, _form: Any, field: LinesField) -> None:
        """Raise when there are too many lines or one is too long."""
        given = field.lines()
        if len(given) > self.lines:
            raise ValidationError(f"Use {self.lines} lines or fewer")
        if any(len(line) > self.characters for line in given):
            raise ValidationError(f"Use {self.characters} characters or fewer on each line")


class AnswersField(Field):  # type: ignore[misc]
    """The answers to choose from, each in an input of its own beside its hidden key.

    The inputs are named after the field and their number: `answers-0`, `answers-0-key`,
    `answers-0-exclusive`, `answers-0-picture`. A button named `order` moves one: `answers-2-up`.
    """

    data: list[AnswerLine]

    def process(self, formdata: Any, data: Any = None, **_filters: Any) -> None:
        """Take what was typed, else what there was."""
        self.process_errors: list[str] = []
        self.object_data = self.data = list(data or ()) if isinstance(data, list | tuple) else []
        self.raw_data = None
        if not formdata:
            return
        names = [f"{self.name}-{number}" for number in range(MOST_READ)]
        self.data = [_typed(formdata, name) for name in names if name in formdata]
        self._reorder(strip(formdata.get("order")))

    def _reorder(self, move: str) -> None:
        """Move an answer one place, as a button says: `answers-2-up`."""
        names = [f"{self.name}-{number}-{way}" for number in range(len(self.data)) for way in WAYS]
        if move not in names:
            return
        place, up = names.index(move) // 2, move.endswith("-up")
        other = max(0, place - 1) if up else min(len(self.data) - 1, place + 1)
        self.data[place], self.data[other] = self.data[other], self.data[place]

    def inputs(self, *, spare: int = SPARE_ANSWERS) -> list[tuple[str, AnswerLine]]:
        """Return the inputs to show, as (name, line), with some empty ones to add answers."""
        filled = [line for line in self.data if line.key or line.label]
        free = max(0, min(spare, MOST_ANSWERS - len(filled)))
        lines = [*filled, *(AnswerLine("", "") for _ in range(free))]
        return [(f"{self.name}-{number}", line) for number, line in enumerate(lines)]

    def written(self) -> tuple[AnswerLine, ...]:
        """Return the answers that have words."""
        return tuple(line for line in self.data if line.label)

    def pre_validate(self, _form: Any) -> None:
        """Refuse answers that are too long or too many."""
        if any(len(line.label) > LONGEST_LABEL for line in self.data):
            raise ValidationError(f"Use {LONGEST_LABEL} characters or fewer for each answer")
        if len(self.written()) > MOST_ANSWERS:
            raise ValidationError(f"Use {MOST_ANSWERS} answers or fewer")
        if any(line.picture not in {"", *PICTURES} for line in self.data):
            raise ValidationError("Choose a picture from the list")


def _typed(formdata: Any, name: str) -> AnswerLine:
    return AnswerLine(
        strip(formdata.get(f"{name}-key")),
        strip(formdata.get(name)),
        bool(formdata.get(f"{name}-exclusive")),
        strip(formdata.get(f"{name}-picture")),
    )
