"""The words of the make-believe county: read from the files beside this one."""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Return one of the JSON files."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def comments() -> tuple[dict[str, str], ...]:
    """Return what people wrote, a row for each."""
    text = files(__package__).joinpath("comments.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
