"""Every type of question in a browser: by touch, by keyboard, without JavaScript, for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, expect

from consult.survey.rules import QuestionType
from tests import databases
from tests.journey.every_type import CLAUSE, EVERY_TYPE, Act, Asked, open_every_type
from tests.journey.keys import focus, tab_to
from tests.page import one
from tests.servers import served

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# What a desk is at a zoom of 200 %, and of 400 %.
ZOOMED: ViewportSize = {"width": 640, "height": 450}
NARROW: ViewportSize = {"width": 320, "height": 568}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
# What of it can differ with the size, the colours and the direction of a page.
LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
# The radio or box that is picked need not be seen: what stands for it is.
FORGE = """name => {
  const control = document.querySelector(`main [name="${name}"]`);
  if (control.tagName === "SELECT") control.options[1].value = "forged";
  if (control.tagName === "SELECT") control.value = "forged";
  else { control.value = "forged"; control.checked = true; }
}"""

NUMBERS = {each.type: number for number, each in enumerate(EVERY_TYPE, start=1)}
every_type = pytest.mark.parametrize("asked", EVERY_TYPE, ids=lambda each: each.type)

pytestmark = [pytest.mark.browser, pytest.mark.server]


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody with a reply under way, and how they use the page."""

    page: Page
    survey: str
    way: str

    def open(self, asked: Asked) -> None:
        """Open one question."""
        self.page.goto(f"{self.survey}/q/{NUMBERS[asked.type]}")

    def act(self, act: Act) -> None:
        """Do one thing as people do it who use the page this way."""
        what, name, value = act
        if what == "forge":
            self.page.evaluate(FORGE, name)
        elif self.way == "keyboard":
            by_keys(self.page, what, name, value)
        elif what == "write":
            self.page.locator(f"main [name='{name}']").fill(value)
        elif what == "pick":
            self.page.locator(f"main [name='{name}']").select_option(value)
        else:
            control = self.page.locator(f"main [name='{name}'][value='{value}']")
            self._press(control if what == "press" else label_of(control))

    def next(self) -> None:
        """Go on."""
        if self.way == "keyboard":
            self.page.locator("h1").first.evaluate("h1 => h1.ownerDocument.activeElement.blur()")
            tab_to(self.page, tag="button", text="Next")
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self._press(self.page.get_by_role("button", name="Next", exact=True))

    def _press(self, control: Any) -> None:
        control.tap() if self.way == "touch" else control.click()

    def said(self, asked: Asked) -> list[str]:
        """Return what stands on the page that asks to check."""
        html = self.page.request.get(f"{self.survey}/check").text()
        for row in BeautifulSoup(html, "html.parser").select(".answers > div"):
            if one(row, "dt").get_text() == asked.question["title"]:
                return [line.get_text() for line in row.select("dd .line-of")]
        raise AssertionError("the question is not on the page")


def label_of(control: Any) -> Any:
    """Return what people touch: the label around a radio or a box."""
    return control.locator("xpath=ancestor::label")


def by_keys(page: Page, what: str, name: str, value: str) -> None:
    """Do one thing with keys alone: Tab leads there, arrows choose, Space ticks."""
    if what == "write":
        tab_to(page, name=name)
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
    elif what == "pick":
        tab_to(page, name=name)
        while page.locator(f"main [name='{name}']").input_value() != value:
            page.keyboard.press("ArrowDown")
    elif what == "press":
        tab_to(page, name=name, value=value)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert focus(page)["value"] == value, "the focus stays on what was pressed"
    elif page.locator(f"main [name='{name}']").first.get_attribute("type") == "checkbox":
        tab_to(page, name=name, value=value)
        page.keyboard.press("Space")
    else:
        tab_to(page, name=name)
        page.keyboard.press("Space")
        while focus(page)["value"] != value:
            page.keyboard.press("ArrowDown")


@pytest.fixture(scope="module")
def survey(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool
) -> Iterator[str]:
    """A server with one survey that asks everything."""
    instance = tmp_path_factory.mktemp("every_type")
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    path = open_every_type(instance, url)
    with served(instance, database_url=url) as server:
        yield server.url + path


def begun(chromium: Chromium, survey: str, way: str, **options: Any) -> Iterator[Somebody]:
    """Give a browser of their own to somebody who has begun to answer."""
    context = chromium.new_context(service_workers="block", reduced_motion="reduce", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(survey)
    with page.expect_navigation():
        page.get_by_role("button", name="Start").click()
    yield Somebody(page, survey, way)
    context.close()


@pytest.fixture(scope="module")
def touching(chromium: Chromium, survey: str) -> Iterator[Somebody]:
    yield from begun(chromium, survey, "touch", viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="module")
def typing(chromium: Chromium, survey: str) -> Iterator[Somebody]:
    yield from begun(chromium, survey, "keyboard", viewport=DESK)


@pytest.fixture(scope="module")
def plain(chromium: Chromium, survey: str) -> Iterator[Somebody]:
    yield from begun(chromium, survey, "plain", viewport=PHONE, java_script_enabled=False)


@pytest.fixture(scope="module")
def looking(chromium: Chromium, survey: str) -> Iterator[Somebody]:
    yield from begun(chromium, survey, "looking", viewport=PHONE)


def test_the_survey_has_every_type() -> None:
    elsewhere = {QuestionType.PHOTO, QuestionType.VOICE}
    assert {each.type for each in EVERY_TYPE} == set(QuestionType) - elsewhere


def answer(somebody: Somebody, asked: Asked) -> None:
    somebody.open(asked)
    for act in asked.acts:
        somebody.act(act)
    somebody.next()
    assert somebody.said(asked) == list(asked.said)


@every_type
def test_it_is_answered_by_touch(touching: Somebody, asked: Asked) -> None:
    answer(touching, asked)


@every_type
def test_it_is_answered_with_keys_alone(typing: Somebody, asked: Asked) -> None:
    answer(typing, asked)


@every_type
def test_it_is_answered_without_javascript(plain: Somebody, asked: Asked) -> None:
    answer(plain, asked)


@every_type
def test_everybody_can_use_it_empty_wrong_and_filled(looking: Somebody, asked: Asked) -> None:
    page = looking.page
    looking.open(asked)
    found = look(page, "empty")
    for act in asked.wrong:
        looking.act(act)
    looking.next()
    expect(page.locator(".errors")).to_be_focused()
    assert page.title().startswith("Error:")
    found |= look(page, "wrong")
    looking.open(asked)
    for act in asked.acts:
        looking.act(act)
    looking.next()
    looking.open(asked)
    found |= look(page, "filled")
    assert found == {}


def look(page: Page, state: str) -> dict[str, list[str]]:
    """Return what axe finds on the page as it stands, and where it is too wide."""
    page.evaluate(Axe().axe_script)
    found = {state: violations(page, AXE)}
    page.emulate_media(color_scheme="dark")
    found[f"{state}, dark"] = violations(page, AXE | LOOKS)
    page.emulate_media(color_scheme="light")
    for name, size in {"at 200 %": ZOOMED, "at 320 px": NARROW}.items():
        page.set_viewport_size(size)
        found[f"{state}, {name}"] = [*violations(page, AXE | LOOKS), *too_wide(page)]
    page.evaluate("document.documentElement.dir = 'rtl'")
    found[f"{state}, right to left"] = [*violations(page, AXE | LOOKS), *too_wide(page)]
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size(PHONE)
    return {name: wrong for name, wrong in found.items() if wrong}


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    results = page.evaluate("options => axe.run(options)", options)
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]}"
        for each in results["violations"]
        for node in each["nodes"][:3]
    ]


def too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px too wide"] if over > 0 else []


def test_an_answer_that_stands_alone_is_refused_beside_others_without_javascript(
    plain: Somebody,
) -> None:
    several = next(each for each in EVERY_TYPE if each.type == "several")
    plain.open(several)
    for box in plain.page.locator("main [name=answer]").all():
        box.set_checked(box.get_attribute("value") in {"park", "none"}, force=True)
    plain.next()

    expect(plain.page.locator(".errors")).to_contain_text("Choose “None of these” alone")
    expect(plain.page.locator("main [value=park]")).to_be_checked()


def test_an_answer_that_stands_alone_unticks_the_others(touching: Somebody) -> None:
    several = next(each for each in EVERY_TYPE if each.type == "several")
    touching.open(several)
    boxes = touching.page.locator("main [name=answer]")
    for box in boxes.all():
        box.set_checked(False, force=True)
    for value in ("park", "none"):
        touching.act(("choose", "answer", value))
    expect(touching.page.locator("main :checked")).to_have_value("none")
    touching.act(("choose", "answer", "home"))
    expect(touching.page.locator("main :checked")).to_have_value("home")


def test_moving_up_says_so_and_does_not_load_the_page(touching: Somebody) -> None:
    ranking = next(each for each in EVERY_TYPE if each.type == "ranking")
    touching.open(ranking)
    page = touching.page
    page.evaluate("document.querySelectorAll('main select').forEach(s => s.value = '')")
    page.evaluate("window.stays = true")
    touching.act(("press", "move", "school:up"))
    expect(page.locator("fieldset [role=status]")).to_have_text("My school is now 1st")
    touching.act(("press", "move", "school:down"))
    expect(page.locator("fieldset [role=status]")).to_have_text("My school is not in your list")
    assert page.evaluate("window.stays")


def test_points_are_added_up_while_they_are_shared_out(touching: Somebody) -> None:
    points = next(each for each in EVERY_TYPE if each.type == "points")
    touching.open(points)
    for name in ("park", "bus", "school", "home"):
        touching.act(("write", f"points-{name}", "4"))
    expect(touching.page.locator(".left")).to_have_text("6 too many")
    touching.act(("write", "points-park", ""))
    touching.act(("write", "points-bus", "1"))
    expect(touching.page.locator(".left")).to_have_text("1 left to give")


def test_statements_stand_in_rows_on_a_wide_page_and_one_by_one_on_a_phone(
    typing: Somebody, touching: Somebody
) -> None:
    statements = next(each for each in EVERY_TYPE if each.type == "statements")

    def heights(somebody: Somebody) -> list[float]:
        somebody.open(statements)
        labels = somebody.page.locator(".line").first.locator("label").all()
        return [round(box["y"]) for label in labels if (box := label.bounding_box())]

    assert len(set(heights(typing))) == 1
    assert len(set(heights(touching))) == 6


def test_the_clause_of_the_plan_stands_before_the_box(plain: Somebody) -> None:
    plain.open(next(each for each in EVERY_TYPE if each.type == "clause"))
    expect(plain.page.locator("figure blockquote")).to_have_text(CLAUSE)
