"""You said. We did. Here is why not: what the public reads, priority by priority (S3-DCS-12)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.board.models import AgendaItem, Decision
from consult.board.rules import STATUS_LABELS, CommitmentStatus
from consult.board.services import (
    CommitmentStory,
    DecisionStory,
    standing_decisions,
    stories_of,
)
from consult.errors import NotFound
from consult.evidence.services import Quote, quotes_of
from consult.feedback.models import Feedback
from consult.feedback.rules import News, Sewn, Step, news_of, said_on
from consult.feedback.services.publishing import standing_answers
from consult.plan.models import Plan, PlanVersion, Priority
from consult.survey.models import Consultation

MOST_QUOTES = 1


@dataclass(frozen=True, slots=True)
class Told:
    """What people said about one priority and what came of it."""

    priority: Priority
    feedback: Feedback
    quotes: Sequence[Quote]
    steps: Sequence[Step]
    news: News
    is_overtaken: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """The public page of a plan."""

    plan: Plan
    told: Sequence[Told]
    next_on: date | None

    @property
    def tally(self) -> Mapping[News, int]:
        """How many answers are done, under way, late, and so on."""
        return Counter(one.news for one in self.told)

    @property
    def updated_on(self) -> date | None:
        """The day of the newest answer."""
        return max((one.feedback.published_on for one in self.told), default=None)


def answers_for(session: Session, slug: str, *, today: date) -> Answers:
    """Return what the public reads about a plan; only what has been published.

    Raises:
        NotFound: there is no such plan.
    """
    plan = session.scalar(select(Plan).where(Plan.slug == slug))
    if plan is None:
        raise NotFound("We could not find that plan. Check the address.")
    priorities = session.scalars(
        select(Priority)
        .join(Priority.version)
        .where(PlanVersion.plan_id == plan.id)
        .order_by(PlanVersion.number.desc(), Priority.rank)
    ).all()
    ids = [priority.id for priority in priorities]
    answers = standing_answers(session, ids)
    stories = _stories(session, [one.decision_id for one in answers.values()])
    standing = standing_decisions(session, list(answers))
    quotes = quotes_of(session, [at.id for one in stories.values() for at in one.evidence])
    told = []
    for priority in priorities:
        feedback = answers.get(priority.id)
        if feedback is not None:
            story = stories[feedback.decision_id]
            overtaken = standing[priority.id].id != feedback.decision_id
            told.append(_told(priority, feedback, story, quotes, overtaken, today))
    return Answers(plan, told, _next_answer(session, plan, today) if not told else None)


def _stories(session: Session, decision_ids: Sequence[int]) -> dict[int, DecisionStory]:
    decisions = session.scalars(
        select(Decision)
        .where(Decision.id.in_(decision_ids))
        .options(
            joinedload(Decision.item).joinedload(AgendaItem.meeting),
            joinedload(Decision.item).joinedload(AgendaItem.consultation),
        )
    ).all()
    return {story.decision.id: story for story in stories_of(session, decisions)}


def _told(
    priority: Priority,
    feedback: Feedback,
    story: DecisionStory,
    quotes: Mapping[int, Sequence[Quote]],
    overtaken: bool,
    today: date,
) -> Told:
    said = {one.comment_id: one for at in story.evidence for one in quotes.get(at.id, ())}
    statuses = [one.latest.status if one.latest else None for one in story.commitments]
    return Told(
        priority=priority,
        feedback=feedback,
        quotes=list(said.values())[:MOST_QUOTES],
        steps=list(_steps(story, today)),
        news=news_of(bool(feedback.we_did), story.decision.outcome, statuses),
        is_overtaken=overtaken,
    )


def _steps(story: DecisionStory, today: date) -> Iterator[Step]:
    """Yield the dated steps: asked, decided, each piece of news, what is due next."""
    item = story.decision.item
    yield Step("You told us", "", said_on(item.consultation.opens_on), Sewn.DONE)
    yield Step("The board decided", "", said_on(story.decision.decided_on), Sewn.DONE)
    for one in story.commitments:
        yield from _news(one, today)


def _news(story: CommitmentStory, today: date) -> Iterator[Step]:
    owner = story.commitment.organisation.name
    latest = story.latest
    done = latest is not None and latest.status is CommitmentStatus.DONE
    for update in story.updates:
        state = Sewn.NOW if update is latest and not done else Sewn.DONE
        yield Step(STATUS_LABELS[update.status], update.text, said_on(update.happened_on), state)
    if not done:
        due_on = story.commitment.due_on
        title, by = ("To be done", "By") if due_on >= today else ("Not done yet", "It was due by")
        text = f"{owner}: {story.commitment.text}"
        yield Step(title, text, f"{by} {said_on(due_on)}", Sewn.NEXT)


def _next_answer(session: Session, plan: Plan, today: date) -> date | None:
    """Return the next day on which answers are promised."""
    return session.scalar(
        select(Consultation.feedback_on)
        .join(Consultation.version)
        .where(
            PlanVersion.plan_id == plan.id,
            Consultation.launched_on.is_not(None),
            Consultation.feedback_on >= today,
        )
        .order_by(Consultation.feedback_on)
        .limit(1)
    )
