"""What a theme can be, and who put it on a comment."""

from enum import StrEnum

from consult.errors import RuleBroken


class ThemeStatus(StrEnum):
    """How far a theme has come: suggested by the machine until a person says otherwise."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    MERGED = "merged"
    OUTDATED = "outdated"


LIVE = (ThemeStatus.SUGGESTED, ThemeStatus.CONFIRMED)


class CannotMerge(RuleBroken):
    """A theme cannot be merged into itself or across consultations."""


class Source(StrEnum):
    """Who says that a comment belongs to a theme; the two are kept apart for ever."""

    MACHINE = "machine"
    PERSON = "person"
