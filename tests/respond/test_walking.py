"""Walking through a survey whose path depends on the answers: on, back, and another mind."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment
from consult.survey.models import Consultation
from tests.builders import NOW, make_areas, make_consultation, make_survey, make_survey_version
from tests.page import Browser, one

YES_NO = [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]
PLACES = [{"key": "park", "label": "The park"}, {"key": "bus", "label": "The bus"}]
QUESTIONS: list[dict[str, Any]] = [
    {"key": "out", "type": "yes_no", "title": "Do you go out?", "options": YES_NO},
    {
        "key": "where",
        "type": "several",
        "title": "Where do you go?",
        "options": PLACES,
        "show_if": {"question": "out", "is": ["yes"]},
    },
    {
        "key": "why",
        "type": "long_text",
        "title": "What is good about [[where|it]]?",
        "show_if": {"question": "where", "answered": True},
    },
    {
        "key": "home",
        "type": "yes_no",
        "title": "Is it good at home?",
        "options": YES_NO,
        "jumps": [{"to": "end", "when": {"question": "home", "is": ["no"]}}],
    },
    {"key": "near", "type": "area", "title": "Where do you live?"},
    {"key": "there", "type": "short_text", "title": "What is [[near|your town]] like?"},
]


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    make_survey_version(session, make_survey(session, consultation, questions=QUESTIONS))
    return consultation


@pytest.fixture
def address(consultation: Consultation) -> str:
    return f"/s/{consultation.slug}/young_person"


@pytest.fixture
def first(browser: Browser, address: str) -> BeautifulSoup:
    """The first question."""
    return browser.submit(browser.open(address))


def title(page: BeautifulSoup) -> str:
    return one(page, "h1").get_text()


def progress(page: BeautifulSoup) -> str:
    return one(page, ".progress span").get_text()


def back(browser: Browser, page: BeautifulSoup) -> BeautifulSoup:
    return browser.open(str(one(page, ".acts p a.quiet")["href"]))


def answers(page: BeautifulSoup) -> dict[str, str]:
    """Return what stands on the page that asks to check."""
    rows = page.select(".answers > div")
    return {one(row, "dt").get_text(): row.select("dd")[0].get_text().strip() for row in rows}


def change(browser: Browser, page: BeautifulSoup, question: str) -> BeautifulSoup:
    """Press Change beside a question."""
    row = next(
        row for row in page.select(".answers > div") if one(row, "dt").get_text() == question
    )
    return browser.open(str(one(row, ".change a")["href"]))


def short_way(browser: Browser, first: BeautifulSoup) -> BeautifulSoup:
    """Go the shortest way to the page that asks to check."""
    page = browser.submit(first, answer="no")
    assert title(page) == "Is it good at home?"
    return browser.submit(page, answer="no")


def test_next_and_back_follow_the_path_and_say_how_far(
    browser: Browser, first: BeautifulSoup
) -> None:
    page = browser.submit(first, answer="no")

    assert title(page) == "Is it good at home?"
    assert progress(page) == "Question 2 of 4"
    assert title(back(browser, page)) == "Do you go out?"


def test_an_answer_is_repeated_in_later_words(browser: Browser, first: BeautifulSoup) -> None:
    page = browser.submit(first, answer="yes")
    page = browser.submit(page, answer=["park", "bus"])

    assert title(page) == "What is good about The park and The bus?"


def test_an_area_is_repeated_by_its_name(browser: Browser, first: BeautifulSoup) -> None:
    page = browser.submit(browser.submit(first, answer="no"), answer="yes")
    page = browser.submit(page, answer="eastquay")
    assert title(page) == "What is Eastquay like?"

    page = browser.submit(page, press="skip")
    assert "What is Eastquay like?" in answers(page)


def test_what_was_skipped_is_not_repeated(browser: Browser, first: BeautifulSoup) -> None:
    page = browser.submit(browser.submit(first, answer="no"), answer="yes")
    page = browser.submit(page, press="skip")

    assert title(page) == "What is your town like?"


def test_a_jump_leads_to_the_end(browser: Browser, first: BeautifulSoup) -> None:
    check = short_way(browser, first)

    assert title(check) == "Check your answers"
    assert answers(check) == {"Do you go out?": "No", "Is it good at home?": "No"}


def test_a_change_of_mind_asks_only_what_is_new_and_leads_back_to_check(
    browser: Browser, first: BeautifulSoup
) -> None:
    page = change(browser, short_way(browser, first), "Do you go out?")
    page = browser.submit(page, answer="yes")
    assert title(page) == "Where do you go?"
    page = browser.submit(page, answer="park")
    assert title(page) == "What is good about The park?"
    page = browser.submit(page, press="skip")

    assert title(page) == "Check your answers"
    assert [*answers(page)] == [
        "Do you go out?",
        "Where do you go?",
        "What is good about The park?",
        "Is it good at home?",
    ]


def test_what_is_no_longer_on_the_path_is_neither_shown_nor_counted_but_not_lost(
    browser: Browser, session: Session, first: BeautifulSoup, address: str
) -> None:
    page = browser.submit(first, answer="yes")
    page = browser.submit(page, answer="park")
    page = browser.submit(page, text="The trees are tall.")
    page = browser.submit(browser.submit(page, answer="no"), answer="yes")
    page = browser.submit(change(browser, page, "Do you go out?"), answer="no")
    assert answers(page) == {"Do you go out?": "No", "Is it good at home?": "No"}
    assert "trees" not in page.get_text()

    # Whoever opens its old address is led on; whoever changes their mind again has it back.
    assert title(browser.open(f"{address}/q/3")) == "Is it good at home?"
    page = browser.open(f"{address}/check")
    page = browser.submit(change(browser, page, "Do you go out?"), answer="yes")
    assert answers(page)["What is good about The park?"] == "The trees are tall."

    page = browser.submit(change(browser, page, "Do you go out?"), answer="no")
    browser.submit(page)
    counted = set(session.scalars(select(Answer.question_key)))
    assert counted == {"out", "home"}
    assert session.scalars(select(Comment)).all() == []


def test_where_words_are_off_the_path_nobody_is_asked_to_show_them(
    browser: Browser, first: BeautifulSoup
) -> None:
    page = browser.submit(browser.submit(first, answer="yes"), answer="park")
    page = browser.submit(page, text="The trees are tall.")
    page = browser.submit(page, answer="no")
    assert title(page) == "May we show your words to other people?"
    assert title(back(browser, page)) == "Is it good at home?"

    page = browser.submit(browser.submit(first, answer="no"), answer="no")
    assert title(page) == "Check your answers"
