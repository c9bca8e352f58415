"""The rows of a survey sheet: what type each has, and which groups stand around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from consult.survey.services.exchange.left_behind import LeftBehind
from consult.survey.services.exchange.xlsform.sheets import Row

ONE, SEVERAL, RANK = "select one", "select all that apply", "rank"
TEXT, NUMBER, DATE, NOTE, PHOTO, VOICE = "text", "number", "date", "note", "photo", "voice"
OTHER_WORDS = r"(?:\s+(?P<other>or_other|or other|or specify other))?"


@dataclass(frozen=True, slots=True)
class Item:
    """A row that asks or says something, with the conditions of the groups around it."""

    row: Row
    kind: str
    choices: str = ""
    or_other: bool = False
    around: tuple[Row, ...] = ()

    @property
    def name(self) -> str:
        """The name of the row."""
        return self.row["name"]


def items_of(rows: Sequence[Row], left: LeftBehind) -> Iterator[Item]:
    """Yield what a form asks and says, in order, out of its groups.

    Raises:
        BadFile: a row has no type or no name, or a group is not closed.
    """
    around: list[Row] = []
    for row in rows:
        begins = _boundary(row["type"])
        if not row["type"]:
            raise row.broken("type", "it is empty. Say what the row is, or clear the row.")
        if begins is None:
            yield from _item(row, tuple(around), left)
        elif begins:
            around.append(row)
            _note_group(row, left)
        elif around:
            around.pop()
        else:
            raise row.broken("type", "a group ends here that does not begin.")
    if around:
        raise around[-1].broken("type", "this group does not end.")


@cache
def _boundaries() -> re.Pattern[str]:
    from pyxform.aliases import control

    return re.compile(rf"(begin|end)[ _](?:{'|'.join(control)})", re.IGNORECASE)


def _boundary(text: str) -> bool | None:
    """Return whether a group begins (True) or ends (False) here."""
    found = _boundaries().fullmatch(text)
    return found[1].lower() == "begin" if found else None


def _note_group(row: Row, left: LeftBehind) -> None:
    if "group" not in row["type"].lower():
        left.add(row.sheet, row.number, "", "its questions are asked once, not again and again.")
        return
    label = next((text for name, text in row.cells.items() if name.startswith("label")), "")
    named = f"the group “{label}”" if label else "the group"
    left.add(row.sheet, row.number, "", f"{named} is left out: each question has its own page.")


def _item(row: Row, around: tuple[Row, ...], left: LeftBehind) -> Iterator[Item]:
    found = _choosing().fullmatch(row["type"])
    if found:
        kind = _selects()[" ".join(found["kind"].lower().split())]
        if kind not in {ONE, SEVERAL, RANK} or "file" in found["kind"]:
            left.add(row.sheet, row.number, "", f"{_said(row)} has its choices in another file.")
            return
        yield _named(Item(row, kind, found["list"], bool(found["other"]), around))
        return
    kind = _plain_kind(row)
    if kind:
        yield _named(Item(row, kind, around=around))
    else:
        left.add(
            row.sheet, row.number, "", f"{_said(row)} is left out: there is no such type here."
        )


def _said(row: Row) -> str:
    return f"“{row['name'] or row['type']}” ({row['type']})"


def _named(item: Item) -> Item:
    if not item.name:
        raise item.row.broken("name", "it is empty. Give the question a name.")
    return item


@cache
def _selects() -> dict[str, str]:
    from pyxform.aliases import select

    return {name: str(kind) for name, kind in select.items()}


@cache
def _choosing() -> re.Pattern[str]:
    names = sorted(_selects(), key=len, reverse=True)
    kinds = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(rf"(?P<kind>{kinds})\s+(?P<list>\S+){OTHER_WORDS}", re.IGNORECASE)


def _plain_kind(row: Row) -> str:
    """Return what a row without choices is to us, by how other programs read its type.

    Raises:
        BadFile: no program knows such a type.
    """
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known: Any = QUESTION_TYPE_DICT.get(row["type"]) or QUESTION_TYPE_DICT.get(row["type"].lower())
    if known is None and row["type"].lower() not in ELSEWHERE:
        raise row.broken("type", f"“{row['type']}” is no type of an XLSForm.")
    control, bind = (known or {}).get("control", {}), (known or {}).get("bind", {})
    if control.get("tag") == "upload":
        return UPLOADS.get(control.get("mediatype"), "")
    if control.get("tag") == "range":
        return NUMBER
    if control.get("tag") != "input":
        return ""
    return NOTE if bind.get("readonly") else KINDS.get(bind.get("type"), "")


UPLOADS = {"image/*": PHOTO, "audio/*": VOICE}
KINDS = {"string": TEXT, "int": NUMBER, "decimal": NUMBER, "date": DATE}
# Known to programs, but not in their list of questions.
ELSEWHERE = {"audit", "csv-external", "xml-external", "calculate", "hidden", "background-audio"}
