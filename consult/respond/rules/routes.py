"""The ways an answer can come to us, and what a file sent with one may be."""

from enum import StrEnum


class Route(StrEnum):
    """How somebody answered."""

    OWN_DEVICE = "own_device"
    CLASS = "class"
    KIOSK = "kiosk"
    ASSISTED = "assisted"
    PAPER = "paper"
    GROUP = "group"


class SettingKind(StrEnum):
    """What kind of place a link is for: all that an answer keeps of it."""

    SCHOOL = "school"
    COLLEGE = "college"
    CLUB = "club"
    LIBRARY = "library"
    HEALTH = "health"
    HOME = "home"
    OTHER = "other"


class LinkKind(StrEnum):
    """What a link is for."""

    OPEN = "open"
    CARDS = "cards"
    CLOSED = "closed"
    CLASS = "class"
    KIOSK = "kiosk"
    ASSISTED = "assisted"


class UploadKind(StrEnum):
    """What somebody can send beside words."""

    PHOTO = "photo"
    VOICE = "voice"


class UploadState(StrEnum):
    """What the moderator said of a file."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"


ABOUT = "about:"


def about_priority(code: str) -> str:
    """Return what stands in a question's place for a note about a priority as a whole."""
    return f"{ABOUT}{code}"


def noted_priority(question_key: str) -> str | None:
    """Return the code of the priority that a note is about, if it is about one as a whole."""
    return question_key.removeprefix(ABOUT) if question_key.startswith(ABOUT) else None
