"""Answering where there is no signal: nothing lost, nothing twice, in a real browser."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests import databases
from tests.journey.no_signal import (
    CHECK,
    PAGES,
    STORE,
    Line,
    Survey,
    answer,
    ask,
    go_on,
    heading,
    hold,
    kept,
    line_to,
    open_survey,
    press,
)
from tests.options import CHROMIUM_OPTIONS, chromium_program
from tests.servers import Server, served

PHONE: ViewportSize = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
EVERYTHING = {
    *(("rides", "yes"), ("which", "b"), ("which", "other")),
    *(("best", "c"), ("best", "a"), ("best", "d"), ("age", "8_10")),
}
THANKS = "Thank you. Your words are in."
WAITS = "Not sent yet"
HUNDRED = 100
BACK = "() => dispatchEvent(new Event('online'))"
IMPATIENT = "() => { for (let i = 0; i < 20; i += 1) document.forms[0].requestSubmit(); }"
# Written all at once by the worker, for a hundred people: as the pages have it written one by one.
MANY = """async ([address, from, to]) => {
    const {active} = await navigator.serviceWorker.getRegistration("/s/");
    const ask = what => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = event => done(event.data);
        active.postMessage(what, [channel.port2]);
    });
    for (let person = from; person < to; person += 1) {
        const id = await ask({act: "begin", address});
        await ask({act: "keep", id, page: "1", fields: [["answer", person % 2 ? "yes" : "no"]]});
        await ask({act: "keep", id, page: "4", fields: [["text", `Person ${person}`]]});
        ask({act: "seal", id});
    }
}"""

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("no_signal")


@pytest.fixture(scope="module")
def opened(request: pytest.FixtureRequest, folder: Path, on_postgresql: bool) -> Survey:
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    return open_survey(folder, url)


def serving(
    opened: Survey, folder: Path, port: int | None = None
) -> AbstractContextManager[Server]:
    url = opened.database_url
    return served(folder, database_url=url if url.startswith("postgresql") else "", port=port)


@pytest.fixture(scope="module")
def server(opened: Survey, folder: Path) -> Iterator[Server]:
    with serving(opened, folder) as server:
        yield server


@pytest.fixture
def survey(opened: Survey) -> Survey:
    """The survey with nothing in it yet."""
    opened.empty()
    return opened


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    with line_to(port_of(server)) as line:
        yield line


@pytest.fixture
def phone(chromium: Chromium, line: Line) -> Iterator[BrowserContext]:
    with_phone = chromium.new_context(viewport=PHONE, base_url=line.url)
    with_phone.set_default_timeout(15_000)
    yield with_phone
    with_phone.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def codes_of_all(page: Page) -> set[str]:
    """Return the codes on the phone once everything on it has arrived."""
    for _ in range(300):
        ask(page, "send")
        if all("code" in reply for reply in kept(page)):
            break
    return {reply["code"] for reply in kept(page)}


def code_on(page: Page) -> str:
    """Return the code that the page shows, once it does."""
    expect(page.locator("main h1")).to_have_text(THANKS)
    return page.locator("[data-receipt]").inner_text()


def answer_until(page: Page, last: str, words: str) -> None:
    """Go on until the phone shows this page."""
    while heading(page) != last:
        go_on(page, words)


@pytest.mark.parametrize("cut_at", PAGES)
def test_the_signal_goes_on_any_page_and_nothing_is_lost(
    page: Page, survey: Survey, cut_at: str
) -> None:
    hold(page, survey.path)
    for _ in range(PAGES.index(cut_at)):
        go_on(page, "More buses")
    page.context.set_offline(True)
    answer_until(page, WAITS, "More buses")
    expect(page.locator("main")).to_contain_text("It is not sent yet")
    assert survey.came() == 0

    page.context.set_offline(False)
    assert code_on(page)
    assert survey.came() == 1
    assert survey.chosen() == EVERYTHING
    assert survey.words() == ["More buses"]
    assert kept(page) == [], "what was sent stays nowhere on the phone"


@pytest.mark.parametrize("cut_at", ["1", "3", "5"])
def test_the_signal_comes_back_half_way(page: Page, survey: Survey, cut_at: str) -> None:
    hold(page, survey.path)
    for _ in range(PAGES.index(cut_at)):
        go_on(page, "Go on")
    page.context.set_offline(True)
    go_on(page, "Go on")
    page.context.set_offline(False)
    answer_until(page, THANKS, "Go on")

    assert code_on(page)
    assert survey.came() == 1
    assert survey.chosen() == EVERYTHING


def test_the_server_goes_on_where_the_phone_was(page: Page, survey: Survey) -> None:
    hold(page, survey.path)
    go_on(page, "")
    page.context.set_offline(True)
    go_on(page, "")
    go_on(page, "")
    page.context.set_offline(False)
    page.goto(survey.path)
    page.get_by_role("link", name="Carry on").click()

    assert heading(page) == "Which are best?"
    assert "/offline" not in page.url
    page.go_back()
    page.goto(f"{survey.path}/q/2")
    expect(page.locator("[name=other]")).to_have_value("the night bus")


def test_the_order_of_answers_is_the_same_without_a_signal(page: Page, survey: Survey) -> None:
    def order() -> list[str]:
        values: list[str] = page.locator("main [name=answer]").evaluate_all(
            "all => all.map(each => each.value)"
        )
        return values

    hold(page, survey.path)
    go_on(page, "")
    go_on(page, "")
    shown = order()
    page.context.set_offline(True)
    page.reload()
    assert "/offline" in page.url
    assert order() == shown
    assert shown[-1] == "other"


def test_a_wrong_answer_is_told_without_a_signal_and_stays(page: Page, survey: Survey) -> None:
    hold(page, survey.path)
    page.context.set_offline(True)
    answer_until(page, "You go by Bus B and the night bus. What should change?", "")
    page.locator("textarea").fill("x" * 61)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_contain_text("1 character too long")
    expect(page.locator("textarea")).to_have_value("x" * 61)
    assert page.title().startswith("Error: ")


def test_everybody_can_use_what_stands_on_the_phone(page: Page, survey: Survey) -> None:
    found: dict[str, list[str]] = {}

    def look() -> None:
        page.evaluate(Axe().axe_script)
        results = page.evaluate("options => axe.run(options)", AXE)
        wrong = [f"{each['id']}: {each['nodes'][0]['html']}" for each in results["violations"]]
        if wrong:
            found[heading(page)] = wrong
        assert page.locator("h1:visible").count() == 1

    hold(page, survey.path)
    page.context.set_offline(True)
    page.reload()
    while heading(page) != WAITS:
        look()
        if page.locator("textarea").count():
            page.locator("textarea").fill("x" * 61)
            page.get_by_role("button", name="Next").click()
            expect(page.locator(".errors")).to_be_visible()
            look()
        go_on(page, "More buses")
    look()
    page.context.set_offline(False)
    code_on(page)
    look()
    assert found == {}


def wait_for(page: Page, survey: Survey, many: int) -> None:
    """Give replies that wait behind each other five seconds to arrive."""
    for _ in range(100):
        if survey.came() >= many:
            break
        page.wait_for_timeout(50)


def cut_after_a_loss(page: Page, line: Line) -> None:
    while not line.lost:
        page.wait_for_timeout(20)
    line.cut()


def test_a_hundred_arrive_once_each_through_lost_answers_and_a_killed_server(
    chromium: Chromium, survey: Survey, folder: Path
) -> None:
    """Both orders: killed before it took the answers in, and after, before it could say so."""
    context = chromium.new_context()
    page = context.new_page()
    with serving(survey, folder) as first, line_to(port_of(first)) as line:
        hold(page, line.url + survey.path)
        line.loses_answers_to = b"/whole"
        page.evaluate(MANY, [survey.path, 0, 20])
        cut_after_a_loss(page, line)
        page.evaluate(MANY, [survey.path, 20, 90])
        before = survey.came()

        line.mend()
        page.evaluate(BACK)
        while survey.came() < before + 15:
            page.wait_for_timeout(20)
        first.kill()
        line.cut()
        with serving(survey, folder, port_of(first)):
            line.mend()
            page.evaluate(MANY, [survey.path, 90, HUNDRED])
            codes = codes_of_all(page)
    context.close()

    assert survey.came() == HUNDRED
    assert sorted(survey.words()) == sorted(f"Person {person}" for person in range(HUNDRED))
    assert len(codes) == HUNDRED, "each has a code of their own"


@pytest.mark.parametrize("done", [False, True])
def test_the_line_breaks_while_somebody_sends(
    page: Page, survey: Survey, line: Line, done: bool
) -> None:
    """Whether or not the server had done it by then, it is there once, with a code."""
    hold(page, survey.path)
    answer_until(page, CHECK, "At last")
    if done:
        line.loses_answers_to = b"POST "
    else:
        line.cut()
    press(page, "Send my answers")
    expect(page.locator("main h1")).to_have_text(WAITS)
    assert survey.came() == (1 if done else 0)

    page.get_by_role("button", name="Try to send now").click()
    expect(page.locator("main h1")).to_have_text(WAITS)

    line.mend()
    page.evaluate(BACK)
    assert code_on(page)
    assert survey.came() == 1
    assert survey.words() == ["At last"]


def test_two_tabs_send_once(page: Page, survey: Survey, line: Line) -> None:
    hold(page, survey.path)
    line.cut()
    answer_until(page, WAITS, "Twice open")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("main h1")).to_have_text(WAITS)
    line.mend()
    for tab in (page, other):
        tab.evaluate(BACK)
        ask(tab, "send")
    for _ in range(100):
        if survey.came() and not [each for each in kept(page) if each.get("sealed")]:
            break
        page.wait_for_timeout(50)
    assert survey.came() == 1


def test_whoever_presses_many_times_keeps_the_code(page: Page, survey: Survey, line: Line) -> None:
    """The code is shown once: what is pressed meanwhile must not lead away from it."""
    hold(page, survey.path)
    answer_until(page, CHECK, "At last")
    line.cut()
    press(page, "Send my answers")
    expect(page.locator("main h1")).to_have_text(WAITS)

    line.mend()
    page.evaluate(IMPATIENT)

    code = code_on(page)
    page.wait_for_timeout(500)
    assert code_on(page) == code


def test_whoever_is_next_on_the_phone_starts_afresh(page: Page, survey: Survey) -> None:
    hold(page, survey.path)
    page.context.set_offline(True)
    answer_until(page, "Which are best?", "")
    page.goto(survey.path)
    expect(page.locator("main")).to_contain_text("Somebody has started on this phone")
    press(page, "Start my own")
    assert page.locator("main :checked").count() == 0
    answer_until(page, WAITS, "The second person")

    # The first one comes back: their answers are where they left them.
    page.goto(survey.path)
    page.get_by_role("link", name="Carry on").click()
    expect(page.locator("main h1")).to_have_text("Which are best?")
    answer_until(page, WAITS, "The first person")
    page.context.set_offline(False)
    expect(page.locator("main h1")).to_have_text(THANKS)
    wait_for(page, survey, 2)
    assert survey.came() == 2
    assert survey.words() == ["The first person", "The second person"]


def test_on_a_phone_that_several_used_no_code_is_shown_to_whoever_comes_next(
    page: Page, survey: Survey
) -> None:
    hold(page, survey.path)
    page.context.set_offline(True)
    page.evaluate(MANY, [survey.path, 0, 2])
    page.context.set_offline(False)
    page.goto(survey.path)
    wait_for(page, survey, 2)
    page.get_by_role("link", name="See the code, once").click()
    expect(page.locator("main h1")).to_have_text(THANKS)
    assert page.locator("[data-receipt]").count() == 0


def test_after_seven_days_it_is_gone_from_the_phone(page: Page, survey: Survey) -> None:
    hold(page, survey.path)
    page.context.set_offline(True)
    answer_until(page, "Which are best?", "")
    page.evaluate(STORE, ["age", 8])
    page.goto(survey.path)
    ask(page, "send")
    assert kept(page) == []
    page.goto(survey.path)
    expect(page.locator("main")).not_to_contain_text("Somebody has started")


def test_exit_leaves_nothing_on_the_phone(page: Page, survey: Survey) -> None:
    hold(page, survey.path)
    page.context.set_offline(True)
    answer_until(page, "You go by Bus B and the night bus. What should change?", "")
    leave = page.locator(".exit a")
    address = leave.get_attribute("href")
    leave.click()
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(survey.path)
    assert address
    assert kept(other) == []


def test_the_phone_is_switched_off_and_on_and_nothing_is_lost(
    chromium: Chromium, survey: Survey, line: Line, tmp_path: Path
) -> None:
    def switched_on() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=chromium_program(),
            args=CHROMIUM_OPTIONS,
            viewport=PHONE,
            base_url=line.url,
        )

    phone = switched_on()
    page = phone.pages[0]
    hold(page, survey.path)
    go_on(page, "")
    line.cut()
    answer_until(page, "Which are best?", "")
    phone.close()

    phone = switched_on()
    page = phone.pages[0]
    page.goto(survey.path)
    page.get_by_role("link", name="Carry on").click()
    expect(page.locator("main h1")).to_have_text("Which are best?")
    answer_until(page, WAITS, "Switched off")
    phone.close()

    line.mend()
    phone = switched_on()
    page = phone.pages[0]
    page.goto(survey.path)
    page.get_by_role("link", name="See the code, once").click()
    assert code_on(page)
    phone.close()
    assert survey.came() == 1
    assert survey.chosen() == EVERYTHING
    assert survey.words() == ["Switched off"]


def test_answers_given_before_the_phone_kept_any_are_there_too(page: Page, survey: Survey) -> None:
    hold(page, survey.path)
    answer_until(page, "Which are best?", "")
    page.evaluate("() => indexedDB.deleteDatabase('consult')")
    page.reload()
    for _ in range(100):
        if kept(page):
            break
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    answer(page, "")
    press(page, "Next")
    assert heading(page) == "You go by Bus B and the night bus. What should change?"
