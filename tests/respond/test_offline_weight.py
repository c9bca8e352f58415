"""What a survey costs a phone, with all it can do: in bytes, headers included for whole pages."""

import pytest
from playwright.sync_api import Browser as Chromium

from tests.bench.phone import PHONE, cost_of, weight, weight_of_styles, weight_of_worker
from tests.county import County
from tests.servers import Server

KB = 1000

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("audience", ["easy_read", "young_person", "parent"])
def test_pages_are_light(
    chromium: Chromium, county: County, demo_site: Server, audience: str
) -> None:
    survey = next(each["url"] for each in county.surveys if each["audience"] == audience)
    # Behind a worker, nothing would be counted.
    context = chromium.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()
    first = cost_of(context, page, demo_site.url + survey)
    page.get_by_role("button", name="Start", exact=True).click()
    later = [cost_of(context, page, f"{demo_site.url}{survey}/q/{number}") for number in (2, 3, 4)]
    context.close()

    assert first.bytes + first.font_bytes <= 36 * KB
    assert all(each.bytes + each.font_bytes <= 6 * KB for each in later), later


def test_the_worker_and_the_styles_are_light(county: County, demo_site: Server) -> None:
    survey = county.surveys[0]["url"]

    assert weight_of_worker(demo_site.url) <= 6 * KB
    assert weight(f"{demo_site.url}/static/js/offline.js") <= 6 * KB
    assert weight_of_styles(demo_site.url) <= 12 * KB
    assert weight(f"{demo_site.url}{survey}/offline") <= 20 * KB
