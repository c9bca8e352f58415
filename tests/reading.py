"""How old one must be to read what a page says: measured, not hoped for."""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from consult.analysis.wording import reading

OLDEST = 9
OLDEST_EASY_READ = 8

LINES = "p, li, dt, dd, th, td, legend, label, summary"
# People's own words, the plan's and the law's word for word, pictures and codes.
NOT_OURS = "blockquote, q, .quote, details, [aria-labelledby=wrong], svg, .num, .code, nav"


def reading_age(lines: Iterable[str]) -> float:
    """Return the reading age in years of some lines."""
    return reading("\n".join(" ".join(line.split()) for line in lines)).age


def lines_of(part: Tag, blocks: str = "p, li") -> list[str]:
    """Return the lines of a part of a page, each once."""
    tags = part.select(blocks)
    return [tag.get_text(" ", strip=True) for tag in tags if not tag.select_one(blocks)]


def our_lines(page: BeautifulSoup) -> list[str]:
    """Return the sentences of a page that are ours to word: no headings, no names of things."""
    main = BeautifulSoup(str(page.select_one("main")), "html.parser")
    for tag in main.select(NOT_OURS):
        tag.decompose()
    return [line for line in lines_of(main, LINES) if re.search("[.?]", line)]
