"""The whole thread, played in a browser as those who walk it: each act is one function."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

WORDS = "The lights at the bus stop by the quay are broken so I walk home in the dark"
THEME = "Mend the lights where we wait"
REASON = "You told us that you wait in the dark. So we will mend the lights this winter."
CHANGE = "The plan now says that lights on the way home come first."


@dataclass(frozen=True, slots=True)
class Walk:
    """Somebody at a phone, on one site."""

    page: Page
    site: str
    password: str

    def open(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site + path)

    def press(self, name: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow the link with these words."""
        self.page.get_by_role("link", name=name).first.click()

    def sign_in(self, email: str) -> None:
        """Sign in, whoever was signed in before."""
        self.page.context.clear_cookies()
        self.open("/sign-in")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(self.password)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()


def answer(walk: Walk, survey: str) -> str:
    """A young person answers on a phone and gets a code."""
    page = walk.page
    walk.open(survey)
    walk.press("Start")
    while page.locator("form textarea, form fieldset, form input[type=text]").count():
        _answer_question(page)
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    walk.press("Send my answers")
    return page.locator("[data-receipt]").inner_text()


def _answer_question(page: Page) -> None:
    """Answer whatever is asked: in words where there is a box, yes where we ask to quote."""
    if page.locator("textarea").count():
        page.locator("textarea").fill(WORDS)
    elif page.locator("input[value=yes]").count():
        page.locator("input[value=yes]").check(force=True)
    elif page.locator("input[name=r1]").count():
        for place in ("r1", "r2", "r3"):
            page.locator(f"input[name={place}]").nth(int(place[1])).check(force=True)
    elif page.locator("input[type=radio]").count():
        page.locator("input[type=radio]").first.check(force=True)


def suggest_themes(walk: Walk, consultation: int) -> None:
    """The analyst lets the machine read the comments."""
    walk.open(f"/staff/consultations/{consultation}/themes")
    walk.press("Suggest themes")
    for _ in range(120):
        walk.open(f"/staff/consultations/{consultation}/themes")
        if walk.page.locator(".theme").count() > 2:
            return
        walk.page.wait_for_timeout(500)
    raise AssertionError("no themes were suggested")


def confirm_theme(walk: Walk, consultation: int) -> None:
    """The analyst finds the comment, makes a theme of it and stands behind it."""
    page = walk.page
    places = [f"/staff/consultations/{consultation}/themes/unplaced"]
    walk.open(f"/staff/consultations/{consultation}/themes")
    hrefs = page.locator(".theme h3 a").evaluate_all("links => links.map(a => a.href)")
    places += [re.sub(r"^https?://[^/]+", "", href) for href in hrefs]
    for place in places:
        walk.open(place)
        comment = page.locator("li", has=page.get_by_text(WORDS)).first
        if comment.count():
            comment.get_by_role("checkbox").check()
            break
    else:
        raise AssertionError("the comment is nowhere")
    page.get_by_label("Move the ticked").select_option(label="A new theme")
    page.get_by_label("Name of the new theme").fill(THEME)
    page.get_by_role("button", name="Move", exact=True).click()
    walk.open(f"/staff/consultations/{consultation}/themes")
    walk.follow(THEME)
    if page.get_by_role("button", name="Confirm").count():
        page.get_by_role("button", name="Confirm").first.click()
    expect(page.get_by_text("Confirmed").first).to_be_visible()


def write_evidence(walk: Walk, consultation: int, priority: int) -> None:
    """The analyst writes what the board needs to know, and reports."""
    page = walk.page
    walk.open(f"/staff/consultations/{consultation}/evidence/new?priority={priority}")
    page.locator("textarea[name=statement]").fill("Young people wait for the bus in the dark.")
    page.get_by_role("checkbox", name=THEME).check()
    page.get_by_role("checkbox", name=WORDS).check()
    page.get_by_role("radio").nth(1).check()
    page.locator("main form button").first.click()
    expect(page.get_by_text("Young people wait for the bus in the dark.").first).to_be_visible()
    walk.open(f"/staff/consultations/{consultation}/evidence")
    walk.press("Report to the board")


def decide(walk: Walk, consultation: str, priority: str, day: str) -> None:
    """The secretariat calls a meeting and records what the board decided."""
    page = walk.page
    walk.open("/staff/meetings/new")
    page.locator("input[name=title]").fill("The board reads what young people said")
    page.locator("input[name=held_on]").fill(day)
    page.locator("main form button").first.click()
    walk.open("/staff/meetings")
    walk.follow("The board reads what young people said")
    walk.follow("Add a priority")
    page.locator("main form select").first.select_option(label=re.compile(priority))  # type: ignore[arg-type]
    page.locator("main form button").first.click()
    walk.follow(priority)
