"""The checks before a launch, as values: done, to do, or left unmet for a reason all can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.errors import RuleBroken
from consult.people.rules import Role

NOBODY: frozenset[Role] = frozenset()
MONITORS = frozenset({Role.MONITORING_OFFICER})
APPROVERS = MONITORS | {Role.SECRETARIAT}
JUSTIFIERS = APPROVERS | {Role.PARTICIPATION_OFFICER}


class State(StrEnum):
    """How a check stands."""

    DONE = "done"
    TO_DO = "to_do"
    OVERRIDDEN = "overridden"


class Part(StrEnum):
    """What a check is about."""

    ASKING = "asking"
    TIME = "time"
    TAKING_PART = "taking_part"
    SAFETY = "safety"
    RECORDS = "records"


PART_LABELS = {
    Part.ASKING: "What you ask",
    Part.TIME: "When",
    Part.TAKING_PART: "Who takes part, and how",
    Part.SAFETY: "Keeping children safe",
    Part.RECORDS: "On the record",
}


class Place(StrEnum):
    """Where a check is seen to."""

    SURVEYS = "surveys"
    TEXTS = "texts"
    PROPOSALS = "proposals"
    CALENDAR = "calendar"
    REACH = "reach"
    VOICES = "voices"
    SAFETY = "safety"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check may be left unmet, given by a named person for everybody to read."""

    text: str
    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to see to before the launch: what is so, and what to do where it is not.

    `found` is a fact that the public may read; `may_override` are the roles that can give a reason
    for leaving it unmet.
    """

    key: str
    label: str
    done: bool
    found: str
    part: Part
    place: Place
    to_do: str = ""
    may_override: frozenset[Role] = NOBODY
    reason: Reason | None = None

    @property
    def state(self) -> State:
        """How it stands."""
        if self.done:
            return State.DONE
        return State.OVERRIDDEN if self.reason else State.TO_DO

    @property
    def blocks(self) -> bool:
        """Whether the launch waits for it."""
        return self.state is State.TO_DO

    @property
    def detail(self) -> str:
        """What is so and, where it is not met, what to do."""
        return self.found if self.done else f"{self.found} {self.to_do}".strip()


class ReasonNotFor(RuleBroken):
    """A check was to be left unmet that cannot be, or not by this person."""


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: one, two and three."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def day_in_words(value: date) -> str:
    """Return a day as people say it: 3 May 2027."""
    return f"{value.day} {value:%B %Y}"
