"""Pages that belong to no station: health, privacy, accessibility, contact, help."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from consult.web import pages
from tests.page import Browser, one

PLAIN = ["/privacy", "/accessibility", "/contact", "/help"]


def test_health_says_ok_when_the_database_answers(browser: Browser) -> None:
    answer = browser.client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_health_says_so_when_the_database_does_not_answer(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(pages, "db_session", away)

    answer = browser.client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json != {"status": "ok"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (IntegrityError("INSERT", {}, Exception("not unique")), 409),
        (OperationalError("INSERT", {}, Exception("locked")), 503),
    ],
)
def test_what_the_database_refuses_ends_in_a_sentence(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr("consult.respond.views.public.db_session", refuse)
    page = browser.open("/", status=status)
    assert "try again" in page.get_text()


@pytest.mark.parametrize("address", PLAIN)
def test_plain_pages_open_without_a_database_and_set_no_cookie(
    app: Flask, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "db_session", None)

    browser.open(address)

    assert "Set-Cookie" not in browser.client.get(address).headers


def test_help_names_somebody_to_call_on_one_page(browser: Browser) -> None:
    page = browser.open("/help")

    dialled = {str(link["href"]) for link in page.select("main a[href^='tel:'], a[href^='sms:']")}
    assert {"tel:08001111", "tel:999", "sms:85258", "tel:08088005000"} <= dialled
    words = one(page, "main").get_text()
    assert "Childline" in words
    assert "We do not watch this site all the time." in words


def test_privacy_is_told_in_three_ways(browser: Browser) -> None:
    page = browser.open("/privacy")

    assert [tag["id"] for tag in page.select("section.card")] == ["easy", "young", "parent"]
    for reader in page.select("section.card"):
        words = reader.get_text()
        for promise in ("name", "code", "One year after", "the day"):
            assert promise in words, f"{reader['id']} says nothing of {promise}"
