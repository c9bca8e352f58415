"""The table of plainer words: what offices say, and what everybody does."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("plainer.txt")


@cache
def plainer() -> Mapping[str, str]:
    """Return what to try instead of each form of a word; short forms stand in capitals."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    entries = (line.split(" = ") for line in lines if line and not line.startswith("#"))
    return {form: instead for forms, instead in entries for form in forms.split(", ")}


@cache
def office_words() -> re.Pattern[str]:
    """Return what finds any of the words in a text, the longest first."""
    forms = sorted(plainer(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(_as_written, forms))})\b")


def _as_written(form: str) -> str:
    """Find a word in capitals or not, but a short form such as SEN in capitals only."""
    words = re.escape(form).replace("\\ ", r"\s+")
    return words if form.isupper() else f"(?i:{words})"


def instead_of(words: str) -> str:
    """Return what to try instead of words as they stand in a text."""
    said = " ".join(words.split())
    return plainer().get(said) or plainer()[said.lower()]
