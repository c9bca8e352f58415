"""Writes a picture of every page of the demo, 390 and 1280 wide, into screenshots/; the guide's."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from consult.clock import today
from tests.county import County, found
from tests.journey.finding_themes import Analyst
from tests.journey.newcoming import Newcomer
from tests.journey.picturing import GUIDE, GUIDE_SIZE, take_for_guide
from tests.journey.unread import ask_and_be_answered
from tests.journey.walking import Walk, answer_until, reach_receipt
from tests.options import CHROMIUM_OPTIONS, INSTALL_CHROMIUM, chromium_program
from tests.servers import served

FOLDER = Path("screenshots")
WIDTHS = {390: 844, 1280: 900}


def main() -> None:
    """Serve the demo and look at every page of it."""
    program = chromium_program()
    if program is None:
        sys.exit(INSTALL_CHROMIUM)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with _site() as (county, site), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        for width, height in WIDTHS.items():
            _look(browser, county, site, width, height)
        _write_guide(browser, county, site)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER}/")


@contextmanager
def _site() -> Iterator[tuple[County, str]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        found(Path(folder) / "county", None) as county,
    ):
        instance = Path(folder) / "site"
        county.copy_to(instance)
        with served(instance) as server:
            yield county, server.url


def _look(browser: Browser, county: County, site: str, width: int, height: int) -> None:
    for role in [None, *county.users]:
        context = browser.new_context(viewport={"width": width, "height": height})
        walk = Walk(context.new_page(), site, county.password)
        if role:
            walk.sign_in(county.users[role])
        for place in county.pages:
            if place["role"] == role:
                walk.open(place["url"])
                _take(walk.page, place["url"], width)
        context.close()
    context = browser.new_context(viewport={"width": width, "height": height})
    walk = Walk(context.new_page(), site, county.password)
    answer_until(walk, county.surveys[1]["url"], lambda name: _take(walk.page, name, width))
    reach_receipt(walk, county.receipt)
    _take(walk.page, "receipt-opened", width)
    context.close()


def _take(page: Page, name: str, width: int) -> None:
    written = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "home"
    page.screenshot(path=FOLDER / f"{written}-{width}.png", full_page=True)


def _write_guide(browser: Browser, county: County, site: str) -> None:
    """Go the newcomer's walk; it comes last, for it changes the county. Then the analyst's."""
    GUIDE.mkdir(parents=True, exist_ok=True)
    contexts = [browser.new_context(viewport=GUIDE_SIZE, locale="en-GB") for _ in range(3)]
    officer, approver = (Walk(each.new_page(), site, county.password) for each in contexts[:2])
    officer.sign_in(county.users["participation_officer"])
    Newcomer(officer, approver, county.users["secretariat"], today(), take_for_guide).walk()
    with tempfile.TemporaryDirectory() as folder:
        ask_and_be_answered(Path(folder))
        with served(Path(folder)) as unread:
            analyst = Walk(contexts[2].new_page(), unread.url, county.password)
            Analyst(analyst, take_for_guide).find_ten()
    for context in contexts:
        context.close()


if __name__ == "__main__":
    main()
