"""What can become of a concern."""

from enum import StrEnum


class ConcernOutcome(StrEnum):
    """What the safeguarding lead did (SG-10)."""

    REFERRED = "referred"
    ADVICE = "advice"
    CANNOT_IDENTIFY = "cannot_identify"
    NOT_A_CONCERN = "not_a_concern"


CONCERN_LABELS = {
    ConcernOutcome.REFERRED: "Passed on to children’s social care or the police",
    ConcernOutcome.ADVICE: "Advice given",
    ConcernOutcome.CANNOT_IDENTIFY: "We cannot find out who it is",
    ConcernOutcome.NOT_A_CONCERN: "Not a concern: back to analysis",
}
