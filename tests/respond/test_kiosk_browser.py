"""A shared tablet in a real browser: it asks, it starts afresh, and Back shows nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Error, Page, Route, expect
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from consult.clock import today
from consult.respond.models import EntryLink
from consult.respond.rules import LinkKind
from tests import databases
from tests.bench.site import TEN_QUESTIONS, prepare
from tests.servers import Server, served

pytestmark = [pytest.mark.browser, pytest.mark.server]

CODE = "otter-lantern-42"
TWO_QUESTIONS = TEN_QUESTIONS[-2:]
WORDS = "My own words about the park"
TABLET = {"width": 820, "height": 1180}


@dataclass(frozen=True, slots=True)
class Library:
    """A library with a tablet on its counter."""

    server: Server
    database: Engine

    @property
    def start(self) -> str:
        """The address that opens the tablet."""
        return f"{self.server.url}/j/{CODE}"

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        with self.database.connect() as connection:
            return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


@pytest.fixture(scope="module")
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool
) -> Iterator[Library]:
    instance = tmp_path_factory.mktemp("library")
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    prepare(instance, url, TWO_QUESTIONS)
    database = create_engine(url or f"sqlite:///{instance / 'consult.db'}")
    with Session(database) as session:
        session.add(EntryLink(consultation_id=1, kind=LinkKind.KIOSK, code=CODE, made_on=today()))
        session.commit()
    with served(instance, database_url=url) as server:
        yield Library(server, database)
    database.dispose()


@pytest.fixture
def tablet(chromium: Chromium) -> Iterator[Page]:
    context = chromium.new_context(viewport=TABLET)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_tablet(chromium: Chromium) -> Iterator[Page]:
    context = chromium.new_context(viewport=TABLET, java_script_enabled=False)
    yield context.new_page()
    context.close()


def write(page: Page) -> None:
    """Go on to the question that asks for words, and write some."""
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator("#answer button[name=skip]").dispatch_event("click")
    page.locator("#answer textarea").fill(WORDS)


def send(page: Page) -> None:
    """Go on to the end and send the answers."""
    for name in ("Next", "Skip", "Send my answers"):
        page.get_by_role("button", name=name).click()


def go_back(page: Page, times: int = 8) -> list[str]:
    """Press Back again and again; return what each page showed."""
    shown = []
    for _ in range(times):
        try:
            page.go_back(timeout=4000)
        except Error:  # a page that came from a form is not kept
            page.wait_for_load_state()
        shown.append(page.locator("html").inner_html())
    return shown


def test_it_asks_after_three_minutes_and_who_stays_loses_nothing(
    tablet: Page, library: Library
) -> None:
    tablet.clock.install()
    tablet.goto(library.start)
    write(tablet)
    still = tablet.get_by_role("alertdialog")
    tablet.clock.run_for(179_000)
    expect(still).to_be_hidden()
    tablet.keyboard.press("ArrowRight")
    tablet.clock.run_for(179_000)
    expect(still).to_be_hidden()
    tablet.clock.run_for(2_000)
    expect(still).to_be_visible()
    expect(still.get_by_role("button")).to_be_focused()
    still.get_by_role("button").click()
    expect(still).to_be_hidden()
    expect(tablet.locator("#answer textarea")).to_have_value(WORDS)


def test_it_starts_afresh_for_whoever_comes_next(tablet: Page, library: Library) -> None:
    drafts = library.count("draft")
    tablet.clock.install()
    tablet.goto(library.start)
    write(tablet)
    assert library.count("draft") == drafts + 1
    tablet.clock.run_for(181_000)
    tablet.clock.run_for(31_000)
    expect(tablet.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert library.count("draft") == drafts
    assert not any(WORDS in page for page in go_back(tablet))


def test_nothing_is_left_behind_and_back_shows_nothing(tablet: Page, library: Library) -> None:
    tablet.goto(library.start)
    write(tablet)
    send(tablet)
    code = tablet.locator("[data-receipt]").inner_text()
    tablet.get_by_role("button", name="Done").click()
    expect(tablet.get_by_role("button", name="Start", exact=True)).to_be_visible()

    assert tablet.context.cookies() == []
    kept = tablet.evaluate(
        """async () => ({
            local: localStorage.length,
            session: sessionStorage.length,
            workers: (await navigator.serviceWorker.getRegistrations()).length,
            caches: (await caches.keys()).length,
        })"""
    )
    assert kept == {"local": 0, "session": 0, "workers": 0, "caches": 0}
    assert not any(WORDS in page or code in page for page in go_back(tablet))


def test_without_javascript_it_asks_and_starts_afresh_too(
    plain_tablet: Page, library: Library
) -> None:
    # Three minutes are one second, and the half minute after it three.
    hurry(plain_tablet, **{"180s": "1s", 'content="210;': 'content="4;'})
    plain_tablet.goto(library.start)
    plain_tablet.get_by_role("button", name="Start", exact=True).click()
    still = plain_tablet.locator("#still")
    expect(still).to_be_hidden()
    expect(still).to_be_visible()
    expect(plain_tablet.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_without_javascript_who_stays_loses_nothing(plain_tablet: Page, library: Library) -> None:
    hurry(plain_tablet, **{"180s": "2s"})
    plain_tablet.goto(library.start)
    write(plain_tablet)
    plain_tablet.get_by_role("button", name="Yes, I am here").click()
    expect(plain_tablet.locator("#still")).to_be_hidden()
    expect(plain_tablet.locator("#answer textarea")).to_have_value(WORDS)


def hurry(page: Page, **times: str) -> None:
    """Let the pages of a site wait for other times than they say."""

    def sooner(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        for said, instead in times.items():
            body = body.replace(said, instead)
        route.fulfill(response=answer, body=body)

    page.route(re.compile(r"/s/|kiosk\.css"), sooner)
