"""What lies on the table when the board takes up one priority, to be read in a minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.board.models import AgendaItem
from consult.board.services.bars import Bars, bars_of
from consult.board.services.decisions import DecisionStory, early_consultation, history_of
from consult.db import find
from consult.evidence.models import Evidence, EvidenceTheme
from consult.evidence.rules import STRENGTH_LABELS, Strength
from consult.evidence.services import Quote, quotes_of
from consult.plan.models import Priority
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import AUDIENCE_LABELS, Audience, read_definition
from consult.themes.models import Theme


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the priority, and in whose wording."""

    audience: Audience
    title: str

    @property
    def audience_label(self) -> str:
        """Whose wording it is, in words."""
        return AUDIENCE_LABELS[self.audience]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence with the themes it rests on and the words that may be shown."""

    evidence: Evidence
    themes: Sequence[Theme]
    quotes: Sequence[Quote]

    @property
    def strength_label(self) -> str:
        """How far it can be leaned on, in words."""
        return STRENGTH_LABELS[Strength(self.evidence.strength)]


@dataclass(frozen=True, slots=True)
class Case:
    """One priority before the board."""

    item: AgendaItem
    priority: Priority
    consultation: Consultation
    asked: Sequence[Asked]
    evidence: Sequence[Weighed]
    bars: Bars | None
    waits_for: Consultation | None
    standing: DecisionStory | None
    history: Sequence[DecisionStory]

    @property
    def standing_id(self) -> int:
        """The decision in force, 0 for none."""
        return self.standing.decision.id if self.standing else 0

    @property
    def quotes(self) -> list[Quote]:
        """All words that may be shown, each once."""
        every = {quote.comment_id: quote for each in self.evidence for quote in each.quotes}
        return list(every.values())

    @property
    def said_by_few(self) -> list[str]:
        """What few said and is serious all the same."""
        return [each.evidence.said_by_few for each in self.evidence if each.evidence.said_by_few]


def case_for(session: Session, item_id: int, today: date) -> Case:
    """Lay out one priority for the board.

    Raises:
        NotFound: there is no such item.
    """
    item = find(session, AgendaItem, item_id)
    weighed = _weighed(session, item.priority_id)
    history = history_of(session, item.priority_id)
    superseded = {story.decision.supersedes_id for story in history}
    return Case(
        item=item,
        priority=item.priority,
        consultation=item.consultation,
        asked=_asked(session, item),
        evidence=weighed,
        bars=bars_of([each.evidence for each in weighed], item.consultation_id),
        waits_for=early_consultation(session, item, today),
        standing=next((each for each in history if each.decision.id not in superseded), None),
        history=history,
    )


def _asked(session: Session, item: AgendaItem) -> list[Asked]:
    """Return the questions on the priority in the newest wording of each audience."""
    versions = session.scalars(
        select(SurveyVersion)
        .join(SurveyVersion.survey)
        .where(Survey.consultation_id == item.consultation_id)
        .options(joinedload(SurveyVersion.survey))
        .order_by(SurveyVersion.number)
    )
    newest = {version.survey.audience: version for version in versions}
    return [
        Asked(audience, question.title)
        for audience in (Audience.YOUNG_PERSON, Audience.PARENT, Audience.EASY_READ)
        if audience in newest
        for question in read_definition(newest[audience].definition).questions
        if question.priority == item.priority.code
    ]


def _weighed(session: Session, priority_id: int) -> list[Weighed]:
    evidence = session.scalars(
        select(Evidence).where(Evidence.priority_id == priority_id).order_by(Evidence.id)
    ).all()
    ids = [each.id for each in evidence]
    themes: dict[int, list[Theme]] = {each: [] for each in ids}
    for evidence_id, theme in session.execute(
        select(EvidenceTheme.evidence_id, Theme)
        .join(Theme, Theme.id == EvidenceTheme.theme_id)
        .where(EvidenceTheme.evidence_id.in_(ids))
        .order_by(Theme.id)
    ):
        themes[evidence_id].append(theme)
    quotes = quotes_of(session, ids)
    return [Weighed(each, themes[each.id], quotes.get(each.id, [])) for each in evidence]
