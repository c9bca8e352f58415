"""Comfort: text and colours as somebody likes them, a quick way out, questions read aloud."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.respond.models import Draft
from consult.survey.models import Consultation
from tests.builders import (
    NOW,
    QUESTIONS,
    make_areas,
    make_consultation,
    make_survey,
    make_survey_version,
    version_for,
)
from tests.page import Browser, one


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def address(consultation: Consultation) -> str:
    return f"/s/{consultation.slug}/young_person"


def look_of(browser: Browser, path: str) -> tuple[str | None, str | None]:
    html = browser.open(path).html
    return html.get("data-text"), html.get("data-colours")


def test_a_look_holds_on_every_page_and_leads_back(
    browser: Browser, consultation: Consultation
) -> None:
    page = browser.submit(browser.open(address(consultation)))
    page = browser.open(one(page, "footer a[href^='/display']")["href"])

    page = browser.submit(page, text="largest", colours="calm")

    assert browser.path == f"{address(consultation)}/q/1"
    assert (page.html["data-text"], page.html["data-colours"]) == ("largest", "calm")
    for path in ("/", "/help", address(consultation), f"{address(consultation)}/check"):
        assert look_of(browser, path) == ("largest", "calm")


def test_one_readers_look_is_not_anothers(
    app: Flask, browser: Browser, consultation: Consultation
) -> None:
    """The page of an unanswered question is made once, and shown to many."""
    other = Browser(app.test_client())
    for each in (browser, other):
        each.submit(each.open(address(consultation)))
    browser.submit(browser.open("/display"), colours="dark")

    assert look_of(browser, f"{address(consultation)}/q/1") == (None, "dark")
    assert look_of(other, f"{address(consultation)}/q/1") == (None, None)


def test_the_cookie_of_a_look_says_nothing_of_anybody(browser: Browser) -> None:
    browser.submit(browser.open("/display"), text="larger", colours="dark")

    assert browser.client.get_cookie("consult_display").value == "larger.dark"


@pytest.mark.parametrize("cookie", ["x.y", '"><script>', "", "larger"])
def test_a_cookie_of_nonsense_changes_nothing_it_should_not(browser: Browser, cookie: str) -> None:
    browser.client.set_cookie("consult_display", cookie)

    assert look_of(browser, "/help") in {(None, None), ("larger", None)}


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "/staff"])
def test_the_way_back_leads_to_our_surveys_only(browser: Browser, back: str) -> None:
    page = browser.open(f"/display?back={back}")

    assert one(page, "[name=back]")["value"] == "/"


def test_a_colour_that_is_not_offered_is_refused(browser: Browser) -> None:
    page = browser.submit(browser.open("/display"), colours="neon")

    assert "Choose from the list" in one(page, ".errors").get_text()


@pytest.fixture
def sensitive(session: Session) -> Consultation:
    """A survey whose first question is about something that could put somebody at risk."""
    consultation = make_consultation(session)
    questions = [{**QUESTIONS[0], "sensitive": True}, *QUESTIONS[1:]]
    make_survey_version(session, make_survey(session, consultation, questions=questions))
    return consultation


def test_exit_leads_away_at_once_and_leaves_nothing_on_the_device(
    browser: Browser, session: Session, sensitive: Consultation
) -> None:
    page = browser.submit(browser.open(address(sensitive)))
    way_out = one(page, ".exit a")
    assert "what you wrote here and did not send with Next is not kept" in page.get_text()

    answer = browser.client.get(way_out["href"])

    assert (answer.status_code, answer.location) == (303, "https://www.bbc.co.uk/weather")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    browser.open(f"{address(sensitive)}/q/1", status=409)
    assert session.query(Draft).one().answers == {}


def test_only_sensitive_questions_show_the_way_out(
    browser: Browser, sensitive: Consultation
) -> None:
    page = browser.submit(browser.submit(browser.open(address(sensitive))), answer="1")

    assert not page.select(".exit")
    assert browser.client.get("/exit").status_code == 303


def test_the_way_out_can_be_another_page(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    elsewhere = replace(app.config["CONSULT"], exit_url="https://www.gov.wales/")
    monkeypatch.setitem(app.config, "CONSULT", elsewhere)

    assert browser.client.get("/exit").location == "https://www.gov.wales/"


def test_listening_is_hidden_until_a_voice_of_the_device_is_found(
    browser: Browser, consultation: Consultation
) -> None:
    page = browser.submit(browser.open(address(consultation)))

    assert one(page, "[data-listen]").has_attr("hidden")
