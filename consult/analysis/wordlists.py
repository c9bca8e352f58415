"""Lists of words and phrases that stand as text beside the code, separated by commas."""

import re
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("lists")


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words and phrases of one list."""
    written = (LISTS / f"{name}.txt").read_text(encoding="utf-8")
    entries = (" ".join(entry.split()) for entry in re.split(r",", written))
    return frozenset(filter(None, entries))
