"""Every row that the thread passes, fetched along a walk and put in order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from consult.board.models import AgendaItem, Decision, DecisionEvidence
from consult.board.services import DecisionStory, stories_of
from consult.evidence.models import Evidence, EvidenceTheme
from consult.feedback.models import Feedback
from consult.feedback.services.walking import Knot, Link, Walk, walk
from consult.respond.models import Comment, Submission
from consult.safeguarding.models import Concern
from consult.safeguarding.services import holding_concerns
from consult.themes.models import Theme


@dataclass(frozen=True, slots=True)
class Passed:
    """The rows along the thread, by id, and how they hang together."""

    way: Walk
    comments: Mapping[int, Comment]
    held: Mapping[int, Concern]
    themes: Mapping[int, Theme]
    evidence: Mapping[int, Evidence]
    decisions: Mapping[int, DecisionStory]
    rests_on: Collection[Link]
    cited: Collection[Link]
    feedback: Sequence[Feedback]

    def standing(self) -> list[DecisionStory]:
        """Return the decisions that nothing has taken the place of."""
        superseded = {story.decision.supersedes_id for story in self.decisions.values()}
        return [story for at, story in self.decisions.items() if at not in superseded]

    def themes_of(self, comment_id: int) -> list[Theme]:
        """Return the themes of a comment: first those that evidence rests on."""
        weighed = self.way.leading_on(Knot.THEME)
        ids = self.way.after(Knot.COMMENT, {comment_id})
        return [
            self.themes[at]
            for at in sorted(ids, key=lambda at: (at not in weighed, at))
            if at in self.themes
        ]

    def evidence_on(self, theme_id: int) -> list[Evidence]:
        """Return the evidence that rests on a theme."""
        ids = sorted(self.way.after(Knot.THEME, {theme_id}))
        return [self.evidence[at] for at in ids if at in self.evidence]


def passed_from(session: Session, start: Knot, ids: Iterable[int]) -> Passed:
    """Return all that the thread through these passes."""
    way = walk(session, start, ids)
    comments = _comments(session, way.ids[Knot.COMMENT])
    decided = way.ids[Knot.DECISION]
    decisions = session.scalars(
        select(Decision)
        .where(Decision.id.in_(decided))
        .options(joinedload(Decision.item).joinedload(AgendaItem.meeting))
        .order_by(Decision.id)
    ).all()
    themes, evidence = way.ids[Knot.THEME], way.ids[Knot.EVIDENCE]
    return Passed(
        way=way,
        comments=comments,
        held=holding_concerns(session, list(comments)),
        themes={
            one.id: one
            for one in session.scalars(select(Theme).where(Theme.id.in_(themes)).order_by(Theme.id))
        },
        evidence={
            one.id: one
            for one in session.scalars(
                select(Evidence)
                .where(Evidence.id.in_(evidence))
                .options(joinedload(Evidence.consultation), joinedload(Evidence.priority))
                .order_by(Evidence.id)
            )
        },
        decisions={story.decision.id: story for story in stories_of(session, decisions)},
        rests_on=_pairs(
            session,
            select(EvidenceTheme.evidence_id, EvidenceTheme.theme_id).where(
                EvidenceTheme.evidence_id.in_(evidence)
            ),
        ),
        cited=_pairs(
            session,
            select(DecisionEvidence.decision_id, DecisionEvidence.evidence_id).where(
                DecisionEvidence.decision_id.in_(decided)
            ),
        ),
        feedback=session.scalars(
            select(Feedback)
            .where(Feedback.decision_id.in_(decided))
            .options(joinedload(Feedback.decision))
            .order_by(Feedback.id)
        ).all(),
    )


def _comments(session: Session, comment_ids: Collection[int]) -> dict[int, Comment]:
    comments = session.scalars(
        select(Comment)
        .join(Submission)
        .where(Comment.id.in_(comment_ids))
        .options(joinedload(Comment.submission).joinedload(Submission.consultation))
        .order_by(Comment.id)
    )
    return {comment.id: comment for comment in comments}


def _pairs(session: Session, chosen: Select[int, int]) -> set[Link]:
    return {(row[0], row[1]) for row in session.execute(chosen)}
