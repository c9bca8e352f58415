"""Relevance of LimeSurvey as conditions: Q1.NAOK == "A" and !is_empty(Q2)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from consult.survey.rules import Condition
from consult.survey.services.exchange.understanding import (
    Names,
    NotUnderstood,
    Token,
    condition_of,
)

TOKEN = re.compile(
    r"\s*(?:(?P<quote>['\"])(?P<text>[^'\"]*)['\"]|(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)"
    r"|(?P<sign><=|>=|!=|==|&&|\|\||[=<>()!])"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)(?:\.(?:NAOK|value|shown|code|valueNAOK))?)"
)
SAME = {"==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
WORDS = {"&&": "and", "||": "or", "!": "not", "and": "and", "or": "or", "not": "not"}
ALWAYS = {"", "1"}

# The names of boxes to tick, each with its question and the code of its answer.
Ticks = Mapping[str, tuple[str, str]]


def read_relevance(relevance: str, names: Names, ticks: Ticks) -> Condition | None:
    """Return the condition that a relevance says; none where everybody is asked.

    Raises:
        NotUnderstood: it asks for what no condition of ours can say.
    """
    if relevance.strip() in ALWAYS:
        return None
    tokens = list(_tokens(relevance))
    return condition_of(_with_ticks(_without_empty(tokens), ticks), names)


def _tokens(relevance: str) -> Iterator[Token]:
    place = 0
    while relevance[place:].strip():
        found = TOKEN.match(relevance, place)
        if not found:
            raise NotUnderstood(f"“{relevance[place:].strip()[:20]}” is not understood")
        place = found.end()
        if found["quote"]:
            yield "text", found["text"]
        elif found["number"]:
            yield "number", found["number"]
        else:
            yield _sign_or_name(found["sign"] or found["name"])


def _sign_or_name(text: str) -> Token:
    if text.lower() in WORDS:
        return "word", WORDS[text.lower()]
    if text.lower() in SAME or not text[0].isalpha():
        return "sign", SAME.get(text.lower(), text)
    return ("word", "is_empty") if text == "is_empty" else ("name", text)


def _without_empty(tokens: Sequence[Token]) -> list[Token]:
    """Write is_empty(Q1) as Q1 = ''."""
    written: list[Token] = []
    place = 0
    while place < len(tokens):
        if tokens[place] == ("word", "is_empty"):
            inside = tokens[place + 1 : place + 4]
            if [kind for kind, _ in inside] != ["sign", "name", "sign"]:
                raise NotUnderstood("“is_empty” is not understood here")
            written += [inside[0], inside[1], ("sign", "="), ("text", ""), inside[2]]
            place += 4
        else:
            written.append(tokens[place])
            place += 1
    return written


def _with_ticks(tokens: Sequence[Token], ticks: Ticks) -> list[Token]:
    """Write Q1_SQ001 == "Y" as selected(Q1, SQ001)."""
    written: list[Token] = []
    place = 0
    while place < len(tokens):
        kind, name = tokens[place]
        if kind != "name" or name not in ticks:
            written.append(tokens[place])
            place += 1
            continue
        compared = tuple(text for _, text in tokens[place + 1 : place + 3])
        if compared not in TICKED:
            raise NotUnderstood(f"“{name}” can only be ticked (Y) or not")
        question, code = ticks[name]
        inside: list[Token] = [("name", question), ("sign", ","), ("text", code)]
        asked = [("word", "selected"), ("sign", "("), *inside, ("sign", ")")]
        written += asked if TICKED[compared] else [("word", "not"), *asked]
        place += 3
    return written


TICKED = {("=", "Y"): True, ("!=", "Y"): False, ("=", ""): False, ("!=", ""): True}
