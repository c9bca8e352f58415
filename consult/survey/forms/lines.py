"""One line about the answer to a question, as a form shows it and as somebody types it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import ValidationError

from consult.survey.rules import OTHER, Option, Question, QuestionType
from consult.survey.rules.definition import OTHER_LABEL
from consult.survey.rules.listing import VERB_LABELS, ConditionLine, Verb
from consult.survey.rules.saying import plain_title
from consult.web.fields import NOT_ON_THE_LIST

LONGEST_TITLE = 60
ASKS_MORE = {Verb.IS, Verb.IS_NOT}
Choice = tuple[str, str]


def short(question: Question) -> str:
    """Return the words of a question, cut short for a list."""
    title = plain_title(question)
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line about a question as somebody typed it; no verb means always."""

    question: str
    verb: str = ""
    options: tuple[str, ...] = ()
    row: str = ""
    least: str = ""
    most: str = ""

    def read(self) -> ConditionLine:
        """Return the line in the trade's terms; it was checked before."""
        return ConditionLine(
            question=self.question,
            verb=Verb(self.verb) if self.verb in set(Verb) else Verb.ANSWERED,
            options=self.options,
            row=self.row,
            least=_number(self.least),
            most=_number(self.most),
        )


@dataclass(frozen=True, slots=True)
class LineInputs:
    """One line as a form shows it: its names and what there is to choose from, as (key, words)."""

    name: str
    line: TypedLine
    title: str
    verbs: Sequence[Choice]
    options: Sequence[Choice]
    rows: Sequence[Choice]
    is_number: bool


def typed_from(line: ConditionLine) -> TypedLine:
    """Return a line as it could have been typed."""
    ends = ["" if end is None else f"{end:g}" for end in (line.least, line.most)]
    return TypedLine(line.question, line.verb.value, line.options, line.row, *ends)


def verbs_for(question: Question) -> tuple[Verb, ...]:
    """Return what a line can say of a question, the usual first."""
    closed = question.type.has_options or question.type in {QuestionType.NUMBER, QuestionType.AREA}
    return tuple(Verb) if closed else (Verb.ANSWERED, Verb.NOT_ANSWERED)


def inputs_of(name: str, line: TypedLine, asked: Question, areas: Sequence[Option]) -> LineInputs:
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


def check_offered(inputs: LineInputs) -> None:
    """Refuse a line that was not offered like that."""
    line = inputs.line
    chosen = [(line.verb, inputs.verbs), (line.row, inputs.rows)]
    chosen += [(option, inputs.options) for option in line.options]
    if any(key and key not in dict(offered) for key, offered in chosen):
        raise ValidationError(NOT_ON_THE_LIST)
    ends = [end for end in (line.least, line.most) if end]
    if any(_number(end) is None for end in ends):
        raise ValidationError(f"Write a number for “{inputs.title}”, in digits")


def check_line(inputs: LineInputs) -> None:
    """Refuse a line that was not offered like that, or says nothing."""
    check_offered(inputs)
    line = inputs.line
    if line.verb not in ASKS_MORE:
        return
    if inputs.is_number and not (line.least or line.most):
        raise ValidationError(f"Write a number for “{inputs.title}”")
    if not inputs.is_number and not line.options:
        raise ValidationError(f"Tick at least one answer of “{inputs.title}”")


def _number(typed: str) -> float | None:
    try:
        number = float(typed)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
