"""What a survey costs a phone on a bus: few bytes, few requests, nothing from elsewhere."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from tests.bench.phone import PHONE, cost_of, weight, weight_of_styles, weight_of_worker
from tests.county import County
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.server]

FIRST_PAGE, WITH_FONT, LATER_PAGE, MOST_REQUESTS = 14_000, 36_000, 6_000, 6
WORKER, OFFLINE, WHOLE_SURVEY, STYLES = 6_000, 6_000, 20_000, 12_000


@pytest.mark.parametrize("audience", ["easy_read", "young_person", "parent"])
def test_a_survey_costs_a_phone_little(
    chromium: Chromium, county: County, demo_site: Server, audience: str
) -> None:
    path = next(one["url"] for one in county.surveys if one["audience"] == audience)
    # Behind a worker, nothing would be counted.
    context = chromium.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()

    first = cost_of(context, page, demo_site.url + path)
    assert first.bytes <= FIRST_PAGE
    assert first.bytes + first.font_bytes <= WITH_FONT
    assert first.requests <= MOST_REQUESTS

    page.get_by_role("button", name="Start").click()
    for number in range(1, 8):
        later = cost_of(context, page, f"{demo_site.url}{path}/q/{number}")
        assert later.bytes + later.font_bytes <= LATER_PAGE, f"question {number}"
    context.close()


def test_to_be_asked_without_a_signal_costs_little_too(county: County, demo_site: Server) -> None:
    assert weight_of_worker(demo_site.url) <= WORKER
    assert weight(f"{demo_site.url}/static/js/offline.js") <= OFFLINE
    for survey in county.surveys:
        assert weight(f"{demo_site.url}{survey['url']}/offline") <= WHOLE_SURVEY


def test_what_a_page_looks_like_is_light(demo_site: Server) -> None:
    assert weight_of_styles(demo_site.url) <= STYLES


def test_the_font_never_keeps_a_page_waiting() -> None:
    styles = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
    faces = styles.read_text(encoding="utf-8").split("@font-face")[1:]
    assert faces
    assert all("font-display:swap" in face.replace(" ", "") for face in faces)
