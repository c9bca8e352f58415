"""Whom a question may be asked: only those whose age band fits (L-HAR-03)."""

import re
from collections.abc import Iterable

from consult.survey.bank.entries import BankEntry
from consult.survey.rules import Definition, Question, QuestionType
from consult.survey.rules.conditions import Chose
from consult.survey.rules.definition import Option

_BAND = re.compile(r"(under_|over_)?(\d+)(?:_(\d+))?")
OLDEST = 120


def asked_at_age(entry: BankEntry, definition: Definition) -> Chose | None:
    """Return the condition that only people of the right age are asked; nothing if unanswerable.

    A band that lies partly outside is left out: nobody is asked who may be too young or too old.
    """
    age = definition.of_type(QuestionType.AGE_BAND)
    keys = tuple(_fitting(entry, age)) if age else ()
    return Chose(age.key, keys) if age and keys else None


def _fitting(entry: BankEntry, age: Question) -> Iterable[str]:
    least, most = entry.least_age or 0, entry.most_age or OLDEST
    for option in age.options:
        ends = _ends(option)
        if ends and least <= ends[0] and ends[1] <= most:
            yield option.key


def _ends(option: Option) -> tuple[int, int] | None:
    """Return the first and the last age of a band, from its key: 13_15, under_8, over_25."""
    found = _BAND.fullmatch(option.key)
    if not found:
        return None
    side, first, last = found[1], int(found[2]), int(found[3] or found[2])
    if side == "under_":
        return 0, first - 1
    return (first + 1, OLDEST) if side == "over_" else (first, last)
