"""What happened to one person's words, step by step, for the page their code opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.models import Commitment
from consult.board.rules import CommitmentStatus, Standing
from consult.board.services import (
    DecisionStory,
    next_meeting_on,
    standing_decisions,
    stories_of,
)
from consult.disclosure import shown
from consult.evidence.models import Evidence
from consult.feedback.models import Feedback
from consult.feedback.services.passing import Passed, passed_from
from consult.feedback.services.publishing import standing_answers
from consult.feedback.services.walking import Knot
from consult.plan.models import Plan, Priority
from consult.respond.models import Comment, Submission
from consult.respond.rules import noted_priority
from consult.respond.services import ClauseStory, can_withdraw, clause_of
from consult.safeguarding.models import Concern
from consult.survey.models import ConsultationPriority
from consult.survey.rules import Definition, Question, read_definition
from consult.themes.models import Theme
from consult.themes.rules import Source, ThemeStatus
from consult.themes.services import placements, theme_of_comment


@dataclass(frozen=True, slots=True)
class Sorted:
    """Where somebody's words were put, with how many people's, by whom and when."""

    theme: Theme
    people: str
    by_person: bool
    on: date


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to one comment. Each step is empty until it has happened.

    `clause` is the part of the plan that it is about, as it was then and as it reads now.
    """

    comment: Comment
    question: str
    clause: ClauseStory | None
    held: Concern | None
    sorted: Sorted | None
    evidence: Sequence[Evidence]
    decision: DecisionStory | None
    feedback: Feedback | None
    priority: Priority | None
    meets_on: date | None
    next_on: date | None

    @property
    def is_decided(self) -> bool:
        """Whether the board has said its last word for now."""
        decision = self.decision
        return decision is not None and decision.decision.standing is Standing.FINAL

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to come: decided, told, and done."""
        told = self.is_decided and self.feedback is not None
        return told and self.decision is not None and not _unfinished(self.decision)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a code opens."""

    submission: Submission
    plan: Plan
    stories: Sequence[Story]
    can_withdraw: bool


def receipt_for(session: Session, submission: Submission, *, today: date) -> Receipt:
    """Return what happened to the words of a submission, as of today."""
    comments = session.scalars(
        select(Comment.id).where(Comment.submission_id == submission.id, Comment.text != "")
    ).all()
    passed = passed_from(session, Knot.COMMENT, comments)
    teller = _Teller(session, submission, passed, today)
    return Receipt(
        submission=submission,
        plan=submission.consultation.version.plan,
        stories=[teller.story(one) for one in passed.comments.values()],
        can_withdraw=can_withdraw(submission, today),
    )


class _Teller:
    """Tells the stories of one submission: asks once what they share."""

    def __init__(
        self, session: Session, submission: Submission, passed: Passed, today: date
    ) -> None:
        self.session, self.passed, self.today = session, passed, today
        self.consultation = submission.consultation
        self.definition: Definition = read_definition(submission.version.definition)
        self.sizes = _people_by_theme(session, submission.consultation_id)
        self.priorities = _priorities(session, submission.consultation_id)
        ids = list({one.id for one in self.priorities.values()})
        ids += [one.priority_id for one in passed.evidence.values()]
        self.decisions = {
            story.decision.priority_id: story
            for story in stories_of(session, list(standing_decisions(session, ids).values()))
        }
        self.answers = standing_answers(session, ids)
        self.meetings = next_meeting_on(session, ids, today)

    def story(self, comment: Comment) -> Story:
        """Return what happened to one comment."""
        theme = next(iter(self.passed.themes_of(comment.id)), None)
        evidence = self.passed.evidence_on(theme.id) if theme else []
        question = self.definition.question(comment.question_key)
        code = question.priority if question else noted_priority(comment.question_key)
        priority = self._priority(evidence, code)
        decision = self.decisions.get(priority.id) if priority else None
        feedback = self.answers.get(priority.id) if priority and decision else None
        meets_on = self.meetings.get(priority.id) if priority else None
        return Story(
            comment=comment,
            question=question.title if question else _about(priority),
            clause=self._clause(comment, question),
            held=self.passed.held.get(comment.id),
            sorted=self._sorted(comment, theme) if theme else None,
            evidence=evidence,
            decision=decision,
            feedback=feedback,
            priority=priority,
            meets_on=meets_on,
            next_on=self._next(decision, feedback, meets_on),
        )

    def _clause(self, comment: Comment, question: Question | None) -> ClauseStory | None:
        if question is None or not question.clause:
            return None
        return clause_of(self.session, comment.submission, question.key)

    def _sorted(self, comment: Comment, theme: Theme) -> Sorted:
        """Return where the words were put; a person's word counts above the machine's."""
        placed = theme_of_comment(self.session, comment.id)
        by_person = theme.status is ThemeStatus.CONFIRMED
        moment = theme.decided_at or theme.made_at
        if placed and placed[0].id == theme.id and placed[1].source is Source.PERSON:
            by_person, moment = True, placed[1].coded_at
        return Sorted(theme, shown(self.sizes.get(theme.id, 0)), by_person, moment.date())

    def _priority(self, evidence: Sequence[Evidence], code: str | None) -> Priority | None:
        """Return what the words bear on: what evidence rests on them, else what was asked."""
        about = [one.priority for one in evidence]
        decided = [one for one in about if one.id in self.decisions]
        return next(iter([*decided, *about]), self.priorities.get(code or ""))

    def _next(
        self, decision: DecisionStory | None, feedback: Feedback | None, meets_on: date | None
    ) -> date | None:
        """Return the next day on which there is to be news."""
        days = [] if feedback else [self.consultation.feedback_on]
        if decision is None or decision.decision.standing is Standing.PROVISIONAL:
            days += [self.consultation.decides_on, *([meets_on] if meets_on else [])]
        else:
            days += [one.due_on for one in _unfinished(decision)]
        return min((day for day in days if day >= self.today), default=None)


def _unfinished(story: DecisionStory) -> list[Commitment]:
    """Return the commitments of a decision that are not done yet."""
    return [
        one.commitment
        for one in story.commitments
        if one.latest is None or one.latest.status is not CommitmentStatus.DONE
    ]


def _people_by_theme(session: Session, consultation_id: int) -> dict[int, int]:
    """Return how many people are in each theme; two comments of one person count once."""
    written = session.execute(
        select(Comment.id, Comment.submission_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Submission.consultation_id == consultation_id)
    )
    writers = {row[0]: row[1] for row in written}
    people: dict[int, set[int]] = {}
    for comment_id, theme_ids in placements(session, consultation_id).items():
        for theme_id in theme_ids:
            people.setdefault(theme_id, set()).add(writers[comment_id])
    return {theme_id: len(everyone) for theme_id, everyone in people.items()}


def _priorities(session: Session, consultation_id: int) -> dict[str, Priority]:
    asked = session.scalars(
        select(Priority)
        .join(ConsultationPriority, ConsultationPriority.priority_id == Priority.id)
        .where(ConsultationPriority.consultation_id == consultation_id)
    )
    return {priority.code: priority for priority in asked}


def _about(priority: Priority | None) -> str:
    """Return what stands over a group's note, which answers no question of the survey."""
    return f"About “{priority.label}”" if priority else "What you said"
