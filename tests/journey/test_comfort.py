"""Pages as people need them: right to left, in other colours, with larger words, read aloud."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.county import County
from tests.servers import Server

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
# A device that can speak: what is said is kept, and no sound is made.
VOICES = """voices => {
  window.said = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak: (words) => window.said.push(words),
    cancel: () => { window.silenced = (window.silenced || 0) + 1; },
  }) });
}"""
URDU = {"lang": "ur-PK", "localService": True, "name": "Asma"}
FAR_AWAY = {**URDU, "localService": False}

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def page(chromium: Chromium, demo_site: Server) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, base_url=demo_site.url, service_workers="block"
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def survey(county: County) -> str:
    return next(each["url"] for each in county.surveys if each["audience"] == "young_person")


def wrong(page: Page) -> list[str]:
    """Return what axe finds, and whether the page runs off its side, here and on 320 pixels."""
    page.evaluate(Axe().axe_script)
    found = [
        f"{each['id']}: {each['nodes'][0]['html'][:120]} at {page.url}"
        for each in page.evaluate("options => axe.run(options)", RULES)["violations"]
    ]
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"runs off the side at {width}: {page.url}")
    page.set_viewport_size({"width": 390, "height": 844})
    return found


@pytest.mark.parametrize(("colours", "text"), [("dark", ""), ("calm", "largest")])
def test_everybody_can_use_every_page_of_a_reply_in_urdu_in_every_look(
    page: Page, survey: str, colours: str, text: str
) -> None:
    page.emulate_media(color_scheme="light" if colours == "dark" else "dark")
    page.goto(f"/display/ur?back={survey}/ur")
    page.check(f"[name=colours][value='{colours}']", force=True)
    page.check(f"[name=text][value='{text}']", force=True)
    page.get_by_role("button").click()
    expect(page.locator("html")).to_have_attribute("data-colours", colours)
    found = wrong(page)
    page.locator("main form button.btn").first.click()
    found += wrong(page)
    page.locator("[name=later]").click()
    found += wrong(page)
    code = page.locator("[data-return]").inner_text()
    page.goto("/come-back/ur")
    found += wrong(page)
    page.fill("[name=code]", code)
    page.get_by_role("button").click()
    page.goto(f"{survey}/ur/check")
    found += wrong(page)
    page.locator("form[action$=send] button").click()
    found += wrong(page)
    page.locator("form[action*=my-answers] button").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert [*found, *wrong(page)] == []


def speaking(page: Page, survey: str, voice: dict[str, object]) -> None:
    """Open the first question in Urdu on a device with one voice."""
    page.add_init_script(f"({VOICES})({json.dumps([voice])})")
    page.goto(f"{survey}/ur")
    page.locator("main form button.btn").first.click()


def test_a_question_is_read_aloud_in_the_language_of_the_page(page: Page, survey: str) -> None:
    asked: list[str] = []
    speaking(page, survey, URDU)
    page.on("request", lambda request: asked.append(request.url))

    page.locator("[data-listen] button").first.click()

    said = page.evaluate("said.map(words => [words.text, words.lang, words.voice.name])")
    assert said[0][0] == page.locator("h1").inner_text()
    assert {(lang, name) for _, lang, name in said} == {("ur", "Asma")}
    assert len(said) > 5, "the answers are read too"
    assert all("/static/" in address for address in asked)
    stop = page.locator("[data-listen] button").nth(1)
    expect(stop).to_be_focused()
    stop.click()
    expect(page.locator("[data-listen] button").first).to_be_focused()
    assert page.evaluate("silenced") >= 2


def test_no_voice_from_elsewhere_is_used(page: Page, survey: str) -> None:
    speaking(page, survey, FAR_AWAY)

    expect(page.locator("[data-listen]")).to_be_hidden()
