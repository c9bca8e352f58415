"""Constraints of XLSForm read as the limits of a question."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from consult.survey.rules import Question, QuestionType
from consult.survey.services.exchange.understanding import takes_several

NUMBER_LIMIT = re.compile(r"\.\s*(<=|>=)\s*(-?[0-9]{1,9})")
LONGEST = re.compile(r"string-length\(\s*\.\s*\)\s*(<=|<)\s*([0-9]{1,4})")
MOST = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=|<)\s*([0-9]{1,3})")
ALONE = re.compile(
    r"not\(\s*selected\(\s*\.\s*,\s*['\"]([^'\"]+)['\"]\s*\)\s+and\s+"
    r"count-selected\(\s*\.\s*\)\s*>\s*1\s*\)"
)


def limited(question: Question, constraint: str, keys: Mapping[str, str]) -> tuple[Question, str]:
    """Return a question with the limits that a constraint sets, and what of it says more.

    `keys` leads from the names of choices to the keys they became.
    """
    left: list[str] = []
    for part in _parts(constraint):
        changed = _with(question, part, keys)
        if changed is None:
            left.append(part)
        else:
            question = changed
    return question, " and ".join(left)


def ended(question: Question, number: int, *, above: bool) -> Question:
    """Return a question with a largest number (above) or a smallest."""
    return replace(question, most=number) if above else replace(question, least=number)


def _parts(constraint: str) -> Iterator[str]:
    """Yield what a constraint joins with "and", outside of brackets."""
    depth, part = 0, ""
    for piece in re.split(r"(\(|\)|\s+and\s+)", constraint):
        depth += (piece == "(") - (piece == ")")
        if depth == 0 and piece.strip() == "and":
            yield part.strip()
            part = ""
        else:
            part += piece
    if part.strip():
        yield part.strip()


def _with(question: Question, part: str, keys: Mapping[str, str]) -> Question | None:
    several = takes_several(question) or question.type is QuestionType.PICTURES
    if question.type is QuestionType.NUMBER and (found := NUMBER_LIMIT.fullmatch(part)):
        return ended(question, int(found[2]), above=found[1] == "<=")
    if question.has_words and (found := LONGEST.fullmatch(part)):
        return replace(question, max_length=max(1, int(found[2]) - (found[1] == "<")))
    if several and (found := MOST.fullmatch(part)):
        most = int(found[2]) - (found[1] == "<")
        return replace(question, most=min(max(1, most), len(question.options) or 1))
    if several and (found := ALONE.fullmatch(part)) and found[1] in keys:
        alone = keys[found[1]]
        options = tuple(
            replace(o, exclusive=o.exclusive or o.key == alone) for o in question.options
        )
        return replace(question, options=options)
    return None
