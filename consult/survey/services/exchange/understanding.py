"""Expressions of other programs as conditions: comparisons, selected(), and, or, not, brackets."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from consult.survey.rules import (
    Between,
    Chose,
    Condition,
    Every,
    Gave,
    Not,
    Question,
    QuestionType,
    Some,
)

DEEPEST = 40


class NotUnderstood(Exception):
    """An expression that is no condition of ours; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in an expression stands for: a question, or a part of one.

    `options` leads from the names of choices to the keys they became.
    """

    question: Question
    part: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


Names = Mapping[str, Named]
Token = tuple[str, str]


def condition_of(tokens: Iterable[Token], names: Names) -> Condition:
    """Return the condition that an expression says, from its tokens.

    A token is a kind and its text: a name, a text, a number, a sign or a word.

    Raises:
        NotUnderstood: it asks for what no condition of ours can say.
    """
    reader = _Reader(list(tokens), names)
    condition = reader.alternatives(0)
    if reader.next() != ("end", ""):
        raise NotUnderstood("it cannot be read to its end")
    return condition


def takes_several(question: Question) -> bool:
    """Return whether more than one answer can be chosen: of pictures, only where it is said."""
    if question.type is QuestionType.PICTURES:
        return (question.most or 1) > 1
    return question.type.takes_several


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token], names: Names) -> None:
        self.tokens, self.names, self.place = tokens, names, 0

    def next(self) -> Token:
        """Return the next token, without taking it."""
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, kind: str, value: str = "") -> str:
        """Take a token that must be of this kind."""
        found, text = self.next()
        if found != kind or (value and text.lower() != value):
            raise NotUnderstood(f"“{text}” stands where “{value or kind}” should be")
        self.place += 1
        return text

    def alternatives(self, depth: int) -> Condition:
        """Read parts joined by "or"."""
        if depth > DEEPEST:
            raise NotUnderstood("it has too many brackets")
        return self._joined(
            "or", Some, lambda: self._joined("and", Every, lambda: self._one(depth))
        )

    def _joined(
        self,
        word: str,
        whole: Callable[[tuple[Condition, ...]], Condition],
        read: Callable[[], Condition],
    ) -> Condition:
        parts = [read()]
        while self.next() == ("word", word):
            self.place += 1
            parts.append(read())
        kept = tuple(_merged(parts) if whole is Some else dict.fromkeys(parts))
        return kept[0] if len(kept) == 1 else whole(kept)

    def _one(self, depth: int) -> Condition:
        kind, text = self.next()
        if (kind, text) == ("sign", "("):
            return self._in_brackets(depth)
        if kind == "word" and text == "not":
            self.take("word")
            if depth > DEEPEST:
                raise NotUnderstood("it has too many brackets")
            return Not(self._one(depth + 1))
        if kind == "word" and text == "selected":
            return self._selected()
        return self._comparison()

    def _in_brackets(self, depth: int) -> Condition:
        self.take("sign", "(")
        condition = self.alternatives(depth + 1)
        self.take("sign", ")")
        return condition

    def _selected(self) -> Condition:
        self.take("word", "selected")
        self.take("sign", "(")
        named = self._named()
        self.take("sign", ",")
        value = self._value()
        self.take("sign", ")")
        return _chose(named, value)

    def _comparison(self) -> Condition:
        named, sign = self._named(), self.take("sign")
        kind, _ = self.next()
        value = self._value()
        if sign in {"=", "!="}:
            same = _same(named, value, kind)
            return same if sign == "=" else Not(same)
        if sign not in {"<", "<=", ">", ">="} or not re.fullmatch(r"-?[0-9.]+", value):
            raise NotUnderstood(f"“{sign} {value}” is not understood")
        return _compared(named, sign, float(value))

    def _named(self) -> Named:
        name = self.take("name")
        if name not in self.names:
            raise NotUnderstood(f"“{name}” is not asked before it")
        return self.names[name]

    def _value(self) -> str:
        kind, text = self.next()
        if kind not in {"text", "number"}:
            raise NotUnderstood(f"“{text}” stands where an answer should be")
        self.place += 1
        return text


def _merged(parts: Iterable[Condition]) -> list[Condition]:
    """Return alternatives with those about the same answers put together."""
    merged: dict[Condition | tuple[str, str], Condition] = {}
    for part in parts:
        if not isinstance(part, Chose):
            merged[part] = part
            continue
        at = (part.question, part.row)
        before = merged.get(at)
        options = before.options if isinstance(before, Chose) else ()
        merged[at] = Chose(at[0], tuple(dict.fromkeys([*options, *part.options])), at[1])
    return list(merged.values())


def _same(named: Named, value: str, kind: str) -> Condition:
    asked = named.question
    if not value:
        return Not(_anything(named))
    if asked.type is QuestionType.NUMBER and kind == "number":
        return Between(asked.key, float(value), float(value))
    if takes_several(asked) or asked.type.is_ranked:
        raise NotUnderstood(f"“{asked.key}” can have several answers: use selected()")
    return _chose(named, value)


def _anything(named: Named) -> Condition:
    asked = named.question
    if named.part and asked.type is QuestionType.STATEMENTS:
        return Chose(asked.key, tuple(option.key for option in asked.options), named.part)
    return Gave(asked.key)


def _chose(named: Named, value: str) -> Condition:
    asked = named.question
    key = value if asked.type is QuestionType.AREA else named.options.get(value, "")
    if not key or bool(named.part) is not (asked.type is QuestionType.STATEMENTS):
        raise NotUnderstood(f"“{value}” is no answer to “{asked.key}”")
    return Chose(asked.key, (key,), named.part)


def _compared(named: Named, sign: str, number: float) -> Condition:
    asked = named.question
    if named.part and asked.type is QuestionType.POINTS and (sign, number) == (">", 0):
        return Chose(asked.key, (named.part,))
    if asked.type is not QuestionType.NUMBER:
        raise NotUnderstood(f"“{asked.key}” is no number")
    if sign in {">=", "<="}:
        return Between(asked.key, *((number, None) if sign == ">=" else (None, number)))
    other = Between(asked.key, *((number, None) if sign == "<" else (None, number)))
    return Every((Gave(asked.key), Not(other)))
