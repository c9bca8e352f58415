"""Audiences, and the stage of a consultation: computed from its dates, never stored."""

from datetime import date
from enum import StrEnum

from consult.errors import RuleBroken, in_any_language


class Audience(StrEnum):
    """Whose wording a survey is in."""

    EASY_READ = "easy_read"
    YOUNG_PERSON = "young_person"
    PARENT = "parent"


AUDIENCE_LABELS = {
    Audience.EASY_READ: in_any_language("Easy read"),
    Audience.YOUNG_PERSON: in_any_language("Young person"),
    Audience.PARENT: in_any_language("Parent or carer"),
}

# Who is speaking, where their words are shown.
SPEAKER_LABELS = {
    Audience.EASY_READ: "Child or young person",
    Audience.YOUNG_PERSON: "Young person",
    Audience.PARENT: "Parent or carer",
}


class Stage(StrEnum):
    """How far a consultation has come."""

    DESIGNING = "designing"
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"


STAGE_LABELS = {
    Stage.DESIGNING: "Being designed",
    Stage.COMING: "Opens soon",
    Stage.OPEN: "Open",
    Stage.CLOSED: "Closed, being read",
    Stage.REPORTED: "Reported to the board",
}


class CannotLaunch(RuleBroken):
    """A consultation is not ready to open."""


def stage_of(
    *,
    launched_on: date | None,
    opens_on: date,
    closes_on: date,
    reported_on: date | None,
    today: date,
) -> Stage:
    """Return the stage on a day: open from the first day to the last, both included."""
    if launched_on is None:
        return Stage.DESIGNING
    if today < opens_on:
        return Stage.COMING
    if today <= closes_on:
        return Stage.OPEN
    return Stage.CLOSED if reported_on is None else Stage.REPORTED
