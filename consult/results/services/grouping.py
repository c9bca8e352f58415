"""The ways to group people, and how many stand in each group: safe to show beside other pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from consult.disclosure import is_few, safe_column, safe_table
from consult.errors import NotFound
from consult.partnership.services import areas as areas_on
from consult.respond.models import Answer, Submission
from consult.respond.rules import SETTING_LABELS
from consult.results.rules import READING_ORDER, Tally, is_one_each
from consult.results.rules.comparing import Group, can_be_compared
from consult.results.rules.questions import NOT_ANSWERED, column_of
from consult.results.services.questions import Asked
from consult.results.services.standing import standing
from consult.results.services.watching import AGE_LABELS
from consult.survey.rules import Audience, Question

AUDIENCE, AGE, AREA, SETTING = "audience", "age", "area", "setting"
PLACES = {AUDIENCE: "Who answered", AGE: "Age", AREA: "Area", SETTING: "Kind of place"}
# Parents were asked how old their children are.
OF_THEMSELVES = tuple(audience for audience in READING_ORDER if audience is not Audience.PARENT)

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
    audiences: tuple[Audience, ...] = field(default=READING_ORDER)


def ways_to_group(asked: Asked, question_key: str) -> dict[str, str]:
    """Return the ways to split the answers to a question, by key: also other closed questions."""
    others = {
        key: next(iter(questions.values())).title
        for key, questions in asked.items()
        if key != question_key
        and all(can_be_compared(each.type) and is_one_each(each) for each in questions.values())
    }
    return PLACES | others


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
    if by in {AGE, AREA, SETTING}:
        return _by_place(
            session, consultation_id, audience, labels_of(session, audience, by, today)
        )
    question = asked.get(by, {}).get(audience)
    if question is None or not can_be_compared(question.type) or not is_one_each(question):
        raise NotFound("People cannot be grouped by this.")
    return _by_answer(session, consultation_id, audience, question)


def labels_of(session: Session, audience: Audience, by: str, today: date) -> Labels:
    """Return the groups in the order, and as many, as they stand on the page of who has come."""
    if by == AGE:
        of_children = audience is Audience.PARENT
        people = "parents of children aged {}" if of_children else "those aged {}"
        audiences = (audience,) if of_children else OF_THEMSELVES
        return Labels(Submission.age_band, AGE_LABELS, "Did not say", people, audiences)
    if by == AREA:
        areas = {area.key: area.name for area in areas_on(session, today)}
        return Labels(Submission.area_key, areas, "Did not say", "people in {}")
    kinds = {kind.value: label for kind, label in SETTING_LABELS.items()}
    return Labels(Submission.setting_kind, kinds, "Own way, no link", "those reached by: {}")


def _by_place(
    session: Session, consultation_id: int, audience: Audience, labels: Labels
) -> Grouping:
    keys = [*labels.labels]
    counts = {each: [0] * (len(keys) + 1) for each in labels.audiences}
    places = {key: at for at, key in enumerate(keys)}
    split = select(Submission.audience, labels.column, func.count(Submission.id))
    split = standing(split, consultation_id, None).group_by(Submission.audience, labels.column)
    for whose, key, people in session.execute(split):
        if whose in counts:
            counts[whose][places.get(key, len(keys))] += people
    bases = _safe_bases([*counts.values()])[labels.audiences.index(audience)]
    words = [labels.people.format(_within(label)) for label in labels.labels.values()]
    groups = zip(
        [*keys, ""], [*labels.labels.values(), labels.rest], bases, [*words, ""], strict=True
    )
    return Grouping(tuple(Group(*each) for each in groups), tuple(counts[audience]), labels.column)


def _within(label: str) -> str:
    """Return a label as it stands within a sentence."""
    return label.replace("Under", "under")


def _safe_bases(counts: list[list[int]]) -> list[tuple[int | None, ...]]:
    """Return how many of each audience stand in each group, safe beside the sums of groups.

    Who has come so far is shown by group over all audiences, so that a single one may not be what
    is left over.
    """
    if len(counts) == 1:
        return [safe_column(counts[0], adds_up=True, total=sum(counts[0]))]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    of_groups = safe_column(sums, adds_up=True, total=sum(sums))
    table = safe_table(
        counts,
        sums,
        adds_up=True,
        hidden_rows=[at for at, line in enumerate(counts) if is_few(sum(line))],
        hidden_columns=[at for at, count in enumerate(of_groups) if count is None],
    )
    return list(table) if table else [(None,) * len(sums)] * len(counts)


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
