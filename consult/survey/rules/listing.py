"""A condition as lines of a form: all or any of them, each about one earlier question."""

from dataclasses import dataclass
from enum import StrEnum

from consult.survey.rules.conditions import Between, Chose, Condition, Every, Gave, Not, Some


class Verb(StrEnum):
    """What a line says of a question."""

    IS = "is"
    IS_NOT = "is_not"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


VERB_LABELS = {
    Verb.IS: "is",
    Verb.IS_NOT: "is not",
    Verb.ANSWERED: "was answered",
    Verb.NOT_ANSWERED: "was not answered",
}
NEGATED = {Verb.IS_NOT, Verb.NOT_ANSWERED}


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One line: a question and what its answer is: one of some options, or a number in a range."""

    question: str
    verb: Verb = Verb.ANSWERED
    options: tuple[str, ...] = ()
    row: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def is_number(self) -> bool:
        """Whether it asks for a number in a range."""
        return self.least is not None or self.most is not None


@dataclass(frozen=True, slots=True)
class ConditionLines:
    """Lines that must all hold, or any of them."""

    lines: tuple[ConditionLine, ...] = ()
    any_of: bool = False


def as_lines(condition: Condition | None) -> ConditionLines | None:
    """Return a condition as lines, or nothing where it is too deep for that."""
    match condition:
        case None:
            return ConditionLines()
        case Every(parts) | Some(parts):
            lines = [_line(part) for part in parts]
        case _:
            lines = [_line(condition)]
    found = ConditionLines(
        tuple(line for line in lines if line is not None), isinstance(condition, Some)
    )
    return found if from_lines(found) == condition else None


def from_lines(listed: ConditionLines) -> Condition | None:
    """Return the condition that lines make; none where there is no line."""
    parts = tuple(_condition(line) for line in listed.lines)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return Some(parts) if listed.any_of else Every(parts)


def _line(condition: Condition) -> ConditionLine | None:
    match condition:
        case Not(Gave(key)):
            return ConditionLine(key, Verb.NOT_ANSWERED)
        case Not(Chose() | Between() as part):
            return _of(part, Verb.IS_NOT)
        case Gave(key):
            return ConditionLine(key, Verb.ANSWERED)
        case Chose() | Between():
            return _of(condition, Verb.IS)
    return None


def _of(part: Chose | Between, verb: Verb) -> ConditionLine:
    if isinstance(part, Chose):
        return ConditionLine(part.question, verb, part.options, part.row)
    return ConditionLine(part.question, verb, least=part.least, most=part.most)


def _condition(line: ConditionLine) -> Condition:
    if line.verb in {Verb.ANSWERED, Verb.NOT_ANSWERED}:
        part: Condition = Gave(line.question)
    elif line.is_number:
        part = Between(line.question, line.least, line.most)
    else:
        part = Chose(line.question, line.options, line.row)
    return Not(part) if line.verb in NEGATED else part
