"""The workspace for themes in a browser: by keyboard alone, without JavaScript, and for axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import select

from consult import create_app
from consult.clock import now
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from consult.themes.models import Theme
from consult.themes.services import suggest_themes
from tests import databases
from tests.builders import PASSWORD, make_areas, make_consultation, make_user
from tests.journey.keys import focus
from tests.journey.somebody import DESK, PHONE
from tests.servers import SECRET, served
from tests.themes.words import say

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}

pytestmark = [pytest.mark.browser, pytest.mark.server]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the workspace is, who works in it, and one theme of it."""

    url: str
    themes: str
    theme: str
    email: str


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool
) -> Iterator[Site]:
    """A server with four things that people said, and what the machine made of them."""
    instance = tmp_path_factory.mktemp("workspace")
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    environ = {"CONSULT_INSTANCE": str(instance), "CONSULT_SECRET_KEY": SECRET}
    if url:
        environ["CONSULT_DATABASE_URL"] = url
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade(db.engine)
        session = db_session()
        make_areas(session)
        consultation = make_consultation(session)
        say(session, consultation)
        suggest_themes(session, consultation.id, now=now())
        email = make_user(session).email
        theme_id = session.scalars(select(Theme.id)).first()
        where = f"/staff/consultations/{consultation.id}/themes"
        db.session.remove()
        db.engine.dispose()
    with served(instance, database_url=url) as server:
        yield Site(server.url, where, f"/staff/themes/{theme_id}", email)


@contextmanager
def at_work(
    chromium: Chromium, site: Site, *, viewport: ViewportSize = DESK, scripts: bool = True
) -> Iterator[Page]:
    """Sign the analyst in."""
    context = chromium.new_context(
        viewport=viewport, base_url=site.url, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", site.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    yield page
    context.close()


def done(page: Page, words: str) -> None:
    """See that something was done, and that the focus is somewhere."""
    expect(page.locator(".flash")).to_contain_text(words)
    focus(page)


def press(page: Page, keys: str) -> None:
    """Press one key after the other."""
    for key in keys.split():
        page.keyboard.press(key)


def undo(page: Page) -> None:
    """Take the newest act back."""
    page.keyboard.press("u")
    done(page, "Undone")


def test_a_theme_is_found_opened_and_judged_with_keys(chromium: Chromium, site: Site) -> None:
    with at_work(chromium, site) as page:
        page.goto(site.themes)
        press(page, "? j j")
        expect(page.locator("#keys dl")).to_be_visible()
        name = str(focus(page)["text"])
        page.keyboard.press("Enter")
        expect(page.locator("#th")).to_have_text(name)
        expect(page.locator("#th")).to_be_focused()
        assert "/staff/themes/" in page.url
        page.keyboard.press("c")
        done(page, "confirmed")
        page.keyboard.press("r")
        assert focus(page)["name"] == "name-name"
        page.keyboard.press("Control+A")
        page.keyboard.type("j is a letter here")
        page.keyboard.press("Enter")
        done(page, "new name")
        expect(page.locator("#th")).to_have_text("j is a letter here")
        undo(page)
        expect(page.locator("#th")).to_have_text(name)
        page.keyboard.press("a")
        done(page, "set aside")
        undo(page)
        page.keyboard.press("0")
        expect(page.locator("#th")).to_contain_text("fit no theme")


def test_comments_are_ticked_and_moved_with_keys(chromium: Chromium, site: Site) -> None:
    with at_work(chromium, site) as page:
        page.goto(site.theme)
        press(page, "n x n x")
        expect(page.locator(".cmts input:checked")).to_have_count(2)
        page.keyboard.press("s")
        assert focus(page)["name"] == "move-name"
        page.keyboard.type("A theme of two")
        page.keyboard.press("Enter")
        done(page, "moved")
        expect(page.locator("ol.themes")).to_contain_text("A theme of two")
        undo(page)
        expect(page.locator("ol.themes")).not_to_contain_text("A theme of two")
        press(page, "n l")
        expect(page.locator("#th")).to_have_text("More like this")
        page.keyboard.press("/")
        page.keyboard.type("bus")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("words=bus"))
        focus(page)


def test_keys_can_be_turned_off(chromium: Chromium, site: Site) -> None:
    with at_work(chromium, site) as page:
        page.goto(site.theme)
        page.keyboard.press("?")
        page.locator("#use-keys").uncheck()
        page.reload()
        page.locator("main h1").click()
        page.keyboard.press("c")
        page.keyboard.press("r")
        expect(page.locator(".flash")).to_have_count(0)
        assert page.evaluate("document.activeElement.name") != "name-name"


def test_everything_works_without_scripts(chromium: Chromium, site: Site) -> None:
    with at_work(chromium, site, scripts=False) as page:
        page.goto(site.themes)
        expect(page.locator("#keys")).to_be_hidden()
        page.locator("ol.themes h3 a").first.click()
        name = page.locator("#th").inner_text()
        page.get_by_role("button", name="Confirm", exact=True).click()
        expect(page.locator(".flash")).to_contain_text("confirmed")
        page.locator(".cmts input").first.check()
        page.locator("[name=move-to]").select_option("none")
        page.get_by_role("button", name="Move", exact=True).click()
        expect(page.locator(".flash")).to_contain_text("moved")
        page.get_by_role("button", name="Undo").first.click()
        expect(page.locator(".flash")).to_contain_text("Undone")
        page.get_by_text("Merge, nest, set aside").click()
        page.locator("[name=merge-into]").select_option(index=1)
        page.get_by_role("button", name="Merge", exact=True).click()
        expect(page.locator("#th")).not_to_have_text(name)
        page.get_by_role("button", name="Undo").first.click()
        expect(page.locator("#th")).to_have_text(name)
        page.locator("[data-like]").first.click()
        expect(page.locator("#th")).to_have_text("More like this")
        page.locator("#words").fill("bus")
        page.get_by_role("button", name="List the comments").click()
        expect(page.locator("#th")).to_contain_text("comments with “bus”")


def test_axe_finds_nothing_and_nothing_runs_off_the_side(chromium: Chromium, site: Site) -> None:
    found = {}
    for viewport in (PHONE, DESK):
        with at_work(chromium, site, viewport=viewport) as page:
            rooms = ["", "/unplaced", "/comments?words=bus", "/progress", "/new"]
            for path in [*(site.themes + room for room in rooms), site.theme]:
                page.goto(path)
                for folded in page.locator("main details > summary").all():
                    folded.click()
                page.evaluate(Axe().axe_script)
                results = page.evaluate("options => axe.run(options)", RULES)
                wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                wrong = [each["id"] for each in results["violations"]] + ["too wide"] * wide
                if wrong:
                    found[path, viewport["width"]] = wrong
    assert not found
