"""Writes a picture of every page of the demo, 390 and 1280 wide, into screenshots/."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.county import County, found
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


if __name__ == "__main__":
    main()
