"""The sections of a .lss file: rows of named texts, some of them in several languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consult.errors import BadFile
from consult.survey.services.exchange.shape import UNFIT

MOST_ROWS = 20_000
# Where the newer files keep the texts of a section, and by which field they are found.
TEXTS_OF = {
    "groups": ("group_l10ns", "gid"),
    "questions": ("question_l10ns", "qid"),
    "subquestions": ("question_l10ns", "qid"),
    "answers": ("answer_l10ns", "aid"),
}
# What tells one thing from another in the older files, where each language has its own row.
SAME = ("gid", "qid", "code", "scale_id")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section, counted from 1."""

    section: str
    number: int
    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return a field, empty where there is none."""
        return self.fields.get(name, "")

    def needs(self, name: str) -> str:
        """Return a field that must be there."""
        if not self[name]:
            raise BadFile(f"{self.section}, row {self.number}: “{name}” is missing.")
        return self[name]


@dataclass(frozen=True, slots=True)
class Entry:
    """A group, a question or an answer, with its texts by language."""

    row: Row
    texts: dict[str, Row] = field(default_factory=dict)


Sections = Mapping[str, Sequence[Row]]


def read_sections(content: bytes) -> dict[str, list[Row]]:
    """Return the rows of a .lss file by the name of their section.

    Raises:
        BadFile: it is no such file; the text names the line.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        document = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        raise BadFile(f"Line {line}, column {column + 1} cannot be read as XML.") from error
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise BadFile("This file cannot be read: its XML holds what no survey needs.") from error
    if document.tag != "document" or document.findtext("LimeSurveyDocType") != "Survey":
        raise BadFile("This is no survey of LimeSurvey: export it there as .lss and try again.")
    sections = {part.tag: list(_rows(part)) for part in document if part.find("rows") is not None}
    if sum(map(len, sections.values())) > MOST_ROWS:
        raise BadFile(f"There are more than {MOST_ROWS} rows in this file.")
    return sections


def _rows(section: Any) -> Iterator[Row]:
    for number, row in enumerate(section.findall("rows/row"), start=1):
        yield Row(section.tag, number, {cell.tag: _text(cell.text) for cell in row})


def _text(text: str | None) -> str:
    return UNFIT.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def entries(sections: Sections, name: str) -> list[Entry]:
    """Return the things of a section, each with its texts."""
    texts, by = TEXTS_OF[name]
    rows = sections.get(name, ())
    if texts in sections:
        found = [Entry(row) for row in rows]
        holders = {entry.row[by]: entry for entry in found}
        for text in sections[texts]:
            if text[by] in holders:
                holders[text[by]].texts[text["language"]] = text
        return found
    together: dict[tuple[str, ...], Entry] = {}
    for row in rows:
        entry = together.setdefault(tuple(row[field] for field in SAME), Entry(row))
        entry.texts[row["language"]] = row
    return list(together.values())
