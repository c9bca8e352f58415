"""Who may open what: one table, every route in it, and the pages keep to it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from consult.people.rules import POLICIES, PUBLIC, Role, may_open
from tests.builders import PASSWORD, make_user
from tests.page import Browser

LEADS_ON = {301, 302, 303, 308}


def made_up_for(converter: BaseConverter) -> int | str:
    if isinstance(converter, AnyConverter):
        return next(iter(converter.items))
    return 1 if type(converter).__name__ == "BoundedInteger" else "x"


def rules(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Return each route that answers a method, with an address of it, ids made up."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()):
                made_up = {
                    name: made_up_for(converter) for name, converter in rule._converters.items()
                }
                _, address = rule.build(made_up)  # type: ignore[misc]
                yield rule, address


def test_every_route_has_a_policy_and_every_policy_a_route(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert sorted(routes - set(POLICIES)) == [], "routes without a policy"
    assert sorted(set(POLICIES) - routes) == [], "policies without a route"


def test_what_is_not_in_the_table_is_refused() -> None:
    assert not any(may_open(role, "board.burn_the_minutes") for role in [*Role, None])


def test_a_route_without_a_policy_is_closed_to_everybody(
    app: Flask, session: Session, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(POLICIES, "web.help")

    assert browser.client.get("/help").status_code == 302
    browser.sign_in(make_user(session, Role.ADMINISTRATOR).email, PASSWORD)
    assert browser.client.get("/help").status_code == 403


def test_signed_out_people_are_asked_to_sign_in(app: Flask, browser: Browser) -> None:
    let_in = {
        rule.endpoint
        for rule, address in rules(app, "GET")
        if POLICIES.get(rule.endpoint, frozenset()) is not PUBLIC
        and not (browser.client.get(address).location or "").startswith("/sign-in?then=")
    }
    assert let_in == set()


def test_signed_out_people_cannot_send_a_form_of_the_staff(app: Flask, browser: Browser) -> None:
    answers = {
        rule.endpoint: browser.client.post(address).status_code
        for rule, address in rules(app, "POST")
        if POLICIES.get(rule.endpoint, frozenset()) is not PUBLIC
    }
    assert set(answers.values()) == {403}, answers


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_refused_what_the_table_refuses(
    app: Flask, session: Session, browser: Browser, role: Role
) -> None:
    browser.sign_in(make_user(session, role).email, PASSWORD)

    opened = {
        f"{method} {rule.endpoint}": status
        for method in ("GET", "POST")
        for rule, address in rules(app, method)
        if not may_open(role, rule.endpoint)
        and (status := browser.client.open(address, method=method).status_code) != 403
    }
    assert opened == {}


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_can_open_the_pages_the_table_allows(
    app: Flask, session: Session, browser: Browser, role: Role | None
) -> None:
    if role:
        browser.sign_in(make_user(session, role).email, PASSWORD)

    shut = {
        rule.endpoint: status
        for rule, address in rules(app, "GET")
        if not rule.arguments
        and may_open(role, rule.endpoint)
        and (status := browser.client.get(address).status_code) not in {200, *LEADS_ON}
    }
    assert shut == {}


def test_menu_shows_only_what_somebody_may_open(session: Session, browser: Browser) -> None:
    browser.sign_in(make_user(session, Role.SAFEGUARDING_LEAD).email, PASSWORD)

    page = browser.open("/staff/account")

    links = [link.get_text() for link in page.select("nav[aria-label=Main] a")]
    assert "Safeguarding" in links
    assert "People" not in links
    for link in page.select("nav[aria-label=Main] a"):
        assert browser.client.get(str(link["href"])).status_code == 200
