"""A survey as a file of our own: JSON, as `survey.schema.json` documents it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from consult.errors import BadFile
from consult.survey.rules import (
    Audience,
    BadDefinition,
    Definition,
    read_definition,
    write_definition,
)
from consult.survey.services.exchange.shape import first_fault

FORMAT = "consult-survey"
VERSION = 1


def survey_as_json(definition: Definition, audience: Audience | None = None) -> str:
    """Return a survey as the text of a JSON file."""
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if audience:
        head["audience"] = audience.value
    written = {**head, **write_definition(definition)}
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def survey_from_json(text: str) -> Definition:
    """Read a survey from the text of a JSON file.

    Raises:
        BadFile: it cannot be read; the text names the line or the place.
    """
    data = _read(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadFile(f"This is no survey: a survey file says “format”: “{FORMAT}”.")
    check_shape(data)
    try:
        definition = read_definition(data)
    except BadDefinition as broken:
        raise BadFile(str(broken)) from broken
    _check_all_read(data["questions"], definition)
    return definition


def check_shape(data: Any) -> None:
    """Check what was read from a file against the schema.

    Raises:
        BadFile: it does not fit; the text names the place.
    """
    fault = first_fault(data)
    if fault:
        raise BadFile(fault)


def check_survey(definition: Definition) -> Definition:
    """Return a survey read from another program's file, once it is sure that we can keep it.

    Raises:
        BadFile: it is too large for us, or cannot be asked.
    """
    written = write_definition(definition)
    check_shape({"format": FORMAT, "version": VERSION, **written})
    try:
        return read_definition(written)
    except BadDefinition as broken:
        raise BadFile(str(broken)) from broken


def _check_all_read(entries: Sequence[Mapping[str, Any]], definition: Definition) -> None:
    """Refuse a file that lists what a type of question has no use for, rather than drop it."""
    for number, (entry, question) in enumerate(
        zip(entries, definition.questions, strict=True), start=1
    ):
        listed = (len(entry.get("options", ())), len(entry.get("rows", ())))
        used = (len(question.options), len(question.rows))
        if listed != used or entry.get("other", False) != question.other:
            raise BadFile(
                f"Question {number}, “{question.key}”, lists something that a question of the type "
                f"“{question.type}” does not have."
            )


def _read(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise BadFile(
            f"Line {error.lineno}, column {error.colno} cannot be read as JSON: {error.msg}."
        ) from error
    except ValueError as error:
        raise BadFile(f"The file cannot be read: {error}.") from error
    except RecursionError as error:
        raise BadFile("The file holds too many groups inside each other.") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a group of JSON; of two fields with one name, one would be lost."""
    group = dict(pairs)
    if len(group) < len(pairs):
        raise ValueError(f"a group with “{pairs[0][0][:60]}” has one of its fields twice")
    return group
