"""The walk of an analyst: from comments nobody has read to ten confirmed themes, counted."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journey.newcoming import Hand
from tests.journey.unread import ANALYST
from tests.journey.walking import Walk

# How long things take an analyst who knows the page. The machine's time is taken by the clock.
SECONDS_A_CLICK = 4
SECONDS_TO_TYPE = 10
SECONDS_TO_READ_A_THEME = 30

BUSES = "Buses stop too early or cost too much"
BULLYING = "Bullying is not stopped"
NOT_ABOUT_BUSES = "When will the car park by the market"
BULLIED_ON_THE_BUS = ("it happens on the bus", "Somebody to sit with on the bus")
TALK, TALK_BETTER = "I need somebody to talk to when I am not okay", "Somebody to talk to in time"
WAIT = "The wait for help is far too long"
SEARCHED, WAITS = "wait", "Dentist. There isn't one"
ART, NOTHING_TO_DO = "Music, drama, dance and art", "There is nothing to do and nowhere to go"
DISABLED, BY_ITSELF = "Disabled children and special needs", "None: it stands by itself"
RARE = "Climate, nature and clean air"
AS_THEY_ARE = (
    "Homes that are damp, crowded or not ours for long",
    "There is not enough money at home",
    "Young people who look after somebody at home",
    "Children in care and care leavers",
)
BROADER = "Getting help"


@dataclass
class Analyst:
    """Somebody who reads what was said, and checks what the machine makes of it."""

    walk: Walk
    look: Callable[[str, Page], None] = lambda name, page: None
    read: int = 0
    waited: float = 0
    hand: Hand = field(init=False)

    def __post_init__(self) -> None:
        self.hand = Hand(self.walk.page)

    @property
    def seconds(self) -> float:
        """How long it takes: clicks, words typed, themes read, and the machine."""
        clicks = (self.hand.count - self.hand.typed) * SECONDS_A_CLICK
        typing = self.hand.typed * SECONDS_TO_TYPE
        return clicks + typing + self.read * SECONDS_TO_READ_A_THEME + self.waited

    def find_ten(self) -> None:
        """Go the whole way from signing in to ten confirmed themes."""
        self.sign_in()
        self.ask_the_machine()
        self.compare_broad_and_narrow()
        self.move_what_is_wrong()
        self.rename()
        self.merge()
        self.take_out()
        self.search()
        self.take_back()
        for name in AS_THEY_ARE:
            self.open(name)
            self.confirm()
        self.read_the_unplaced()
        self.hand.click("Confirmed")
        expect(self.hand.page.locator("ol.themes > li")).to_have_count(10)
        self.look("ten", self.hand.page)

    def sign_in(self) -> None:
        """Sign in and go to the themes of the consultation that is being read."""
        self.walk.open("/sign-in")
        self.hand.fill("Email", ANALYST)
        self.hand.fill("Password", self.walk.password)
        self.hand.press("Sign in")
        self.look("home", self.hand.page)
        self.hand.click("Themes")
        self.look("ask", self.hand.page)

    def ask_the_machine(self) -> None:
        """Ask for suggestions and wait for them."""
        since = time.monotonic()
        self.hand.press("Suggest themes")
        self.look("progress", self.hand.page)
        expect(self.hand.page.get_by_role("link", name="See the themes")).to_be_visible()
        self.waited = time.monotonic() - since
        self.hand.click("See the themes")
        self.look("list", self.hand.page)

    def compare_broad_and_narrow(self) -> None:
        """Look at a broad theme, then at a narrow one inside it, and confirm that one."""
        self.open(BROADER)
        self.open(WAIT)
        self.hand.unfold("Who says it, and what may be quoted")
        self.look("open", self.hand.page)
        self.confirm()

    def move_what_is_wrong(self) -> None:
        """Take out what fits no theme, and move what belongs to another theme."""
        hand = self.hand
        self.open(BUSES)
        hand.tick(NOT_ABOUT_BUSES)
        self.move_to("No theme fits", NOT_ABOUT_BUSES)
        for said in BULLIED_ON_THE_BUS:
            hand.tick(said)
        self.move_to(BULLYING, BULLIED_ON_THE_BUS[0], "move")
        self.confirm()
        self.open(BULLYING)
        self.confirm()

    def rename(self) -> None:
        """Confirm a theme under a name of one's own."""
        self.open(TALK)
        self.hand.fill("Name", TALK_BETTER, "#opened")
        self.look("rename", self.hand.page)
        self.confirm()

    def merge(self) -> None:
        """Make one theme of two that say the same."""
        self.open(ART)
        self.hand.unfold("Merge, nest, set aside")
        self.hand.pick("Merge into", NOTHING_TO_DO)
        self.look("merge", self.hand.page)
        self.hand.press("Merge")
        self.opened(NOTHING_TO_DO)
        self.confirm()

    def take_out(self) -> None:
        """Let a theme stand by itself that the machine put inside a broader one."""
        self.open(DISABLED)
        self.hand.unfold("Merge, nest, set aside")
        self.hand.pick("Part of a broader theme", BY_ITSELF)
        self.hand.press("Put it there")
        expect(self.hand.page.locator(".flash")).to_contain_text("in its new place")
        self.confirm()

    def search(self) -> None:
        """Look for a word, and move a comment that is in no good place."""
        hand = self.hand
        hand.fill("Words in comments", SEARCHED)
        hand.press("List the comments")
        expect(hand.page.locator("#th")).to_contain_text(SEARCHED)
        hand.tick(WAITS)
        hand.pick("Move the ticked comments to", WAIT)
        self.look("search", hand.page)
        hand.press("Move")
        expect(hand.page.locator(".flash")).to_contain_text("moved")
        hand.click("Count everybody")
        expect(hand.page.locator("#filters")).to_contain_text("Everybody is counted")

    def take_back(self) -> None:
        """Set a theme aside, see that it was too soon, and take that back."""
        hand = self.hand
        self.open(RARE)
        hand.unfold("Merge, nest, set aside")
        hand.press("Set aside")
        expect(hand.page.locator(".flash")).to_contain_text("set aside")
        self.look("undo", hand.page)
        hand.press("Undo Set aside")
        expect(hand.page.locator(".flash")).to_contain_text("Undone")

    def read_the_unplaced(self) -> None:
        """Look at what fits no theme."""
        self.hand.click("Unplaced")
        expect(self.hand.page.locator("#th")).to_contain_text("fit no theme")
        self.read += 1
        self.look("unplaced", self.hand.page)

    def open(self, name: str) -> None:
        """Open a theme of the list and read in it."""
        self.hand.click(name)
        self.opened(name)
        self.read += 1

    def opened(self, name: str) -> None:
        """See that a theme is open."""
        expect(self.hand.page.locator("#th")).to_have_text(name)

    def confirm(self) -> None:
        """Stand behind the theme that is open."""
        self.hand.press("Confirm")
        expect(self.hand.page.locator("#opened > .row .tag").first).to_have_text("Confirmed")

    def move_to(self, where: str, said: str, picture: str = "") -> None:
        """Move what is ticked, and see that it has gone."""
        page = self.hand.page
        self.hand.pick("Move the ticked comments to", where)
        if picture:
            self.look(picture, page)
        self.hand.press("Move")
        expect(page.locator(".cmts li", has_text=said)).to_have_count(0)
