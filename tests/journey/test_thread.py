"""One sentence goes the whole way: a phone, an analyst, a board, and back to the child."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from consult.clock import today
from tests.county import County
from tests.journey import walking
from tests.journey.walking import Walk
from tests.servers import Server, served

PHONE = {"width": 390, "height": 844}
TITLE = "Feeling safe out and about"

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def site(county: County, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A server on a county of our own, and the address of its database."""
    url = county.copy_to(tmp_path / "site")
    with served(tmp_path / "site", database_url=url) as server:
        yield server, url or f"sqlite:///{tmp_path / 'site' / 'consult.db'}"


def close(database_url: str, slug: str) -> int:
    """Let time pass until a consultation has closed; return its id."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE consultation SET opens_on = :opened, closes_on = :closed, "
                "withdraw_until = :later WHERE slug = :slug"
            ),
            {
                "opened": today() - timedelta(days=90),
                "closed": today() - timedelta(days=1),
                "later": today() + timedelta(days=30),
                "slug": slug,
            },
        )
        found = connection.scalar(
            text("SELECT id FROM consultation WHERE slug = :slug"), {"slug": slug}
        )
    engine.dispose()
    return int(found)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_one_sentence_goes_the_whole_way_and_back(
    chromium: Chromium, county: County, site: tuple[Server, str], javascript: bool
) -> None:
    server, database_url = site
    survey = next(one for one in county.surveys if one["audience"] == "young_person")
    context = chromium.new_context(viewport=PHONE, java_script_enabled=javascript)
    context.set_default_timeout(15_000)
    walk = Walk(context.new_page(), server.url, county.password)
    priority = "Things to do, safe places"

    code = walking.answer(walk, survey["url"])
    consultation = close(database_url, survey["url"].split("/")[2])
    walk.sign_in(county.users["analyst"])
    walking.suggest_themes(walk, consultation)
    walking.confirm_theme(walk, consultation)
    walking.write_evidence(walk, consultation, priority)
    walk.sign_in(county.users["secretariat"])
    walking.decide(walk, TITLE, priority, today())
    walking.keep_the_promise(walk)
    walk.sign_in(county.users["participation_officer"])
    walking.tell(walk, consultation, priority)

    context.clear_cookies()
    walking.reach_receipt(walk, code)
    main = walk.page.locator("main")
    for told in (walking.WORDS, walking.THEME, walking.REASON, walking.DONE):
        expect(main).to_contain_text(told)
    context.close()
