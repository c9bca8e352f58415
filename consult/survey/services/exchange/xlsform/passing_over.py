"""Columns of a form that we have no use for: each is noted with the rows that fill it."""

from collections.abc import Sequence

from consult.survey.services.exchange.left_behind import LeftBehind
from consult.survey.services.exchange.xlsform.layout import (
    ALONE,
    CHOICES,
    MINUTES,
    OWN,
    PICTURE,
    SETTINGS,
    SURVEY,
    UNIT,
)
from consult.survey.services.exchange.xlsform.sheets import Row
from consult.survey.services.exchange.xlsform.tongues import Tongues

READ = {
    SURVEY: {"type", "name", "relevant", "constraint", "parameters", *OWN},
    CHOICES: {"list_name", "name", ALONE, PICTURE},
    SETTINGS: {"form_title", "default_language", MINUTES, "form_id", "version"},
}
IN_LANGUAGES = {SURVEY: ("label", "hint", UNIT), CHOICES: ("label",), SETTINGS: ()}
WHY = {
    "": "it has no heading.",
    "appearance": "we show questions in our own way.",
    "required": "people can skip every question here.",
    "constraint_message": "our own words say what is wrong.",
    "required_message": "people can skip every question here.",
    "calculation": "nothing is worked out here.",
    "default": "nothing is filled in beforehand here.",
    "choice_filter": "all answers are offered.",
    "media": "pictures, sounds and films are not carried over.",
}
ANYWAY = {"likert", "minimal", "multiline"}
NO = {"no", "false", "false()"}


def note_columns(rows: Sequence[Row], tongues: Tongues, left: LeftBehind) -> None:
    """Note every cell in a column that is not read."""
    known = {
        sheet: READ[sheet].union(*(tongues.headings(name) for name in IN_LANGUAGES[sheet]))
        for sheet in READ
    }
    for row in rows:
        for heading in sorted(row.cells.keys() - known[row.sheet]):
            name = heading.partition("::")[0]
            if name in {"label", "hint"} or not _matters(row, heading):
                continue
            why = WHY.get(name, "there is no such thing here.")
            left.add(row.sheet, row.number, row.column(heading), why)


def _matters(row: Row, heading: str) -> bool:
    if heading == "required":
        return row[heading].lower() not in NO
    return heading != "appearance" or not set(row[heading].split()) <= ANYWAY
