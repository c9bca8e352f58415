"""An analyst goes from hundreds of comments to ten confirmed themes in under 15 minutes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from consult.demo.county import PASSWORD
from tests import databases
from tests.journey.finding_themes import Analyst
from tests.journey.somebody import DESK
from tests.journey.unread import ask_and_be_answered
from tests.journey.walking import Walk
from tests.servers import Server, served

LEAST_COMMENTS = 400
FEWER_THAN, MINUTES = 60, 15

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, on_postgresql: bool) -> Iterator[Server]:
    """A server of a county that nobody has read the answers of."""
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    assert ask_and_be_answered(tmp_path, url) >= LEAST_COMMENTS
    with served(tmp_path, database_url=url) as server:
        yield server


def test_from_400_comments_to_ten_confirmed_themes(chromium: Chromium, site: Server) -> None:
    context = chromium.new_context(viewport=DESK)
    context.set_default_timeout(15_000)
    seen: list[str] = []
    analyst = Analyst(
        Walk(context.new_page(), site.url, PASSWORD),
        look=lambda _, page: seen.append(page.locator("body").inner_text()),
    )

    analyst.find_ten()

    assert analyst.hand.count < FEWER_THAN
    assert analyst.seconds < MINUTES * 60
    analyst.walk.open("/staff/consultations/1/themes")
    analyst.walk.follow("Step by step to ten themes")
    guide = analyst.walk.page.locator("main")
    expect(guide).to_contain_text(f"under {FEWER_THAN} clicks and fields, and under {MINUTES} min")
    bold = guide.locator("strong").all_inner_texts()
    assert len(bold) > 10
    assert [words for words in bold if words not in " ".join(seen)] == []
    context.close()
