"""What comes in: anything at all, and every answer is a page with a sentence."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.characters import clean
from consult.errors import ConsultError, NotAllowed, NotFound, RuleBroken, Stale
from consult.people.rules import Role
from consult.web import errors
from consult.web.requests import LARGEST_ID
from tests.builders import PASSWORD, make_user
from tests.page import Browser, one


@pytest.fixture
def keeper(session: Session, browser: Browser) -> Browser:
    """An administrator at a screen."""
    browser.sign_in(make_user(session, Role.ADMINISTRATOR).email, PASSWORD)
    return browser


def sentence(page: object) -> str:
    return one(page, "main .ask .lead").get_text()  # type: ignore[arg-type]


def test_unknown_pages_say_so_and_lead_back(browser: Browser) -> None:
    page = browser.open("/nowhere", status=404)

    assert sentence(page) == "We could not find that page. Check the address, or start again."
    assert one(page, "main .btn")["href"] == "/"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("POST", "/help", 405),
        ("DELETE", "/sign-in", 405),
        ("GET", "/sign-out", 405),
        ("GET", "/static/../wsgi.py", 404),
        ("GET", "/plan/%00", 404),
        ("GET", "/plan/a%00b/P1", 404),
        ("GET", "/static/%00", 404),
        ("GET", "/plan/%ff%fe", 404),
        ("GET", "/plan/" + "x" * 5000, 404),
        ("GET", "/plan/x?version=%00", 404),
        ("PUT", "/", 405),
    ],
)
def test_what_cannot_be_done_is_a_page(
    browser: Browser, method: str, address: str, status: int
) -> None:
    answer = browser.client.open(address, method=method)

    assert answer.status_code == status
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("number", [0, 999, LARGEST_ID, LARGEST_ID + 1, 2**63, 10**40])
def test_ids_of_nothing_are_not_found_however_large(keeper: Browser, number: int) -> None:
    keeper.open(f"/staff/people/{number}", status=404)


def test_refusal_is_a_page_too(session: Session, browser: Browser) -> None:
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)

    assert "not for you" in sentence(browser.open("/staff/audit", status=403))


def test_what_is_too_long_is_a_sentence(browser: Browser) -> None:
    page = browser.submit(browser.open("/sign-in"), email="x" * 2_100_000, status=413)

    assert "make it shorter" in sentence(page)


def test_a_field_that_is_too_long_is_named_and_kept(browser: Browser) -> None:
    page = browser.submit(browser.open("/sign-in"), email="x" * 100_000, password="y")

    assert one(page, ".errors li").get_text() == "Use 254 characters or fewer"
    assert len(str(one(page, "#email")["value"])) == 100_000


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "a\x00b",
        "🦦" * 50,
        "\u202eright to left",
        "\ud83d",
        "'; DROP TABLE user_account; --",
    ],
)
def test_any_character_may_be_typed(keeper: Browser, session: Session, words: str) -> None:
    page = keeper.open("/staff/people/new")
    typed = words.encode("utf-8", "surrogatepass")

    keeper.submit(
        page,
        name=b"Ash " + typed,
        email=f"{abs(hash(words))}@saltshire.example",
        password="herons sleep on one leg",
    )

    assert keeper.path == "/staff/people"


def test_control_characters_are_taken_out_and_lines_made_plain() -> None:
    assert clean("a\x00b\x07c\x7f") == "abc"
    assert clean("a\x85b\ufdd0c\uffffd\U0001fffe") == "abcd"
    assert clean("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree\tfour"
    assert clean("🦦 zażółć\u200d") == "🦦 zażółć\u200d"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_form_sent_by_another_site_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.client.post("/sign-in", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin"},
        {},
    ],
    ids=str,
)
def test_form_of_our_own_is_taken(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.client.post("/sign-in", headers=headers).status_code == 200


def test_foreign_sites_may_link_to_us(browser: Browser) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}

    assert browser.client.get("/help", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("error", "status"), [(NotFound, 404), (NotAllowed, 403), (RuleBroken, 409), (Stale, 409)]
)
def test_each_kind_of_error_has_its_status(error: type[ConsultError], status: int) -> None:
    assert errors.status_of(error("Words.")) == status


@pytest.fixture
def broken(app: Flask) -> Iterator[Browser]:
    """Somebody whose page crashes, seen as visitors see it."""
    app.testing = False
    kept = app.view_functions["web.help"]
    app.view_functions["web.help"] = lambda: 1 / 0
    yield Browser(app.test_client())
    app.view_functions["web.help"] = kept
    app.testing = True


def test_a_crash_is_our_fault_and_shows_nothing_of_the_inside(broken: Browser) -> None:
    page = broken.open("/help", status=500)

    assert "our side" in sentence(page)
    assert "ZeroDivision" not in page.get_text()
