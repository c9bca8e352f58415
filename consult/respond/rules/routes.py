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


class UploadKind(StrEnum):
    """What somebody can send beside words."""

    PHOTO = "photo"
    VOICE = "voice"


class UploadState(StrEnum):
    """What the moderator said of a file."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"
