"""Every page in a real browser: everybody can use it, and it asks nobody else for anything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.county import County
from tests.journey.walking import Walk, answer_until, reach_receipt
from tests.servers import Server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 568}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
CONTRAST = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}
# Who has pages of their own; the others see some of these with something else on them.
ROLES = ["participation_officer", "administrator", "secretariat", "safeguarding_lead"]
OTHERS = {
    "analyst": ["/staff"],
    "board_member": ["/staff"],
    "youth_council_member": ["/staff"],
    "local_manager": ["/staff/consultations/3/results"],
    "monitoring_officer": ["/staff"],
}
AUDIENCES = ["easy_read", "young_person", "parent"]

pytestmark = [pytest.mark.browser, pytest.mark.server]

Found = dict[str, list[str]]


@dataclass
class Visit:
    """Somebody at a screen, and what axe found on each page they looked at."""

    walk: Walk
    found: Found = field(default_factory=dict)

    def look(self, name: str, *, dark: bool = False) -> None:
        """Let axe look at the page as it stands, on a phone and on a desk."""
        page = self.walk.page
        page.evaluate(Axe().axe_script)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            self._ask(f"{name} at {size['width']}", ALL_RULES)
        if dark:
            page.emulate_media(color_scheme="dark")
            self._ask(f"{name} in the dark", CONTRAST)
            page.emulate_media(color_scheme="light")

    def open(self, url: str, *, dark: bool = False) -> None:
        """Open a page and look at it."""
        self.walk.open(url)
        self.look(url, dark=dark)

    def _ask(self, name: str, options: dict[str, Any]) -> None:
        results = self.walk.page.evaluate("options => axe.run(options)", options)
        wrong = [
            f"{each['id']}: {node['target']} {node['html'][:120]}"
            for each in results["violations"]
            for node in each["nodes"][:3]
        ]
        if wrong:
            self.found[name] = wrong


@contextmanager
def visiting(
    chromium: Chromium, county: County, site: Server, role: str | None = None, **options: Any
) -> Iterator[Walk]:
    """Give a browser of its own to somebody with a role, or to the public."""
    context = chromium.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(15_000)
    walk = Walk(context.new_page(), site.url, county.password)
    if role:
        walk.sign_in(county.users[role])
    yield walk
    context.close()


def pages_of(county: County, role: str | None) -> list[str]:
    if role in OTHERS:
        return OTHERS[role]
    return [place["url"] for place in county.pages if place["role"] == role]


def survey_for(county: County, audience: str) -> str:
    return next(each["url"] for each in county.surveys if each["audience"] == audience)


def test_every_page_belongs_to_somebody_who_looks_at_it_here(county: County) -> None:
    assert {place["role"] for place in county.pages} == {None, *ROLES}
    assert {*ROLES, *OTHERS} == set(county.users)


def test_what_somebody_cannot_use_is_found(
    chromium: Chromium, county: County, demo_site: Server
) -> None:
    with visiting(chromium, county, demo_site, bypass_csp=True, viewport=PHONE) as walk:
        visit = Visit(walk)
        walk.open("/contact")
        walk.page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend',"
            " '<input><p style=\"color:#999;background:#888\">Hard to see</p>')"
        )
        visit.look("broken")
    assert set(visit.found) == {"broken at 390", "broken at 1280"}
    said = " ".join(visit.found["broken at 390"])
    assert "label" in said
    assert "color-contrast" in said


@pytest.mark.parametrize("role", [None, *ROLES, "local_manager"])
def test_everybody_can_use_every_page(
    chromium: Chromium, county: County, demo_site: Server, role: str | None
) -> None:
    with visiting(chromium, county, demo_site, role, bypass_csp=True, viewport=PHONE) as walk:
        visit = Visit(walk)
        for url in pages_of(county, role):
            visit.open(url, dark=role is None)
    assert visit.found == {}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_everybody_can_use_every_page_of_a_survey(
    chromium: Chromium, county: County, demo_site: Server, audience: str
) -> None:
    with visiting(chromium, county, demo_site, bypass_csp=True, viewport=PHONE) as walk:
        visit = Visit(walk)
        seen = []

        def look(name: str) -> None:
            seen.append(name)
            visit.look(name, dark=audience == "young_person")
            if name == "check" and audience == "young_person":
                look_at_answers(visit)

        answer_until(walk, survey_for(county, audience), look)
    assert visit.found == {}
    assert seen[-3].endswith("/words")
    assert seen[-2:] == ["check", "thanks"]


def look_at_answers(visit: Visit) -> None:
    """Look at each question once more: answered now, so that what is chosen is marked."""
    page = visit.walk.page
    check = page.url
    for link in [each.get_attribute("href") or "" for each in page.locator(".change a").all()]:
        visit.open(link, dark=True)
    page.goto(check)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_everybody_can_use_a_question_that_was_answered_wrongly(
    chromium: Chromium, county: County, demo_site: Server, audience: str
) -> None:
    with visiting(chromium, county, demo_site, bypass_csp=True, viewport=PHONE) as walk:
        answer_too_long(walk, survey_for(county, audience))
        visit = Visit(walk)
        visit.look("a mistake", dark=True)
    assert visit.found == {}


def answer_too_long(walk: Walk, survey: str) -> None:
    """Skip to the question for words, and write more than fits."""
    page = walk.page
    walk.open(survey)
    with page.expect_navigation():
        walk.press("Start")
    while not page.locator("textarea").count():
        with page.expect_navigation():
            walk.press("Skip")
    page.locator("textarea").fill("It is dark here. " * 60)
    with page.expect_navigation():
        walk.press("Next")
    expect(page.locator(".errors")).to_be_visible()


def test_everybody_can_use_what_a_code_opens(
    chromium: Chromium, county: County, demo_site: Server
) -> None:
    with visiting(chromium, county, demo_site, bypass_csp=True, viewport=PHONE) as walk:
        visit = Visit(walk)
        reach_receipt(walk, county.receipt)
        visit.look("a code opened", dark=True)
        walk.open("/receipt")
        walk.page.locator("main input[name=code]").fill("amber-otter-1")
        walk.page.locator("main form button").first.click()
        expect(walk.page.locator(".errors")).to_be_visible()
        visit.look("a code mistyped", dark=True)
    assert visit.found == {}


@dataclass
class Overheard:
    """What a browser asked for and complained of."""

    site: str
    asked_elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", lambda request: self.hear_request(request.url))
        page.on("console", self.hear_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def hear_request(self, url: str) -> None:
        if not url.startswith((f"{self.site}/", "data:")):
            self.asked_elsewhere.append(url)

    def hear_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")


@contextmanager
def listening(
    chromium: Chromium, county: County, site: Server, role: str | None = None
) -> Iterator[Walk]:
    """Visit under the policy of the site: nothing is asked elsewhere, nothing complains."""
    overheard = Overheard(site.url)
    with visiting(chromium, county, site, role, viewport=NARROW) as walk:
        overheard.listen(walk.page)
        yield walk
    assert overheard.asked_elsewhere == []
    assert overheard.complaints == []


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than the screen."""
    script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


@pytest.mark.parametrize("role", [None, *ROLES, *OTHERS])
def test_no_page_asks_elsewhere_complains_or_scrolls_sideways(
    chromium: Chromium, county: County, demo_site: Server, role: str | None
) -> None:
    wide = {}
    with listening(chromium, county, demo_site, role) as walk:
        for url in pages_of(county, role):
            walk.open(url)
            if over := sideways(walk.page):
                wide[url] = over
    assert wide == {}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_of_a_survey_asks_elsewhere_complains_or_scrolls_sideways(
    chromium: Chromium, county: County, demo_site: Server, audience: str
) -> None:
    wide = {}

    def measure(page: Page) -> Callable[[str], None]:
        return lambda name: wide.update({name: sideways(page)})

    with listening(chromium, county, demo_site) as walk:
        answer_until(walk, survey_for(county, audience), measure(walk.page))
        reach_receipt(walk, county.receipt)
        measure(walk.page)("a code opened")
    assert {name for name, over in wide.items() if over} == set()
