"""The languages of an XLSForm: which columns hold which, and which of them stands for English."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.survey.rules import ENGLISH, LANGUAGES
from consult.survey.services.exchange.left_behind import LeftBehind
from consult.survey.services.exchange.xlsform.sheets import Row


@dataclass(frozen=True, slots=True)
class Tongues:
    """The tail of a heading that holds our English, and the tails of the languages we know."""

    base: str
    others: Mapping[str, str]

    def text(self, row: Row, heading: str) -> str:
        """Return a text in the first language."""
        return row[_heading(heading, self.base)] or row[heading]

    def translations(self, row: Row, heading: str) -> dict[str, str]:
        """Return a text in the other languages, by their codes."""
        found = {code: row[_heading(heading, tail)] for tail, code in self.others.items()}
        return {code: text for code, text in found.items() if text}

    def headings(self, name: str) -> set[str]:
        """Return the headings under which a text can stand."""
        return {name, *(_heading(name, tail) for tail in (self.base, *self.others))}


def _heading(name: str, tail: str) -> str:
    return f"{name}::{tail}" if tail else name


def tongues_of(rows: Iterable[Row], default: str, left: LeftBehind) -> Tongues:
    """Return the languages of a form, and note those we do not speak."""
    tails: dict[str, Row] = {}
    for row in rows:
        for heading in row.cells:
            name, _, tail = heading.partition("::")
            if name in {"label", "hint"}:
                tails.setdefault(tail, row)
    codes = {tail: language_of(tail) for tail in tails if tail}
    base = _base(tails, codes, default)
    if base and codes.get(base) != ENGLISH:
        left.add(
            "settings",
            0,
            "",
            f"the form begins in “{base}”, not in English. Its words now stand where English goes: "
            "put English there.",
        )
    for tail, row in tails.items():
        if tail not in {"", base} and not codes[tail]:
            left.add(row.sheet, 0, row.column(f"label::{tail}"), f"there is no “{tail}” here.")
    spoken = {tail: code for tail, code in codes.items() if code not in {"", ENGLISH}}
    return Tongues(base, {tail: code for tail, code in spoken.items() if tail != base})


def _base(tails: Iterable[str], codes: Mapping[str, str], default: str) -> str:
    english = next((tail for tail, code in codes.items() if code == ENGLISH), None)
    if english is not None:
        return english
    if "" in tails:
        return ""
    return default if default in codes else next(iter(codes), "")


def language_of(name: str) -> str:
    """Return the code of a language as a form names it: Welsh (cy), Welsh, Cymraeg or cy."""
    words, _, code = name.lower().rstrip(")").partition("(")
    for ours, names in LANGUAGES.items():
        known = {ours, *(each.lower() for each in names)}
        if code.strip().partition("-")[0] == ours or words.strip() in known:
            return ours
    return ""
