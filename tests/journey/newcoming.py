"""The walk of somebody new: from a new consultation to a survey people answer, counted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.journey.walking import Walk

EARLIER = "Feeling safe out and about"
TITLE = "Feeling safe on the way home"
ASKED = ("Youth council", "Children in care council", "Parent and carer forum")
REASON = "We have nobody yet to check the words. Call us, and we find someone who speaks yours."
# At some times of the year, what begins today has too many of its days in the holidays.
HOLIDAYS = re.compile("Say why it must be so.*Most days are in term time")
LANGUAGES = re.compile("Say why it must be so.*other languages")


@dataclass
class Hand:
    """Somebody's hand at a screen: each click, each field filled, each box ticked counts one."""

    page: Page
    count: int = 0
    typed: int = 0

    def click(self, name: str | re.Pattern[str], role: Literal["link", "button"] = "link") -> None:
        """Follow a link, or press a button, by its words."""
        self._on(self.page.get_by_role(role, name=name).first).click()

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.click(name, "button")

    def fill(self, label: str, words: str | date, within: str = "main") -> None:
        """Fill a field by its label."""
        text = words.isoformat() if isinstance(words, date) else words
        self.typed += 1
        self._on(self.page.locator(within).get_by_label(label, exact=True).first).fill(text)

    def choose(self, label: str, within: str) -> None:
        """Choose one answer, or tick a box, by its label."""
        place = self.page.get_by_role("region", name=within, exact=True)
        self._on(place.get_by_label(label, exact=True)).check(force=True)

    def pick(self, label: str, option: str) -> None:
        """Choose an option of a list by its words."""
        self._on(self.page.get_by_label(label, exact=True)).select_option(label=option)

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        self._on(self.page.get_by_text(words, exact=True)).click()

    def tick(self, said: str) -> None:
        """Tick the comment that begins so."""
        comment = self.page.locator(".cmts li", has_text=said).first
        self._on(comment.get_by_role("checkbox")).check()

    def _on(self, found: Locator) -> Locator:
        self.count += 1
        return found


@dataclass
class Newcomer:
    """An officer who has never done it, and somebody who agrees to what cannot be met."""

    officer: Walk
    approver: Walk
    approver_email: str
    today: date
    look: Callable[[str, Page], None] = lambda name, page: None

    def __post_init__(self) -> None:
        self.hand, self.other = Hand(self.officer.page), Hand(self.approver.page)

    @property
    def yesterday(self) -> date:
        """The day before this one."""
        return self.today - timedelta(days=1)

    @property
    def count(self) -> int:
        """How often anybody clicked, filled in or chose something."""
        return self.hand.count + self.other.count

    def walk(self) -> str:
        """Go the whole way from the overview; return the address of the consultation for staff."""
        page = self.officer.page
        self.officer.open("/staff")
        self.begin()
        where = page.url.removeprefix(self.officer.site)
        self.check_facts()
        self.agree()
        self.officer.open(where)
        self.look("launch", page)
        self.hand.press("Launch")
        expect(page.locator(".flash")).to_contain_text("Launched")
        self.hand.click("Posters with a code")
        self.look("posters", page)
        return where

    def begin(self) -> None:
        """Copy an earlier consultation, and publish its surveys."""
        hand, page = self.hand, self.officer.page
        hand.click("New consultation")
        self.look("begin", page)
        hand.click(f"Copy “{EARLIER}”")
        hand.fill("Title of the new consultation", TITLE)
        hand.fill("First day", self.today)
        self.look("copy", page)
        hand.press("Make the copy")
        self.look("words", page)
        hand.press("Save")
        self.look("surveys", page)
        hand.press("Publish all wordings")
        expect(page.locator(".flash")).to_contain_text("Published")
        self.look("tasks", page)

    def check_facts(self) -> None:
        """Check what is taken over, and record what is new."""
        self.keep_watch()
        self.hand.click("Space, voice, audience and influence are thought through")
        self.hand.press("Save")
        self.ask_who_speaks()
        self.put_on_record()
        if self.hand.page.get_by_role("link", name=HOLIDAYS).count():
            self.hand.click(HOLIDAYS)
            self.hand.fill("Why must it be so?", "You can answer at home, and clubs are open.")
            self.hand.press("Save")

    def keep_watch(self) -> None:
        """Say that the people who keep watch can be reached, and when that was tried."""
        hand = self.hand
        hand.click("A safeguarding lead and a deputy can be reached")
        for who in ("lead", "deputy"):
            within = f"section[aria-labelledby={who}]"
            hand.fill("Day you checked that this works", self.yesterday, within)
        hand.fill("Day the last test alert was seen to", self.yesterday)
        self.look("safety", hand.page)
        hand.press("Save")

    def ask_who_speaks(self) -> None:
        """Say which bodies were asked, and what the youth council did."""
        hand = self.hand
        hand.click("Bodies that speak for children are asked, or there is a reason")
        for body in ASKED:
            hand.choose("It was asked", body)
        hand.choose("Done", "The survey, before it opens")
        hand.fill("On which day?", self.yesterday)
        self.look("voices", hand.page)
        hand.press("Save")

    def put_on_record(self) -> None:
        """Record the assessment and the item on the board's agenda."""
        hand = self.hand
        hand.click("The data protection impact assessment is done")
        hand.fill("Reference of the data protection impact assessment", "DPIA 27")
        hand.fill("Day it was done", self.yesterday)
        hand.fill("Item on the board’s agenda", "Item 4: feeling safe")
        hand.fill("Day the board meets", self.today + timedelta(days=300))
        self.look("papers", hand.page)
        hand.press("Save")
        expect(hand.page.locator(".flash")).to_contain_text("Saved")

    def agree(self) -> None:
        """Let an approver say, on another computer, why it is only there in English."""
        page, other = self.approver.page, self.other
        self.approver.open("/sign-in")
        other.fill("Email", self.approver_email)
        other.fill("Password", self.approver.password)
        other.press("Sign in")
        other.click(TITLE)
        other.click(LANGUAGES)
        other.fill("Why must it be so?", REASON)
        self.look("reason", page)
        other.press("Save")
        expect(page.locator(".flash")).to_contain_text("Everybody can read it")
