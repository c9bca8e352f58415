"""Conditions and jumps in plain words: for the builder, and for paper."""

from collections.abc import Sequence

from consult.survey.rules.conditions import Between, Chose, Condition, Every, Gave, Not, Some
from consult.survey.rules.definition import END, Definition, Jump, Question
from consult.survey.rules.piping import PLACE


def in_words(condition: Condition, definition: Definition) -> str:
    """Return a condition as people say it: if “Do you go out?” is “Yes” or “Sometimes”."""
    return f"if {_clause(condition, definition)}"


def jumps_in_words(question: Question, definition: Definition) -> list[str]:
    """Return where a question leads, a sentence for each jump."""
    return [jump_in_words(jump, definition) for jump in question.jumps]


def jump_in_words(jump: Jump, definition: Definition) -> str:
    """Return where a jump leads, and when, as a sentence."""
    goal = definition.question(jump.to)
    there = "to the end" if jump.to == END or goal is None else f"to {_numbered(goal, definition)}"
    if jump.when is None:
        return f"Go {there}."
    words = in_words(jump.when, definition)
    return f"{words[0].upper()}{words[1:]}, go {there}."


def _numbered(question: Question, definition: Definition) -> str:
    return f"question {definition.place_of(question.key) + 1}, “{plain_title(question)}”"


def plain_title(question: Question) -> str:
    """Return the words of a question with a gap where an earlier answer is taken over."""
    return PLACE.sub("…", question.title)


def _clause(condition: Condition, definition: Definition) -> str:
    match condition:
        case Not(Chose() | Gave() | Between() as part):
            return _part(part, definition, "is not")
        case Not(part):
            return f"it is not so that {_inner(part, definition)}"
        case Every(parts):
            return " and ".join(_inner(part, definition) for part in parts)
        case Some(parts):
            return " or ".join(_inner(part, definition) for part in parts)
        case _:
            return _part(condition, definition, "is")


def _inner(condition: Condition, definition: Definition) -> str:
    """Return a part of a larger condition, in brackets where it has parts of its own."""
    words = _clause(condition, definition)
    return f"({words})" if isinstance(condition, Every | Some) else words


def _part(part: Chose | Gave | Between, definition: Definition, verb: str) -> str:
    asked = definition.question(part.question)
    title = f"“{plain_title(asked)}”" if asked else f"“{part.question}”"
    match part:
        case Gave():
            return f"{title} {verb} answered"
        case Between(_, least, most):
            return f"{title} {verb} {_range(least, most)}"
        case Chose(_, options, row):
            labels = [asked.label_of(key) if asked else key for key in options]
            at = f", “{_row(asked, row)}”," if row else ""
            return f"{title}{at} {verb} {_either(labels)}"


def _row(asked: Question | None, key: str) -> str:
    rows = asked.rows if asked else ()
    return next((row.label for row in rows if row.key == key), key)


def _either(labels: Sequence[str]) -> str:
    quoted = [f"“{label}”" for label in labels]
    *most, last = quoted
    return f"{', '.join(most)} or {last}" if most else last


def _range(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f"from {least:g} to {most:g}"
    return f"{most:g} or less" if least is None else f"{least:g} or more"
