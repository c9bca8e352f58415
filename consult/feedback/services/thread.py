"""The whole way from words to what changed as one read-model, naming each missing link."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.models import Decision
from consult.board.rules import OUTCOME_LABELS, STATUS_LABELS, Standing
from consult.board.services import CommitmentStory, DecisionStory
from consult.evidence.models import Evidence
from consult.feedback.models import Feedback
from consult.feedback.rules import UnknownReference
from consult.feedback.services.gaps import gaps_in
from consult.feedback.services.passing import Passed, passed_from
from consult.feedback.services.walking import Knot
from consult.plan.models import Priority
from consult.respond.models import Comment
from consult.respond.rules import UnknownCode
from consult.respond.services import submission_of_receipt
from consult.themes.models import Theme
from consult.themes.services.placing import final_id, themes_by_id

REFERENCE = re.compile(r"(comment|theme|evidence|decision):([0-9]{1,9})")
KNOTS = ("comments", "themes", "evidence", "priorities", "decisions", "feedback")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on the thread: what it is, what it says, since when; and what followed from it."""

    id: str
    text: str
    when: str
    then: tuple["Entry", ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return it in the shape that other programs rely on."""
        record: dict[str, Any] = {"id": self.id, "text": self.text, "when": self.when}
        if self.then:
            record["then"] = [entry.as_record() for entry in self.then]
        return record


@dataclass(frozen=True, slots=True)
class Thread:
    """The way from words to what changed, and what is missing from it."""

    comments: tuple[Entry, ...]
    themes: tuple[Entry, ...]
    evidence: tuple[Entry, ...]
    priorities: tuple[Entry, ...]
    decisions: tuple[Entry, ...]
    feedback: tuple[Entry, ...]
    gaps: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """Return it in the shape that other programs rely on."""
        record: dict[str, Any] = {
            name: [entry.as_record() for entry in getattr(self, name)] for name in KNOTS
        }
        return record | {"gaps": list(self.gaps)}


def thread_of(session: Session, reference: str, *, secret: str) -> Thread:
    """Return the thread through a receipt code, comment:ID, theme:ID, evidence:ID or decision:ID.

    Raises:
        UnknownReference: there is no such thing.
    """
    passed = passed_from(session, *_start(session, reference.strip(), secret))
    is_theirs = REFERENCE.fullmatch(reference.strip()) is None
    return Thread(
        comments=tuple(
            _comment(comment, passed, is_theirs=is_theirs) for comment in passed.comments.values()
        ),
        themes=tuple(_theme(theme) for theme in passed.themes.values()),
        evidence=tuple(
            Entry(f"evidence:{at}", one.statement, _when(one.written_at))
            for at, one in passed.evidence.items()
        ),
        priorities=tuple(_priorities(session, passed)),
        decisions=tuple(_decision(story) for story in passed.decisions.values()),
        feedback=tuple(_feedback(one) for one in passed.feedback),
        gaps=tuple(dict.fromkeys(gaps_in(passed))),
    )


def _start(session: Session, reference: str, secret: str) -> tuple[Knot, list[int]]:
    """Return where a reference takes the thread up."""
    named = REFERENCE.fullmatch(reference)
    if named is None:
        try:
            submission = submission_of_receipt(session, reference, secret)
        except UnknownCode:
            raise UnknownReference(reference) from None
        own = select(Comment.id).where(Comment.submission_id == submission.id)
        return Knot.COMMENT, list(session.scalars(own))
    knot, row_id = Knot(named[1]), int(named[2])
    if session.get(_KINDS[knot], row_id) is None:
        raise UnknownReference(reference)
    return knot, [_where_it_went(session, row_id) if knot is Knot.THEME else row_id]


_KINDS: dict[Knot, type[Comment | Theme | Evidence | Decision]] = {
    Knot.COMMENT: Comment,
    Knot.THEME: Theme,
    Knot.EVIDENCE: Evidence,
    Knot.DECISION: Decision,
}


def _where_it_went(session: Session, theme_id: int) -> int:
    theme = session.get_one(Theme, theme_id)
    return final_id(theme_id, themes_by_id(session, theme.consultation_id))


def _comment(comment: Comment, passed: Passed, *, is_theirs: bool) -> Entry:
    """Show words to whoever wrote them; to anybody else, only with permission."""
    text = comment.text
    if comment.id in passed.held:
        text = "Held by safeguarding: not shown here."
    elif comment.submission.withdrawn_on is not None:
        text = "Taken back by its writer."
    elif not is_theirs and not comment.submission.may_quote:
        text = "Counted, and not to be shown: its writer asked for that."
    return Entry(f"comment:{comment.id}", text, _when(comment.submission.sent_on))


def _theme(theme: Theme) -> Entry:
    return Entry(f"theme:{theme.id}", theme.name, _when(theme.decided_at or theme.made_at))


def _priorities(session: Session, passed: Passed) -> Iterable[Entry]:
    """Yield the priorities the thread is about, each since it was first asked about."""
    since = {one.decision.priority_id: one.decision.decided_on for one in passed.decisions.values()}
    for one in passed.evidence.values():
        asked = one.consultation.opens_on
        since[one.priority_id] = min(asked, since.get(one.priority_id, asked))
    chosen = select(Priority).where(Priority.id.in_(since)).order_by(Priority.id)
    for priority in session.scalars(chosen):
        label = f"{priority.code} {priority.label}"
        yield Entry(f"priority:{priority.id}", label, _when(since[priority.id]))


def _decision(story: DecisionStory) -> Entry:
    decision = story.decision
    standing = "" if decision.standing is Standing.FINAL else " (provisional)"
    return Entry(
        f"decision:{decision.id}",
        f"{OUTCOME_LABELS[decision.outcome]}{standing}: {decision.reason}",
        _when(decision.decided_on),
        then=tuple(_commitment(one) for one in story.commitments),
    )


def _commitment(story: CommitmentStory) -> Entry:
    commitment = story.commitment
    return Entry(
        f"commitment:{commitment.id}",
        f"{commitment.organisation.name}: {commitment.text}",
        _when(commitment.due_on),
        then=tuple(
            Entry(
                f"commitment_update:{one.id}",
                f"{STATUS_LABELS[one.status]}: {one.text}",
                _when(one.happened_on),
            )
            for one in story.updates
        ),
    )


def _feedback(feedback: Feedback) -> Entry:
    said = (
        ("You said", feedback.you_said),
        ("We did", feedback.we_did),
        ("Why not", feedback.why_not),
    )
    text = " ".join(f"{label}: {words}" for label, words in said if words)
    return Entry(f"feedback:{feedback.id}", text, _when(feedback.published_on))


def _when(moment: date | datetime) -> str:
    return moment.isoformat()
