"""Signing in and out: short, revocable, and no help to whoever guesses."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import RuleBroken
from consult.people import services as people
from consult.people import views
from consult.people.models import SignIn, User
from consult.people.rules import NobodyLeft, Role, WrongSignIn, check_password_strength
from consult.web.limits import limiter
from tests.builders import NOW, PASSWORD, make_user
from tests.page import Browser, one

HOUR = timedelta(hours=1)


def token_of(session: Session, user: User, now: datetime = NOW) -> str:
    return people.sign_in(session, user.email, PASSWORD, now=now)


def who(session: Session, token: str, now: datetime) -> User | None:
    return people.signed_in_user(session, token, length=HOUR, now=now)


def test_whoever_signs_in_is_known_until_they_sign_out(session: Session) -> None:
    user = make_user(session)
    token = token_of(session, user)

    assert who(session, token, NOW) is user

    people.sign_out(session, token, now=NOW)
    assert who(session, token, NOW) is None


def test_email_is_compared_as_people_write_it(session: Session) -> None:
    user = make_user(session)

    assert people.sign_in(session, f"  {user.email.upper()} ", PASSWORD, now=NOW)


@pytest.mark.parametrize("mistake", ["password", "email", "switched off"])
def test_refusal_does_not_say_which_part_was_wrong(
    session: Session, browser: Browser, mistake: str
) -> None:
    user = make_user(session)
    if mistake == "switched off":
        user.is_active = False
        session.commit()
    email = "nobody@saltshire.example" if mistake == "email" else user.email
    password = "not the password at all" if mistake == "password" else PASSWORD

    page = browser.sign_in(email, password)

    assert one(page, ".errors li").get_text() == str(WrongSignIn())
    assert one(page, "#email")["value"] == email, "what was typed is still there"
    assert not one(page, "#password").get("value"), "but never the password"


def test_only_the_hash_of_the_token_is_kept(session: Session) -> None:
    token = token_of(session, make_user(session))

    kept = session.scalars(select(SignIn.token_hash)).one()
    assert token not in kept


def test_sign_in_ends_after_the_session_length_without_a_sign_of_life(session: Session) -> None:
    token = token_of(session, make_user(session))

    assert who(session, token, NOW + timedelta(minutes=59)), "seen, so the hour starts again"
    assert who(session, token, NOW + timedelta(minutes=118))
    assert who(session, token, NOW + timedelta(minutes=179)) is None


def test_nobody_stays_signed_in_for_a_whole_day(session: Session) -> None:
    token = token_of(session, make_user(session))

    for half_hours in range(24):
        assert who(session, token, NOW + half_hours * HOUR / 2)
    assert who(session, token, NOW + 12 * HOUR + timedelta(minutes=1)) is None


def test_page_sends_away_whoever_was_quiet_too_long(
    session: Session, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user(session)
    browser.sign_in(user.email, PASSWORD)
    later = people.signed_in_user

    def hours_later(session: Session, token: str, *, length: timedelta, now: datetime) -> object:
        return later(session, token, length=length, now=now + timedelta(minutes=61))

    assert one(browser.open("/staff/account"), "h1").get_text() == "Your account"
    monkeypatch.setattr(people, "signed_in_user", hours_later)
    assert one(browser.open("/staff/account"), "h1").get_text() == "Sign in"


def test_whoever_is_switched_off_is_out_at_once(session: Session, browser: Browser) -> None:
    user = make_user(session)
    browser.sign_in(user.email, PASSWORD)

    people.change_user(session, user.id, role=user.role, is_active=False, actor="system", now=NOW)

    assert one(browser.open("/staff/account"), "h1").get_text() == "Sign in"
    people.change_user(session, user.id, role=user.role, is_active=True, actor="system", now=NOW)
    assert one(browser.open("/staff/account"), "h1").get_text() == "Sign in", "the old one is over"


def test_signing_out_ends_the_session_on_the_server(session: Session, browser: Browser) -> None:
    browser.sign_in(make_user(session).email, PASSWORD)
    cookie = browser.client.get_cookie("consult_staff")
    assert cookie

    browser.submit(browser.open("/staff/account"), form="form[action='/sign-out']")

    browser.client.set_cookie("consult_staff", cookie.value)
    assert one(browser.open("/staff/account"), "h1").get_text() == "Sign in"


def test_signing_out_from_a_stale_page_says_so(session: Session, browser: Browser) -> None:
    browser.sign_in(make_user(session).email, PASSWORD)
    page = browser.open("/staff/account")

    page = browser.submit(page, form="form[action='/sign-out']", csrf_token="stale")

    assert "sign out again" in one(page, ".flash").get_text()


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(
    session: Session, browser: Browser
) -> None:
    browser.sign_in(make_user(session).email, PASSWORD)

    cookie = browser.client.get_cookie("consult_staff")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_after_signing_in_people_go_where_they_wanted(session: Session, browser: Browser) -> None:
    user = make_user(session)
    page = browser.open("/staff/account?from=menu")

    browser.submit(page, email=user.email, password=PASSWORD)

    assert browser.path == "/staff/account"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "javascript:alert(1)",
        "//[",
        "elsewhere",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(
    session: Session, browser: Browser, address: str
) -> None:
    user = make_user(session)
    page = browser.open("/sign-in")
    token = one(page, "main [name=csrf_token]")["value"]

    answer = browser.client.post(
        "/sign-in",
        data={"email": user.email, "password": PASSWORD, "csrf_token": token, "then": address},
    )

    assert answer.status_code == 302
    assert answer.location.startswith("/")
    assert not answer.location.startswith("//")
    assert "elsewhere" not in answer.location


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.reset()
    limiter.enabled = False


@pytest.mark.usefixtures("limited")
def test_guessing_is_slowed_down(session: Session, browser: Browser) -> None:
    user = make_user(session)
    for _ in range(10):
        browser.sign_in(user.email, "a wrong password")

    page = browser.submit(browser.open("/sign-in"), email=user.email, password=PASSWORD, status=429)

    assert "Wait a minute" in one(page, "main").get_text()


@pytest.mark.usefixtures("limited")
def test_nothing_about_where_somebody_sat_is_written_down(
    session: Session, browser: Browser
) -> None:
    browser.sign_in(make_user(session).email, PASSWORD)

    entry = session.scalars(select(AuditEntry)).one()
    assert "127.0.0.1" not in str(vars(entry))


def test_new_password_ends_the_old_sign_ins(session: Session, browser: Browser) -> None:
    user = make_user(session)
    browser.sign_in(user.email, PASSWORD)
    page = browser.open("/staff/account")

    new = "herons sleep on one leg"
    page = browser.submit(page, form="main form", old=PASSWORD, new=new)

    assert one(page, "h1").get_text() == "Sign in"
    assert one(browser.sign_in(user.email, PASSWORD), ".errors")
    browser.sign_in(user.email, new)
    assert browser.client.get_cookie("consult_staff")


def test_wrong_present_password_changes_nothing(session: Session, browser: Browser) -> None:
    user = make_user(session)
    browser.sign_in(user.email, PASSWORD)

    page = browser.submit(
        browser.open("/staff/account"), form="main form", old="wrong", new="a new long password"
    )

    assert one(page, ".errors li").get_text() == "Your present password is not right."
    assert token_of(session, user)


@pytest.mark.parametrize("password", ["short", "a" * 20, "abababababababab", "x1y" * 100])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(RuleBroken, match="12 characters"):
        check_password_strength(password)


def test_the_last_administrator_cannot_be_sent_away(session: Session) -> None:
    keeper = make_user(session, Role.ADMINISTRATOR)
    with pytest.raises(NobodyLeft):
        people.change_user(
            session, keeper.id, role=Role.ANALYST, is_active=True, actor="system", now=NOW
        )

    make_user(session, Role.ADMINISTRATOR)
    people.change_user(
        session, keeper.id, role=Role.ANALYST, is_active=True, actor="system", now=NOW
    )
    assert keeper.role is Role.ANALYST


def test_unknown_address_is_never_an_error() -> None:
    assert views._inside(None) is None
    assert views._inside("/staff/people?x=//y") == "/staff/people?x=//y"
