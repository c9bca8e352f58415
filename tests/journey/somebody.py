"""Somebody who answers in a browser: by touch, with keys alone, or without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import FilePayload, Locator, Page, ViewportSize

from tests.files import photo, recording
from tests.journey.every_type import EVERY_TYPE, Act, Asked
from tests.journey.keys import focus, tab_to
from tests.page import one

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
OF_TYPE = {each.type: each for each in EVERY_TYPE}
NUMBERS = {each.type: number for number, each in enumerate(EVERY_TYPE, start=1)}
FILES: dict[str, FilePayload] = {
    "photo": {"name": "park.jpg", "mimeType": "image/jpeg", "buffer": photo()},
    "voice": {"name": "me.m4a", "mimeType": "audio/mp4", "buffer": recording()},
    "words": {"name": "park.jpg", "mimeType": "image/jpeg", "buffer": b"words"},
}
# What no page offers: the first control that is there says it.
FORGE = """name => {
  const control = document.querySelector(`main [name="${name}"]`);
  if (control.tagName === "SELECT") control.options[1].value = "forged";
  if (control.tagName === "SELECT") control.value = "forged";
  else { control.value = "forged"; control.checked = true; }
}"""


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
        elif what == "attach":
            self._attach(name, FILES[value])
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
            self.page.evaluate("document.activeElement.blur()")
            tab_to(self.page, tag="button", text="Next")
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self._press(self.page.get_by_role("button", name="Next", exact=True))

    def said(self, asked: Asked) -> list[str]:
        """Return what stands on the page that asks to check."""
        html = self.page.request.get(f"{self.survey}/check").text()
        for row in BeautifulSoup(html, "html.parser").select(".answers > div"):
            if one(row, "dt").get_text() == asked.question["title"]:
                return [line.get_text() for line in row.select("dd .line-of")]
        raise AssertionError("the question is not on the page")

    def _attach(self, name: str, file: FilePayload) -> None:
        """Choose a file in the window that the browser opens."""
        with self.page.expect_file_chooser() as window:
            if self.way == "keyboard":
                tab_to(self.page, name=name)
                self.page.keyboard.press("Enter")
            else:
                self._press(self.page.locator(f"main [name='{name}']"))
        window.value.set_files(file)

    def _press(self, control: Locator) -> None:
        control.tap() if self.way == "touch" else control.click()


def label_of(control: Locator) -> Locator:
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
