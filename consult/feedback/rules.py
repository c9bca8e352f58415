"""What makes an answer to children an answer, and how far their words can have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.board.rules import CommitmentStatus, Outcome, Standing
from consult.errors import NotFound, RuleBroken


class Sewn(StrEnum):
    """How far one step of the thread has come: done, under way, still to come."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


class UnknownReference(NotFound):
    """Something to trace that is not there, or is written in another way."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"There is no “{reference[:80]}” to trace: give a receipt code, or comment:ID, "
            "theme:ID, evidence:ID or decision:ID."
        )


class NotFinal(RuleBroken):
    """Children are to be told of a decision that is not final, or no longer in force."""

    def __init__(self) -> None:
        super().__init__(
            "Only a final decision that still stands can be told. Wait until the board has "
            "decided, or write about the newest decision."
        )


class NothingSaid(RuleBroken):
    """An answer that leaves out what people said, or what came of it."""

    def __init__(self) -> None:
        super().__init__("Write what people said, and what we did or why we did not.")


class EmptyWords(RuleBroken):
    """“We did” with nothing behind it (L-PAR-08)."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody has promised anything and the plan stays as it is, so say why not as well. "
            "“We did” needs a commitment or a change behind it."
        )


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """You said, we did, why not: as it will be read."""

    you_said: str
    we_did: str = ""
    why_not: str = ""

    @property
    def tidy(self) -> "FeedbackDraft":
        """The same without blanks at either end."""
        return FeedbackDraft(self.you_said.strip(), self.we_did.strip(), self.why_not.strip())


def check_feedback(
    draft: FeedbackDraft, *, standing: Standing, outcome: Outcome, has_commitment: bool
) -> None:
    """Raise the first rule that this draft on such a decision breaks."""
    if standing is not Standing.FINAL:
        raise NotFinal
    if not draft.you_said or not (draft.we_did or draft.why_not):
        raise NothingSaid
    backed = has_commitment or outcome is not Outcome.KEEP
    if not backed and not draft.why_not:
        raise EmptyWords


def said_on(day: date) -> str:
    """Return a date as people say it: 3 February 2027."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the thread as a page shows it."""

    title: str
    text: str
    when: str
    state: Sewn


class News(StrEnum):
    """What has come of an answer, in one word."""

    DONE = "done"
    UNDER_WAY = "under_way"
    LATE = "late"
    CHANGED = "changed"
    KEPT = "kept"
    NO = "no"


NEWS_LABELS = {
    News.DONE: "Done",
    News.UNDER_WAY: "Under way",
    News.LATE: "Late",
    News.CHANGED: "The plan changed",
    News.KEPT: "The plan stays",
    News.NO: "We said no",
}


def news_of(
    feedback_says_yes: bool, outcome: Outcome, statuses: Sequence[CommitmentStatus | None]
) -> News:
    """Return what has come of an answer: `statuses` holds the newest of each commitment."""
    if not feedback_says_yes:
        return News.NO
    if CommitmentStatus.LATE in statuses:
        return News.LATE
    if statuses:
        done = all(status is CommitmentStatus.DONE for status in statuses)
        return News.DONE if done else News.UNDER_WAY
    return News.KEPT if outcome is Outcome.KEEP else News.CHANGED
