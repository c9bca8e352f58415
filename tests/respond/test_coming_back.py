"""Stopping half way and going on elsewhere: one code, one device at a time, seven days."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Draft, Submission
from consult.respond.services.replying import forget_old_drafts
from consult.survey.models import Consultation
from consult.web.limits import limiter
from tests.builders import NOW, TODAY, make_areas, make_consultation, version_for
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


@pytest.fixture
def elsewhere(app: Flask) -> Browser:
    """A browser on another device."""
    return Browser(app.test_client())


def address(consultation: Consultation) -> str:
    return f"/s/{consultation.slug}/young_person"


def stopped(browser: Browser, consultation: Consultation) -> BeautifulSoup:
    """Begin, answer one question, and stop at the next with an answer chosen."""
    page = browser.submit(browser.submit(browser.open(address(consultation))), answer="4")
    return browser.submit(page, press="later", answer=["parks"])


def code_on(page: BeautifulSoup) -> str:
    return one(page, "[data-return]").get_text()


def test_what_stands_on_the_page_is_saved_with_finish_later(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = stopped(browser, consultation)

    assert "17 March 2027" in page.get_text()
    draft = session.scalars(select(Draft)).one()
    assert draft.answers["better_play"]["choices"] == ["parks"]
    assert code_on(page) not in str(draft.return_hash)


def test_the_code_opens_the_answers_on_another_device_where_they_were_left(
    browser: Browser, elsewhere: Browser, session: Session, consultation: Consultation
) -> None:
    code = code_on(stopped(browser, consultation))

    page = elsewhere.submit(elsewhere.open("/come-back"), code=code.upper().replace("-", " "))
    assert one(page, "h1").get_text() == "Pick the 3 things that matter most to you."
    page = elsewhere.open(address(consultation) + "/check")
    elsewhere.submit(page)
    assert session.scalars(select(Submission)).one()


def test_the_device_before_opens_them_no_more(
    browser: Browser, elsewhere: Browser, consultation: Consultation
) -> None:
    code = code_on(stopped(browser, consultation))
    elsewhere.submit(elsewhere.open("/come-back"), code=code)

    browser.open(address(consultation) + "/check", status=409)
    elsewhere.open(address(consultation) + "/check")


def test_a_device_that_keeps_no_cookies_goes_on_too(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    plain = Browser(app.test_client(use_cookies=False))
    page = plain.submit(plain.open("/come-back"), code=code_on(stopped(browser, consultation)))
    page = plain.submit(page, r1="p1", r2="p2", r3="p3")

    assert one(page, "h1").get_text() == "What one thing should change?"


@pytest.mark.parametrize("code", ["", "amber-otter-lantern-4071", "x" * 121])
def test_a_wrong_code_is_said_to_be_one(browser: Browser, code: str) -> None:
    page = browser.submit(browser.open("/come-back"), code=code)

    assert one(page, ".errors li").get_text()
    assert one(page, "[name=code]")["value"] == code


def test_the_code_to_come_back_opens_no_receipt_and_the_receipt_no_draft(
    browser: Browser, elsewhere: Browser, consultation: Consultation
) -> None:
    back = code_on(stopped(browser, consultation))
    assert one(elsewhere.submit(elsewhere.open("/receipt"), code=back), ".errors")
    page = browser.submit(browser.open(address(consultation) + "/check"))
    receipt = one(page, "[data-receipt]").get_text()

    assert receipt != back
    for code in (receipt, back):
        assert one(elsewhere.submit(elsewhere.open("/come-back"), code=code), ".errors")


def test_after_seven_days_the_code_opens_nothing(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = code_on(stopped(browser, consultation))
    forget_old_drafts(session, TODAY + timedelta(days=7))
    assert session.scalars(select(Draft)).one()
    forget_old_drafts(session, TODAY + timedelta(days=8))

    assert one(browser.submit(browser.open("/come-back"), code=code), ".errors")


def test_codes_to_come_back_are_guessed_slowly(browser: Browser) -> None:
    limiter.enabled = True
    try:
        for _ in range(20):
            browser.client.post("/come-back", data={"code": "amber"})
        for path in ("/come-back", "/my-answers", "/my-answers/change", "/come-back/ur"):
            assert browser.client.post(path, data={"code": "amber"}).status_code == 429
    finally:
        limiter.reset()
        limiter.enabled = False
