"""Each survey of the demo can be answered with plain forms, following only what pages offer."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from tests.county import County
from tests.forms import value_of
from tests.page import Browser, one

MOST_PAGES = 30
WORDS = "A light at the stop by the quay."


@pytest.fixture(params=["easy_read", "young_person", "parent"])
def address(request: pytest.FixtureRequest, county: County) -> str:
    return next(each["url"] for each in county.surveys if each["audience"] == request.param)


def filled_in(page: BeautifulSoup) -> dict[str, object]:
    """Answer what is asked: the first choice, another for each place, words where there is room."""
    form = page.select("main form")[0]
    answers: dict[str, object] = {}
    for place, (name, boxes) in enumerate(choices(form)):
        answers[name] = value_of(boxes[min(place, len(boxes) - 1)])
    for box in form.select("textarea"):
        answers[str(box["name"])] = WORDS
    for place, menu in enumerate(form.select("select[name^=rank-]"), start=1):
        answers[str(menu["name"])] = str(place)
    for box in form.select("[name^=points-]")[:1]:
        answers[str(box["name"])] = str(one(form, "[data-points]")["data-points"])
    return answers


def choices(form: Tag) -> Iterator[tuple[str, list[Tag]]]:
    boxes = form.select("input[type=radio], input[type=checkbox]")
    for name in dict.fromkeys(str(box["name"]) for box in boxes):
        yield name, [box for box in boxes if box["name"] == name]


def walk(browser: Browser, address: str, *, answering: bool = True) -> list[BeautifulSoup]:
    """Go from the first page of a survey to its end; return every page on the way."""
    pages = [browser.open(address)]
    while not pages[-1].select("[data-receipt]"):
        assert len(pages) < MOST_PAGES
        page = pages[-1]
        pages.append(browser.submit(page, **(filled_in(page) if answering else {})))
    return pages


def test_a_survey_leads_to_a_code_that_opens(
    shown: object, people: dict[str | None, Browser], address: str
) -> None:
    pages = walk(people[None], address)
    receipt = one(pages[-1], "[data-receipt]").get_text(strip=True)
    check = pages[-2].get_text(" ", strip=True)
    assert WORDS in check
    assert "You skipped this one" not in check
    opened = people[None].submit(people[None].open("/receipt"), code=receipt)
    assert WORDS in opened.get_text(" ", strip=True)


def test_every_question_can_be_passed_over(people: dict[str | None, Browser], address: str) -> None:
    pages = walk(people[None], address, answering=False)
    assert one(pages[-1], "[data-receipt]").get_text(strip=True)


def test_it_goes_without_cookies(
    shown: object, people: dict[str | None, Browser], address: str
) -> None:
    app = people[None].client.application
    pages = walk(Browser(app.test_client(use_cookies=False)), address)
    assert one(pages[-1], "[data-receipt]").get_text(strip=True)
