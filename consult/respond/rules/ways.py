"""Ways in: what somebody describes of one, how an answer through it counts, why it is shut."""

from dataclasses import dataclass

from consult.errors import ConsultError, NotFound, RuleBroken, in_any_language
from consult.respond.rules.routes import LinkKind, Route, SettingKind
from consult.survey.rules import Audience

MOST_CARDS = 500

SETTING_LABELS = {
    SettingKind.SCHOOL: "School",
    SettingKind.COLLEGE: "College",
    SettingKind.CLUB: "Club or youth group",
    SettingKind.LIBRARY: "Library",
    SettingKind.HEALTH: "Health service",
    SettingKind.HOME: "Children’s home",
    SettingKind.OTHER: "Somewhere else",
}
LINK_LABELS = {
    LinkKind.OPEN: "Link",
    LinkKind.CARDS: "Cards",
    LinkKind.CLOSED: "Group code",
    LinkKind.CLASS: "Class",
    LinkKind.KIOSK: "Shared tablet",
    LinkKind.ASSISTED: "With a helper",
}
LINK_NOTES = {
    LinkKind.OPEN: "For a poster or an email. Anybody may use it, as often as they like.",
    LinkKind.CARDS: "Codes on paper. Each lets one person in, once.",
    LinkKind.CLOSED: "A code for people you know, such as a forum. They all use the same one.",
    LinkKind.CLASS: "A teacher starts a session and sees how many have finished.",
    LinkKind.KIOSK: "Starts afresh for each person. Nothing stays on the tablet.",
    LinkKind.ASSISTED: "Somebody reads it out and types what they hear. It counts as helped.",
}
ROUTES = {
    LinkKind.CLASS: Route.CLASS,
    LinkKind.KIOSK: Route.KIOSK,
    LinkKind.ASSISTED: Route.ASSISTED,
}


@dataclass(frozen=True, slots=True)
class SettingDraft:
    """A place as somebody describes it."""

    name: str
    kind: SettingKind
    area_id: int | None = None


@dataclass(frozen=True, slots=True)
class WayDraft:
    """A way in as somebody describes it; with no audience, people choose their wording."""

    kind: LinkKind
    name: str = ""
    setting_id: int | None = None
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody came: kept with their reply until it is sent, and not after."""

    route: Route = Route.OWN_DEVICE
    link_id: int | None = None
    card_id: int | None = None


class UnknownWay(NotFound):
    """A code that leads nowhere."""

    def __init__(self) -> None:
        super().__init__(
            in_any_language("We could not find that code. Check each word and try again.")
        )


class WayEnded(ConsultError):
    """A way in that was open once."""

    def __init__(self) -> None:
        super().__init__(
            in_any_language("This code is not in use any more. Ask whoever gave it to you.")
        )


class OneCardEach(ConsultError):
    """Somebody typed the code of a whole sheet of cards."""

    def __init__(self) -> None:
        super().__init__(
            in_any_language("You need a card of your own. Type the code that is on it.")
        )


class CardSpent(ConsultError):
    """The answers of whoever had this card were sent."""

    def __init__(self) -> None:
        super().__init__(
            in_any_language(
                "This card has been used. The answers are in. Thank you. "
                "Was it not you? Ask for a new card."
            )
        )


class CodeNeeded(ConsultError):
    """Only a group that was invited answers here."""

    def __init__(self) -> None:
        super().__init__(
            in_any_language("This one is for a group. You need a code or a card to start.")
        )


class SettingTaken(RuleBroken):
    """Two places of one name could not be told apart."""

    def __init__(self) -> None:
        super().__init__(
            "There is a place with this name. Add the town, or choose it from the list."
        )


class NotThisWay(RuleBroken):
    """A step that only another kind of link can take."""

    def __init__(self) -> None:
        super().__init__("This link is of another kind, or has ended.")


class TooManyCards(RuleBroken):
    """More cards than one sheet is made for."""

    def __init__(self) -> None:
        super().__init__(f"Make between 1 and {MOST_CARDS} cards at a time.")


class NotOpenToday(RuleBroken):
    """A class wanted to start on a day when nobody can answer."""

    def __init__(self) -> None:
        super().__init__("Nobody can answer today: the survey is not open.")


class FromMachine(RuleBroken):
    """A box that no person can see was filled in."""

    def __init__(self) -> None:
        super().__init__(
            in_any_language(
                "We could not take that. Something filled in a box that people do not see. "
                "Go back and try once more."
            )
        )
