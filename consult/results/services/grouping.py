"""The ways to group people, and how many stand in each group: safe to show beside other pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from consult.errors import NotFound
from consult.partnership.services import areas as areas_on
from consult.respond.models import Answer, Submission
from consult.respond.rules import SETTING_LABELS
from consult.results.rules import READING_ORDER, Tally, is_one_each
from consult.results.rules.comparing import Group, can_be_compared
from consult.results.rules.questions import NOT_ANSWERED, column_of
from consult.results.services.questions import Asked
from consult.results.services.sizes import (
    AGE,
    AGE_LABELS,
    AREA,
    ASKED_BY,
    Sizes,
    asked_by,
    safe_sizes,
    sizes_of,
)
from consult.results.services.standing import standing
from consult.survey.rules import Audience, Question

AUDIENCE, SETTING = "audience", "setting"
PLACES = {AUDIENCE: "Who answered", AGE: "Age", AREA: "Area", SETTING: "Kind of place"}

Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How one audience is split: each group, its people, and the expression that tells it.

    `counts` are raw numbers of people, never to be shown; a `join` may be needed to know the group.
    """

    groups: tuple[Group, ...]
    counts: tuple[int, ...]
    column: ColumnElement[Any] | InstrumentedAttribute[Any]
    join: tuple[Any, ColumnElement[bool]] | None = None
    question: Question | None = None

    @property
    def hidden(self) -> frozenset[int]:
        """The places of the groups whose size is hidden."""
        return frozenset(at for at, group in enumerate(self.groups) if group.base is None)

    def place(self, key: Any) -> int:
        """Return the place of a group by what the column holds; the last is everybody else."""
        found = (at for at, group in enumerate(self.groups[:-1]) if group.key == key)
        return next(found, len(self.groups) - 1)

    def joined(self, query: Query) -> Query:
        """Return a query on submissions that can tell the group."""
        return query.outerjoin(*self.join) if self.join else query


@dataclass(frozen=True, slots=True)
class Labels:
    """The words for the groups of one way to split people."""

    column: InstrumentedAttribute[Any]
    labels: Mapping[str, str]
    rest: str
    people: str

    def people_in(self, key: str) -> str:
        """Return who stands in a group, within a sentence; nothing of those in no comparison."""
        label = self.labels.get(key)
        return self.people.format(label.replace("Under", "under")) if label else ""

    def groups(self, bases: Sequence[int | None]) -> tuple[Group, ...]:
        """Return each group with how many they are, and everybody else."""
        named = [*self.labels.items(), ("", self.rest)]
        return tuple(
            Group(key, label, base, self.people_in(key))
            for (key, label), base in zip(named, bases, strict=True)
        )


SETTINGS = Labels(
    Submission.setting_kind,
    {kind.value: label for kind, label in SETTING_LABELS.items()},
    "Own way, no link",
    "those reached by: {}",
)


def ways_to_group(asked: Asked, question_key: str, audience: Audience) -> dict[str, str]:
    """Return the ways to split what an audience answered, by key: also other closed questions."""
    others = {
        key: questions[audience].title
        for key, questions in asked.items()
        if key != question_key
        and audience in questions
        and all(can_be_compared(each.type) and is_one_each(each) for each in questions.values())
    }
    places = {
        by: words
        for by, words in PLACES.items()
        if by not in ASKED_BY or audience in asked_by(asked, by)
    }
    return places | others


def grouping_of(
    session: Session,
    consultation_id: int,
    audience: Audience,
    by: str,
    *,
    asked: Asked,
    today: date,
) -> Grouping:
    """Return how an audience is split by age, area, setting, or what they answered elsewhere.

    Raises:
        NotFound: the audience was not asked this, or people cannot be split by it.
    """
    if by == SETTING:
        return _by_setting(session, consultation_id, audience)
    if by in {AGE, AREA}:
        sizes = sizes_of(session, consultation_id, asked)[by].get(audience)
        if sizes is None:
            raise NotFound("They were not asked this question.")
        return _by_size(sizes, labels_of(session, audience, by, today))
    question = asked.get(by, {}).get(audience)
    if question is None or not can_be_compared(question.type) or not is_one_each(question):
        raise NotFound("People cannot be grouped by this.")
    return _by_answer(session, consultation_id, audience, question)


def labels_of(session: Session, audience: Audience, by: str, today: date) -> Labels:
    """Return the groups in the order, and as many, as they stand on the page of who has come."""
    if by == AGE:
        of_children = audience is Audience.PARENT
        people = "parents of children aged {}" if of_children else "those aged {}"
        return Labels(Submission.age_band, AGE_LABELS, "Did not say", people)
    if by == AREA:
        areas = {area.key: area.name for area in areas_on(session, today)}
        return Labels(Submission.area_key, areas, "Did not say", "people in {}")
    return SETTINGS


def _by_size(sizes: Sizes, labels: Labels) -> Grouping:
    groups = tuple(
        Group(
            option.key,
            labels.rest if option.key == NOT_ANSWERED.key else option.label,
            None if option.key in sizes.hidden else count,
            labels.people_in(option.key),
        )
        for option, count in zip(sizes.options, sizes.counts, strict=True)
    )
    return Grouping(groups, sizes.counts, labels.column)


def _by_setting(session: Session, consultation_id: int, audience: Audience) -> Grouping:
    labels = SETTINGS
    places = {key: at for at, key in enumerate(labels.labels)}
    counts = {each: [0] * (len(places) + 1) for each in READING_ORDER}
    split = select(Submission.audience, labels.column, func.count(Submission.id))
    split = standing(split, consultation_id, None).group_by(Submission.audience, labels.column)
    for whose, key, people in session.execute(split):
        counts[whose][places.get(key, len(places))] += people
    bases = safe_sizes([*counts.values()])[READING_ORDER.index(audience)]
    return Grouping(labels.groups(bases), tuple(counts[audience]), labels.column)


def _by_answer(
    session: Session, consultation_id: int, audience: Audience, question: Question
) -> Grouping:
    key, _, row_key = question.key.partition(".")
    other = aliased(Answer)
    join = and_(
        other.submission_id == Submission.id, other.question_key == key, other.row_key == row_key
    )
    split = select(other.option_key, func.count(Submission.id)).select_from(Submission)
    split = split.outerjoin(other, join).where(Submission.audience == audience)
    rows = session.execute(standing(split, consultation_id, None).group_by(other.option_key)).all()
    total = sum(count for _, count in rows)
    people = {option_key: count for option_key, count in rows if option_key is not None}
    column = column_of(question, Tally(total, answered=sum(people.values()), chosen=people))
    groups = tuple(
        Group(
            option.key,
            option.label,
            cell.count,
            "" if option.key == NOT_ANSWERED.key else f"those who said “{option.label}”",
        )
        for option, cell in column.items()
    )
    said = [people.get(group.key, 0) for group in groups[:-1]]
    return Grouping(groups, (*said, total - sum(said)), other.option_key, (other, join), question)
