"""The plain pages are readable at nine: measured, not hoped for."""

import pytest
from bs4 import BeautifulSoup

from tests.page import Browser, one
from tests.reading import OLDEST, lines_of, reading_age


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
