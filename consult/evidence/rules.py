"""What makes a piece of evidence fit for the board."""

from dataclasses import dataclass
from enum import IntEnum

from consult.errors import RuleBroken

LIMITS = "These are people who chose to answer. They are not a sample of everyone."


class Strength(IntEnum):
    """How far evidence can be leaned on."""

    THIN = 1
    FAIR = 2
    GOOD = 3


STRENGTH_LABELS = {
    Strength.THIN: "Thin: a start, look further",
    Strength.FAIR: "Fair: several people, one source",
    Strength.GOOD: "Good: many people, more than one source",
}


class NotEvidence(RuleBroken):
    """A statement that rests on nothing, or on words we may not quote."""


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A statement as the analyst worded it, with what it rests on."""

    priority_id: int
    statement: str
    strength: Strength
    limits: str = LIMITS
    said_by_few: str = ""
    theme_ids: tuple[int, ...] = ()
    quote_ids: tuple[int, ...] = ()


def check_evidence(draft: EvidenceDraft) -> None:
    """Raise the first thing that keeps a statement from being evidence."""
    if not draft.statement.strip():
        raise NotEvidence("Write what you heard.")
    if not draft.limits.strip():
        raise NotEvidence("Say what this cannot tell us.")
    if not draft.theme_ids:
        raise NotEvidence("Choose at least one confirmed theme that this rests on.")
