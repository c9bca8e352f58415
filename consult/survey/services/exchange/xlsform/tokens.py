"""The tokens of an expression of XLSForm: ${town} = 'saltby' and not(${age} > 11)."""

import re
from collections.abc import Iterator

from consult.survey.rules import Condition
from consult.survey.services.exchange.understanding import (
    Names,
    NotUnderstood,
    Token,
    condition_of,
)

TOKEN = re.compile(
    r"\s*(?:\$\{\s*(?P<name>[^{}]+?)\s*\}|(?P<quote>['\"‘’“”])(?P<text>[^'\"‘’“”]*)['\"‘’“”]"
    r"|(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)|(?P<sign><=|>=|!=|[=<>(),])|(?P<word>[a-zA-Z-]+))"
)


def read_expression(expression: str, names: Names) -> Condition:
    """Return the condition that an expression says.

    Raises:
        NotUnderstood: it asks for what no condition of ours can say.
    """
    return condition_of(_tokens(expression), names)


def _tokens(expression: str) -> Iterator[Token]:
    place = 0
    while expression[place:].strip():
        found = TOKEN.match(expression, place)
        if not found:
            raise NotUnderstood(f"“{expression[place:].strip()[:20]}” is not understood")
        kind = next(kind for kind in ("name", "quote", "number", "sign", "word") if found[kind])
        yield ("text", found["text"]) if kind == "quote" else (kind, found[kind])
        place = found.end()
