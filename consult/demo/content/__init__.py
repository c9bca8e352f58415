"""The words of the make-believe county: read from the files beside this one."""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """Return one of the files."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def read(name: str) -> dict[str, Any]:
    """Return one of the JSON files."""
    content: dict[str, Any] = json.loads(text(name))
    return content


@cache
def comments() -> tuple[dict[str, str], ...]:
    """Return what people wrote, a row for each."""
    return tuple(csv.DictReader(text("comments.csv").splitlines()))
