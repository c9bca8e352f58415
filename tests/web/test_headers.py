"""What every answer says to the browser, and how little it weighs."""

from pathlib import Path

import brotli
import pytest
from sqlalchemy.orm import Session

from tests.builders import PASSWORD, make_user
from tests.page import Browser, one

TOP = Path(__file__).parents[2]
STYLE = "/static/css/respond.css"


@pytest.mark.parametrize("address", ["/help", "/nowhere", "/sign-in", "/s/sw.js", "/healthz"])
def test_nothing_is_loaded_from_elsewhere(browser: Browser, address: str) -> None:
    headers = browser.client.get(address, buffered=True).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    for looser in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert looser not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_pages_are_kept_by_nobody_and_styles_for_long(browser: Browser) -> None:
    page = browser.open("/help")
    style = str(page.select("link[rel=stylesheet]")[0]["href"])

    assert browser.client.get("/help", buffered=True).headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in browser.client.get(style, buffered=True).headers["Cache-Control"]
    assert "?v=" in style, "a changed style sheet has a new address"


def test_public_pages_go_out_compressed(browser: Browser) -> None:
    plain = browser.client.get("/help", buffered=True)
    packed = browser.client.get("/help", headers={"Accept-Encoding": "gzip, br"}, buffered=True)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2


def test_whoever_refuses_compression_gets_none(browser: Browser) -> None:
    answer = browser.client.get("/help", headers={"Accept-Encoding": "gzip, br;q=0"}, buffered=True)

    assert "Content-Encoding" not in answer.headers


def test_staff_pages_are_not_compressed_beside_a_token(session: Session, browser: Browser) -> None:
    browser.sign_in(make_user(session).email, PASSWORD)

    answer = browser.client.get("/staff/account", headers={"Accept-Encoding": "br"}, buffered=True)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_compressed_style_is_not_sent_twice(browser: Browser) -> None:
    first = browser.client.get(STYLE, headers={"Accept-Encoding": "br"}, buffered=True)
    again = browser.client.get(
        STYLE,
        headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]},
        buffered=True,
    )

    assert brotli.decompress(first.data).decode() == (TOP / STYLE.lstrip("/")).read_text()
    assert again.status_code == 304
    assert again.data == b""


def test_errors_say_a_sentence_too_when_compressed(browser: Browser) -> None:
    answer = browser.client.get("/nowhere", headers={"Accept-Encoding": "br"}, buffered=True)

    assert answer.status_code == 404
    assert one(browser.open("/nowhere", status=404), "h1").get_text() == "Page not found"
