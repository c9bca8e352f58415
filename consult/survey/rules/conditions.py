"""When a question is asked: conditions over earlier answers, as values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody gave to one question, as far as conditions can ask about it."""

    options: frozenset[str] = frozenset()
    rows: Mapping[str, str] = field(default_factory=dict)
    amount: float | None = None
    anything: bool = False


NOTHING = Said()
Answers = Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Chose:
    """That one of these options was chosen; of a grid, at one statement."""

    question: str
    options: tuple[str, ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class Gave:
    """That the question was answered at all."""

    question: str


@dataclass(frozen=True, slots=True)
class Between:
    """That the number given lies from `least` to `most`, both included."""

    question: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """That something does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Every:
    """That all of these hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """That at least one of these holds."""

    parts: tuple["Condition", ...]


Condition = Chose | Gave | Between | Not | Every | Some


def holds(condition: Condition, answers: Answers) -> bool:
    """Return whether a condition holds; a question that was not answered was not chosen from."""
    match condition:
        case Not(part):
            return not holds(part, answers)
        case Every(parts):
            return all(holds(part, answers) for part in parts)
        case Some(parts):
            return any(holds(part, answers) for part in parts)
        case _:
            return _said(condition, answers.get(condition.question, NOTHING))


def _said(condition: Chose | Gave | Between, said: Said) -> bool:
    match condition:
        case Chose(_, options, ""):
            return not said.options.isdisjoint(options)
        case Chose(_, options, row):
            return said.rows.get(row) in options
        case Gave():
            return said.anything
        case Between(_, least, most):
            return said.amount is not None and (
                (least is None or said.amount >= least) and (most is None or said.amount <= most)
            )


def parts_of(condition: Condition) -> Iterator[Chose | Gave | Between]:
    """Yield every question a condition asks about, with what it asks."""
    match condition:
        case Not(part):
            yield from parts_of(part)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from parts_of(part)
        case _:
            yield condition


def read_condition(data: Mapping[str, Any]) -> Condition:
    """Read a condition from its JSON.

    Raises:
        ValueError: it is none.
    """
    match dict(data):
        case {"all": [_, *_] as parts, **rest} if not rest:
            return Every(tuple(read_condition(part) for part in parts))
        case {"any": [_, *_] as parts, **rest} if not rest:
            return Some(tuple(read_condition(part) for part in parts))
        case {"not": part, **rest} if not rest:
            return Not(read_condition(part))
        case {"question": str(key), "is": [_, *_] as options, **rest} if not set(rest) - {"row"}:
            return Chose(key, tuple(str(option) for option in options), str(rest.get("row", "")))
        case {"question": str(key), "answered": True, **rest} if not rest:
            return Gave(key)
        case {"question": str(key), **rest} if rest and not set(rest) - {"least", "most"}:
            return Between(key, _number(rest.get("least")), _number(rest.get("most")))
    raise ValueError("a condition needs “all”, “any”, “not”, or a question and what it must be")


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def write_condition(condition: Condition) -> dict[str, Any]:
    """Return the JSON of a condition; reading it again gives the same condition."""
    match condition:
        case Not(part):
            return {"not": write_condition(part)}
        case Every(parts):
            return {"all": [write_condition(part) for part in parts]}
        case Some(parts):
            return {"any": [write_condition(part) for part in parts]}
        case Gave(question):
            return {"question": question, "answered": True}
        case Between(question, least, most):
            ends = {"least": least, "most": most}
            return {"question": question, **{k: v for k, v in ends.items() if v is not None}}
        case Chose(question, options, row):
            at = {"row": row} if row else {}
            return {"question": question, **at, "is": list(options)}
