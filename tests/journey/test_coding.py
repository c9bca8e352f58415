"""Coding from examples and reading twice: with keys alone, without scripts, for everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, expect

from tests.county import County
from tests.journey.keys import press, tab_to
from tests.servers import Server, served

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
PATIENCE = 60

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def site(county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a county of our own."""
    instance = tmp_path_factory.mktemp("coding")
    with served(instance, database_url=county.copy_to(instance)) as server:
        yield server


@contextmanager
def signed_in(
    chromium: Chromium, site: Server, county: County, role: str, *, scripts: bool = False
) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=DESK, base_url=site.url, java_script_enabled=scripts, bypass_csp=scripts
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Email").fill(county.users[role])
    page.get_by_label("Password").fill(county.password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()


def address(county: County, ending: str) -> str:
    return next(str(each["url"]) for each in county.pages if str(each["url"]).endswith(ending))


def code_ten(page: Page) -> None:
    """Choose a theme for each comment by typing its number."""
    expect(page.locator("main select")).to_have_count(10)
    for at in range(10):
        asked = page.locator("main select").nth(at)
        tab_to(page, tag="select", name=asked.get_attribute("name") or "")
        number = str(at % 3 + 1)
        page.keyboard.type(number)
        chosen = asked.locator("option:checked").inner_text()
        assert chosen.startswith(f"{number} "), f"{number} chose {chosen!r}"


def wait_until_coded(page: Page) -> None:
    """Look again, as one does without scripts, until the machine is done."""
    for _ in range(PATIENCE):
        if page.get_by_text("has coded what nobody had coded").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def test_the_machine_is_asked_and_taught_with_keys_alone_and_everybody_can_read_it(
    chromium: Chromium, site: Server, county: County
) -> None:
    with signed_in(chromium, site, county, "analyst") as page:
        page.goto(address(county, "/themes/coding"))
        press(page, "Code the rest")
        wait_until_coded(page)
        tab_to(page, tag="a", text="See what it says")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("it learnt from")
        tab_to(page, tag="a", text="Teach it ten more")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        code_ten(page)
        press(page, "Save and show the next")
        expect(page.locator(".flash")).to_contain_text("Written down, under your name.")
        page.goto(address(county, "/themes/coding"))
        expect(page.locator("main")).to_contain_text("Not enough yet: 10 of 30")
    coding = address(county, "/themes/coding")
    piles = [f"{coding}/next?pile={pile}" for pile in ("unsure", "chance")]
    with signed_in(chromium, site, county, "analyst", scripts=True) as page:
        assert troubles(page, [coding, *piles]) == {}


def test_a_second_reader_codes_with_keys_alone_and_without_scripts(
    chromium: Chromium, site: Server, county: County
) -> None:
    with signed_in(chromium, site, county, "participation_officer") as page:
        page.goto(address(county, "/code"))
        code_ten(page)
        press(page, "Save and go on")
        expect(page.locator("main")).to_contain_text("10 of 50")
        expect(page.get_by_role("heading", level=2).first).to_have_text("Comments 11 to 20 of 50")


def troubles(page: Page, paths: list[str]) -> dict[str, list[str]]:
    """Return what axe finds on these pages, on a desk and on a phone."""
    found = {}
    for path in paths:
        page.goto(path)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            page.evaluate(Axe().axe_script)
            told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
            found[f"{path} at {size['width']}"] = [each["id"] for each in told["violations"]]
    return {path: ids for path, ids in found.items() if ids}
