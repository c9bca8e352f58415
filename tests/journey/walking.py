"""The whole thread, played in a browser by those who walk it: each act is one function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

# A busy machine is slow, and that is no failure.
expect.set_options(timeout=20_000)

WORDS = "The lights at the bus stop by the quay are broken so I walk home in the dark"
THEME = "Mend the lights where we wait"
HEARD = "Young people wait for the bus in the dark."
REASON = "You told us that you wait in the dark. So we will mend the lights this winter."
CHANGE = "Lights on the way home now come first in the plan."
PROMISE = "Mend every broken light at a bus stop."
DONE = "Every light at the quay works again."
WE_DID = "We mended the lights at the quay."


@dataclass(frozen=True, slots=True)
class Walk:
    """Somebody at a screen, on one site."""

    page: Page
    site: str
    password: str

    def open(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site + path)

    def press(self, name: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

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
    """Answer a survey on a phone, and return the code."""
    answer_until(walk, survey, lambda _: None)
    return walk.page.locator("[data-receipt]").inner_text()


def answer_until(walk: Walk, survey: str, look: Callable[[str], None]) -> None:
    """Answer a survey to its end; `look` is told the name of each page on the way."""
    page = walk.page
    walk.open(survey)
    with page.expect_navigation():
        walk.press("Start")
    while page.get_by_role("button", name="Next", exact=True).count():
        look(page.url.removeprefix(walk.site))
        _answer_question(page)
        with page.expect_navigation():
            walk.press("Next")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    look("check")
    walk.press("Send my answers")
    expect(page.locator("[data-receipt]")).to_be_visible()
    look("thanks")


def _answer_question(page: Page) -> None:
    """Answer whatever is asked: in words where there is a box, yes where we ask to quote."""
    if page.locator("textarea").count():
        page.locator("textarea").fill(WORDS)
    elif page.locator("input[value=yes]").count():
        page.locator("input[value=yes]").check(force=True)
    elif page.locator("input[name=r1]").count():
        for at, place in enumerate(("r1", "r2", "r3")):
            page.locator(f"input[name={place}]").nth(at).check(force=True)
    elif page.locator("input[type=radio]").count():
        page.locator("input[type=radio]").first.check(force=True)


def reach_receipt(walk: Walk, code: str) -> None:
    """Open the page of a code."""
    walk.open("/receipt")
    walk.page.locator("main input[name=code]").fill(code)
    walk.page.locator("main form button").first.click()
    expect(walk.page.get_by_role("heading", level=1)).to_contain_text("happened to your words")


def suggest_themes(walk: Walk, consultation: int) -> None:
    """Let the machine read the comments, as the analyst."""
    walk.open(f"/staff/consultations/{consultation}/themes")
    walk.press("Suggest themes")
    walk.page.wait_for_url("**/themes/progress*")
    for _ in range(120):
        walk.open(f"/staff/consultations/{consultation}/themes")
        if walk.page.locator(".theme h3").count() > 2:
            return
        walk.page.wait_for_timeout(500)
    raise AssertionError("no themes were suggested")


def confirm_theme(walk: Walk, consultation: int) -> None:
    """Find the comment, make a theme of it, stand behind it."""
    page = walk.page
    walk.open(f"/staff/consultations/{consultation}/themes")
    links = page.locator(".theme h3 a").all()
    places = [link.get_attribute("href") or "" for link in links]
    for place in [f"/staff/consultations/{consultation}/themes/unplaced", *places]:
        walk.open(place.removeprefix(walk.site))
        comment = page.locator(".cmts li", has_text=WORDS).first
        if comment.count():
            comment.get_by_role("checkbox").check()
            break
    else:
        raise AssertionError("the comment is nowhere")
    page.get_by_label("Move the ticked comments to").select_option(label="A new theme")
    page.get_by_label("Name of the new theme").fill(THEME)
    walk.press("Move")
    walk.open(f"/staff/consultations/{consultation}/themes")
    walk.follow(THEME)
    if page.get_by_role("button", name="Confirm", exact=True).count():
        walk.press("Confirm")
    expect(page.locator(".tag", has_text="Confirmed").first).to_be_visible()


def write_evidence(walk: Walk, consultation: int, priority: str) -> None:
    """Write what the board needs to know of one priority, and report."""
    page = walk.page
    walk.open(f"/staff/consultations/{consultation}/evidence")
    section = page.locator("section.card", has=page.get_by_role("heading", name=priority))
    section.get_by_role("link", name="Write evidence").click()
    page.get_by_label("What did we hear?").fill(HEARD)
    page.get_by_role("checkbox", name=THEME).first.check()
    page.get_by_role("checkbox", name=WORDS).check()
    page.get_by_role("radio", name="Thin").check()
    walk.press("Write this evidence")
    expect(page.get_by_role("heading", name=HEARD)).to_be_visible()
    walk.press("Report to the board")
    expect(page.get_by_text("The board can decide", exact=False).first).to_be_visible()


def decide(walk: Walk, consultation: str, priority: str, day: date) -> None:
    """Call a meeting and write down what the board decided, as the secretariat."""
    page = walk.page
    walk.open("/staff/meetings/new")
    page.locator("input[name=title]").fill("The board reads what young people said")
    page.locator("input[name=held_on]").fill(day.isoformat())
    page.locator("main form.card button").first.click()
    walk.open("/staff/meetings")
    walk.follow("The board reads what young people said")
    walk.follow("Add to the agenda")
    page.locator("label", has_text=priority).filter(has_text=consultation).first.click()
    walk.press("Add it")
    walk.follow(priority)
    expect(page.get_by_text(HEARD).first).to_be_visible()
    page.get_by_role("link", name="Record the decision").first.click()
    page.get_by_role("radio", name="Change it").check()
    page.get_by_role("radio", name="Final").check()
    page.locator("textarea[name=reason]").fill(REASON)
    page.locator("textarea[name=plan_change]").fill(CHANGE)
    page.get_by_role("checkbox", name=HEARD).check()
    page.locator("select[name=organisation]").select_option(index=1)
    page.locator("textarea[name=commitment]").fill(PROMISE)
    page.locator("input[name=due_on]").fill(day.replace(year=day.year + 1, day=1).isoformat())
    walk.press("Record the decision")
    expect(page.get_by_text(REASON).first).to_be_visible()


def keep_the_promise(walk: Walk) -> None:
    """Write, on the page of the decision, what has changed."""
    page = walk.page
    page.get_by_role("link", name="Write what has changed").first.click()
    page.get_by_role("radio", name="Done").check()
    page.locator("textarea[name=text]").fill(DONE)
    page.locator("main form.card button").first.click()
    expect(page.get_by_text(DONE).first).to_be_visible()


def tell(walk: Walk, consultation: int, priority: str) -> None:
    """Publish “you said, we did”, as the participation officer."""
    page = walk.page
    walk.open(f"/staff/consultations/{consultation}/feedback")
    row = page.locator("section, article, li, tr", has_text=priority).last
    row.get_by_role("link").last.click()
    page.locator("textarea[name=you_said]").fill("The lights at the bus stops are broken.")
    page.locator("textarea[name=we_did]").fill(WE_DID)
    page.locator("main form.card button").first.click()
    expect(page.get_by_role("row", name=priority)).to_contain_text("Told")
