"""A survey answered with the keyboard alone: no mouse, and one always sees where one is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.county import County
from tests.journey.keys import focus, press, tab_to
from tests.servers import Server

WORDS = "A light at the bus stop, please."

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def page(chromium: Chromium, demo_site: Server) -> Iterator[Page]:
    """A page on which the mouse may not be used."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=demo_site.url)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def survey(county: County) -> str:
    return next(each["url"] for each in county.surveys if each["audience"] == "young_person")


def answer(page: Page) -> None:
    """Answer a question as one would with keys: Space ticks, arrows choose, words are typed."""
    if page.locator("main textarea").count():
        tab_to(page, tag="textarea")
        page.keyboard.type(WORDS)
    elif page.locator("main input[name=r1]").count():
        rank(page)
    elif page.locator("main [name=move]").count():
        tab_to(page, tag="button", name="move")
        page.keyboard.press("Enter")
    elif page.locator("main [name^=points-]").count():
        tab_to(page, type="text")
        page.keyboard.type("10")
    elif page.locator("main input[type=checkbox]").count():
        tab_to(page, type="checkbox")
        page.keyboard.press("Space")
        expect(page.locator("main input[type=checkbox]").first).to_be_checked()
    else:
        tab_to(page, type="radio")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        assert focus(page)["type"] == "radio"
        expect(page.locator("main input[type=radio]").nth(1)).to_be_checked()


def rank(page: Page) -> None:
    """Choose a first, a second and a third; go down past what was chosen already."""
    chosen: list[str] = []
    for name in ("r1", "r2", "r3"):
        tab_to(page, type="radio", name=name)
        page.keyboard.press("Space")
        while (at := focus(page))["value"] in chosen:
            page.keyboard.press("ArrowDown")
        chosen.append(at["value"])
        expect(page.locator(f"input[name={name}][value={at['value']}]")).to_be_checked()


def begin(page: Page, survey: str) -> None:
    page.goto(survey)
    press(page, "Start")


def test_a_whole_survey_needs_no_mouse(page: Page, survey: str) -> None:
    begin(page, survey)
    questions = 0
    while page.get_by_role("button", name="Next", exact=True).count():
        answer(page)
        press(page, "Next")
        questions += 1
    assert questions > 5
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.locator(".answers")).to_contain_text(WORDS)
    expect(page.locator(".answers")).not_to_contain_text("You skipped this one")
    press(page, "Send my answers")
    code = page.locator("[data-receipt]").inner_text()

    press(page, "See what happens to your words")
    expect(page.locator("main")).to_contain_text(code)
    expect(page.locator("main")).to_contain_text(WORDS)


def test_enter_in_a_question_goes_on_and_never_skips(page: Page, survey: str) -> None:
    begin(page, survey)
    tab_to(page, type="radio")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.go_back()
    expect(page.locator("main input[type=radio]").first).to_be_checked()


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, survey: str) -> None:
    page.goto(survey)
    page.keyboard.press("Tab")
    assert focus(page)["text"] == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "() => document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside)


def test_after_a_mistake_the_focus_is_on_what_went_wrong(page: Page, survey: str) -> None:
    begin(page, survey)
    while not page.locator("main textarea").count():
        press(page, "Skip")
    tab_to(page, tag="textarea")
    page.locator("main textarea").fill("It is dark here. " * 60)
    press(page, "Next")
    summary = page.locator(".errors")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: " + page.title().removeprefix("Error: "))
    page.keyboard.press("Tab")
    assert focus(page)["tag"] == "a"
    page.keyboard.press("Enter")
    expect(page.locator("main textarea")).to_be_focused()


def test_who_works_here_signs_in_with_keys_and_reaches_a_room(page: Page, county: County) -> None:
    page.goto("/sign-in")
    tab_to(page, name="email")
    page.keyboard.type(county.users["analyst"])
    tab_to(page, name="password")
    page.keyboard.type(county.password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focus(page)["text"] == "Skip to main content"
    themes = page.get_by_role("link", name="Themes").first
    tab_to(page, tag="a", text=themes.inner_text().strip())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Themes")
