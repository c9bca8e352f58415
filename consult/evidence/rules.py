"""What makes a piece of evidence fit for the board."""

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
