"""Somebody new goes from a new consultation to an open survey in under 40 interactions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, expect

from consult.clock import today
from tests.county import County
from tests.journey.newcoming import TITLE, Newcomer
from tests.journey.walking import Walk, answer
from tests.servers import Server, served

FEWER_THAN = 40
# For who starts without an earlier consultation; the others are on a page of the walk.
NOT_ON_THIS_WAY = {"Add the three model surveys"}
AUDIENCES = ("easy_read", "young_person", "parent")

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def site(county: County, tmp_path: Path) -> Iterator[Server]:
    """A server on a county of our own."""
    with served(tmp_path / "site", database_url=county.copy_to(tmp_path / "site")) as server:
        yield server


@pytest.fixture
def computers(chromium: Chromium) -> Iterator[list[BrowserContext]]:
    """Three computers: one person's, another's, and one of the public, without JavaScript."""
    contexts = [chromium.new_context(java_script_enabled=each) for each in (True, True, False)]
    for context in contexts:
        context.set_default_timeout(15_000)
    yield contexts
    for context in contexts:
        context.close()


def test_from_a_new_consultation_to_posters_for_three_wordings(
    county: County, site: Server, computers: list[BrowserContext]
) -> None:
    officer, approver, anybody = (
        Walk(context.new_page(), site.url, county.password) for context in computers
    )
    officer.sign_in(county.users["participation_officer"])
    seen: list[str] = []
    newcomer = Newcomer(
        officer,
        approver,
        county.users["secretariat"],
        today(),
        look=lambda _, page: seen.append(page.locator("body").inner_text()),
    )

    newcomer.walk()

    assert newcomer.count < FEWER_THAN
    posters_are_there(officer, anybody)
    anybody.open("/")
    expect(anybody.page.locator("main")).to_contain_text(TITLE)
    officer.open("/staff/guide")
    bold = officer.page.locator("main strong").all_inner_texts()
    assert len(bold) > 10
    assert {words for words in bold if words not in " ".join(seen)} == NOT_ON_THIS_WAY


def posters_are_there(officer: Walk, anybody: Walk) -> None:
    """Fetch each poster as PDF and SVG, and answer the survey it leads to."""
    posters = officer.page.locator("main")
    for audience in AUDIENCES:
        for kind, content_type in (("pdf", "application/pdf"), ("svg", "image/svg+xml")):
            link = posters.locator(f"a[href$='/posters/{audience}.{kind}']")
            reply = officer.page.request.get(officer.site + (link.get_attribute("href") or ""))
            assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (
                200,
                content_type,
            )
        address = posters.get_by_text(re.compile(f"^http.*/{audience}$")).inner_text()
        assert answer(anybody, address.removeprefix(officer.site)).count("-") == 3
