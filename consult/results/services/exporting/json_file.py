"""One JSON file: what the columns are, then a record for each reply; its schema lies beside it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consult.disclosure import THRESHOLD
from consult.results.rules.exporting import HIDDEN_KEY, Cell, Column, Kind
from consult.results.services.exporting.gathering import Outgoing
from consult.results.services.exporting.voicing import values_of

FORMAT = "consult.answers.1"
SCHEMA = Path(__file__).with_name("schema.json")


def as_json(outgoing: Outgoing) -> Iterator[bytes]:
    """Yield the file; a reply holds only what was answered, in codes."""
    about = {
        "format": FORMAT,
        "consultation": outgoing.title,
        "made_on": outgoing.made_on.isoformat(),
        "small_groups": {
            "are_hidden": not outgoing.is_raw,
            "least": THRESHOLD,
            "hidden_value": HIDDEN_KEY,
            "over": [outgoing.columns[at].name for at in outgoing.traits],
        },
        "columns": [_column(column) for column in outgoing.columns],
    }
    yield (_written(about)[:-1] + ',"replies":[').encode()
    before = "\n"
    for chunk in outgoing.chunks():
        records = ",\n".join(_written(_record(outgoing, reply.cells)) for reply in chunk)
        if records:
            yield (before + records).encode()
            before = ",\n"
    yield b"\n]}\n"


def _record(outgoing: Outgoing, cells: list[Cell]) -> dict[str, Any]:
    return {
        column.name: bool(cell) if column.kind.is_yes_or_no and cell in (0, 1) else cell
        for column, cell in zip(outgoing.columns, cells, strict=True)
        if cell is not None
    }


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "kind": column.kind.name.lower(),
        "question": column.title,
        "option": column.part,
        "is_characteristic": column.trait is not None,
        "asked_in": column.asked,
    }
    if column.kind is Kind.CHOICE:
        described["values"] = {value.key: value.label for value in values_of(column)}
    return described


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
