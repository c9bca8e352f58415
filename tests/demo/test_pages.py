"""Every page of the demo opens for those it is for, for nobody else, and has something in it."""

from flask import Flask

from consult.demo.pages import OPENED_AS
from consult.people.rules import Role, may_open
from tests.county import County
from tests.page import Browser, one

# Priorities without evidence say so, each among others that have some.
# Nothing was written, let through or changed yet in the county.
EMPTY = {"evidence.evidence", "safeguarding.allowed", "survey.closed_wording", "survey.history"}

People = dict[str | None, Browser]


def endpoint_of(app: Flask, address: str) -> str:
    return str(app.url_map.bind("localhost").match(address.partition("?")[0], "GET")[0])


def test_each_page_opens_for_every_role_that_may_and_for_no_other(
    shown: Flask, county: County, people: People
) -> None:
    wrong = []
    for place in county.pages:
        endpoint = endpoint_of(shown, place["url"])
        for role in Role:
            status = people[role.value].client.get(place["url"]).status_code
            may = OPENED_AS.get(endpoint, role) is role and may_open(role, endpoint)
            if status != (200 if may else 403):
                wrong.append((place["url"], role.value, status))
    assert wrong == []


def test_who_is_not_signed_in_is_asked_to(county: County, people: People) -> None:
    for place in county.pages:
        answer = people[None].client.get(place["url"])
        if place["role"] is None:
            assert answer.status_code == 200, place["url"]
        else:
            assert answer.status_code == 302, place["url"]
            assert answer.location.startswith("/sign-in?then="), place["url"]


def test_each_page_opens_for_its_role_and_shows_more_than_an_empty_state(
    shown: Flask, county: County, people: People
) -> None:
    empty = {}
    for place in county.pages:
        page = people[place["role"]].open(place["url"])
        assert people[place["role"]].path == place["url"].partition("?")[0], "it led elsewhere"
        said = [tag.get_text(" ", strip=True) for tag in page.select("main .empty")]
        if said and endpoint_of(shown, place["url"]) not in EMPTY:
            empty[place["url"]] = said
        assert len(one(page, "main").get_text()) > 100, place["url"]
    assert empty == {}


def test_evidence_is_there_for_most_priorities(county: County, people: People) -> None:
    page = people["analyst"].open("/staff/consultations/3/evidence")
    assert len(page.select("main blockquote, main q, main .quote")) >= 3


def test_each_consultation_opens_for_everybody_in_all_its_rooms(
    shown: Flask, county: County, people: People
) -> None:
    """Pages are named for one consultation each: the others hold their stages too."""
    rooms = ["", "/themes", "/themes/unplaced", "/themes/progress", "/results", "/evidence"]
    rooms += ["/feedback", "/edit", "/surveys/new"]
    for consultation in (1, 2, 3, 4):
        for room in rooms:
            people["participation_officer"].open(f"/staff/consultations/{consultation}{room}")
