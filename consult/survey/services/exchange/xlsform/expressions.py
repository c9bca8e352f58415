"""Conditions as XLSForm writes them: ${town} = 'saltby' and not(selected(${likes}, 'parks'))."""

from collections.abc import Iterator

from consult.survey.rules import (
    Between,
    Chose,
    Condition,
    Definition,
    Every,
    Gave,
    Not,
    Question,
    QuestionType,
    Some,
)
from consult.survey.services.exchange.understanding import takes_several
from consult.survey.services.exchange.xlsform.layout import part_name


def as_expression(condition: Condition, definition: Definition) -> str:
    """Return a condition as an expression of XLSForm."""
    match condition:
        case Not(part):
            return f"not({as_expression(part, definition)})"
        case Every(parts):
            return " and ".join(_inner(part, definition) for part in parts)
        case Some(parts):
            return " or ".join(_inner(part, definition) for part in parts)
        case Chose() | Gave() | Between():
            asked = definition.question(condition.question)
            return " or ".join(_terms(condition, asked)) if asked else "false()"


def _inner(condition: Condition, definition: Definition) -> str:
    written = as_expression(condition, definition)
    return f"({written})" if " or " in written or " and " in written else written


def _terms(condition: Chose | Gave | Between, asked: Question) -> Iterator[str]:
    """Yield expressions of which one must hold."""
    match condition:
        case Gave():
            for name in _names(asked):
                yield f"${{{name}}} != ''"
        case Between(_, least, most):
            ends = [(">=", least), ("<=", most)]
            said = [f"${{{asked.key}}} {sign} {_number(n)}" for sign, n in ends if n is not None]
            yield " and ".join(said) or f"${{{asked.key}}} != ''"
        case Chose(_, options, row):
            for option in options:
                yield _chosen(asked, option, row)


def _names(asked: Question) -> list[str]:
    """Return the names of all rows that hold an answer to a question."""
    parts = {QuestionType.STATEMENTS: asked.rows, QuestionType.POINTS: asked.options}
    if asked.type not in parts:
        return [asked.key]
    return [part_name(asked.key, part.key) for part in parts[asked.type]]


def _chosen(asked: Question, option: str, row: str) -> str:
    if row:
        return f"${{{part_name(asked.key, row)}}} = '{option}'"
    if asked.type is QuestionType.POINTS:
        return f"${{{part_name(asked.key, option)}}} > 0"
    if takes_several(asked) or asked.type.is_ranked:
        return f"selected(${{{asked.key}}}, '{option}')"
    return f"${{{asked.key}}} = '{option}'"


def _number(value: float) -> str:
    return format(value, "f").rstrip("0").rstrip(".") if value % 1 else str(int(value))
