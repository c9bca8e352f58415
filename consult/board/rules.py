"""What makes a board decision sound: an outcome, a reason, evidence behind it, the right time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.errors import RuleBroken

MIN_REASON_WORDS = 5


class Outcome(StrEnum):
    """What the board chose to do with a priority."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


OUTCOME_LABELS = {
    Outcome.KEEP: "Keep it as it is",
    Outcome.CHANGE: "Change it",
    Outcome.DROP: "Drop it",
}


class Standing(StrEnum):
    """Whether a decision is the last word for now."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class CommitmentStatus(StrEnum):
    """What has come of a commitment."""

    UNDER_WAY = "under_way"
    DONE = "done"
    LATE = "late"


STATUS_LABELS = {
    CommitmentStatus.UNDER_WAY: "Under way",
    CommitmentStatus.DONE: "Done",
    CommitmentStatus.LATE: "Late",
}


class DecisionUnsupported(RuleBroken):
    """A final decision was offered with nothing behind it (L-CON-12)."""

    def __init__(self, priority_label: str) -> None:
        super().__init__(
            f"Choose at least one piece of evidence for “{priority_label}”, "
            "or say why there is none."
        )


class ReasonTooShort(RuleBroken):
    """A decision was offered without a reason anyone could read back."""

    def __init__(self) -> None:
        super().__init__("Say why in a sentence. Children will read it in “you said, we did”.")


class TooEarly(RuleBroken):
    """A final decision while people are still being asked, or not yet reported (L-CON-02)."""

    def __init__(self, consultation_title: str) -> None:
        super().__init__(
            f"“{consultation_title}” is still open or not yet reported to the board, so this "
            "decision can only be provisional."
        )


class MeetingNotYet(RuleBroken):
    """A final decision of a meeting that has not taken place."""

    def __init__(self, held_on: date) -> None:
        super().__init__(
            f"The meeting is on {held_on.day} {held_on:%B %Y}. "
            "Until then this decision can only be provisional."
        )


class EvidenceElsewhere(RuleBroken):
    """A decision leans on evidence about something else."""

    def __init__(self) -> None:
        super().__init__("Choose only evidence on this priority.")


class CommitmentIncomplete(RuleBroken):
    """A commitment without an owner, a deed or a day (S3-DCS-03)."""

    def __init__(self) -> None:
        super().__init__(
            "A commitment needs all three: the organisation that owns it, what it will do, and "
            "by when. Fill in all three, or none."
        )


class DueInThePast(RuleBroken):
    """A commitment whose day has gone by before it is made."""

    def __init__(self) -> None:
        super().__init__("Choose a day for the commitment that is still to come.")


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as the board worded it, before it enters the record."""

    outcome: Outcome
    standing: Standing
    reason: str
    plan_change: str = ""
    evidence_ids: tuple[int, ...] = ()
    no_evidence_reason: str = ""
    organisation_id: int | None = None
    commitment: str = ""
    due_on: date | None = None


def check_decision(draft: DecisionDraft, *, priority_label: str, cited: int) -> None:
    """Raise the first rule that this draft, citing so many pieces of evidence, breaks."""
    if len(draft.reason.split()) < MIN_REASON_WORDS:
        raise ReasonTooShort
    supported = cited > 0 or draft.no_evidence_reason.strip() != ""
    if draft.standing is Standing.FINAL and not supported:
        raise DecisionUnsupported(priority_label)


def check_commitment(draft: DecisionDraft, *, today: date) -> None:
    """Raise when a commitment lacks its owner, its deed or its day, or comes too late."""
    given = (draft.organisation_id is not None, bool(draft.commitment.strip()), bool(draft.due_on))
    if any(given) and not all(given):
        raise CommitmentIncomplete
    if draft.due_on is not None and draft.due_on < today:
        raise DueInThePast
