"""Answers weighed so that areas and ages count as much as they do among those who live here."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.disclosure import LEAST_BASE
from consult.errors import NotFound
from consult.respond.models import Answer, Submission
from consult.results.models import Population
from consult.results.rules import TOP, Tally, is_one_each
from consult.results.rules.comparing import Group, Part, can_be_compared
from consult.results.rules.proportions import Interval
from consult.results.rules.questions import NOT_ANSWERED, column_of
from consult.results.rules.weighting import Cell, Weights, rake, weighted_share
from consult.results.services.comparing import cross_table
from consult.results.services.grouping import PLACES, grouping_of
from consult.results.services.questions import Asked, questions_asked
from consult.results.services.sizes import AGE, AREA, ASKED_BY, OF_THEMSELVES
from consult.results.services.standing import standing
from consult.survey.rules import Audience, Question, QuestionType

NOT_ASKED = "Nobody was asked where they live or how old they are, so we cannot weigh."
NOT_COUNTED = "We do not know yet how many people live here, so we cannot weigh."

People = Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class Margin:
    """One way to split people: each group, and how many people of it live here."""

    label: str
    groups: tuple[Group, ...]
    living: Mapping[str, int]

    @property
    def lines(self) -> Iterator[tuple[str, Part, int | None]]:
        """Each group with its part of the replies, and its share of the people here."""
        said = [group for group in self.groups if group.people]
        known = [group.base for group in said if group.base is not None]
        whole = sum(known) if len(known) == len(said) else None
        for group in said:
            living = self.living.get(group.key)
            share = None if living is None else round(100 * living / sum(self.living.values()))
            yield group.label, Part(group.base, whole), share


@dataclass(frozen=True, slots=True)
class WeightedRow:
    """One answer as people gave it, and as it would be if all groups had come alike."""

    option_key: str
    label: str
    part: Part
    share: float | None = None
    interval: Interval | None = None

    @property
    def percent(self) -> int | None:
        """The weighted share in whole per cent."""
        return None if self.share is None else round(100 * self.share)


@dataclass(frozen=True, slots=True)
class WeightedQuestion:
    """One question unweighted and weighted; `why_not` says why there are no weights.

    `people` is how many answered, not to be shown without weights.
    """

    title: str
    rows: tuple[WeightedRow, ...]
    margins: tuple[Margin, ...]
    people: int
    weights: Weights | None
    why_not: str


def weighted_question(
    session: Session,
    consultation_id: int,
    question_key: str,
    *,
    audience: Audience,
    today: date,
) -> WeightedQuestion:
    """Return what children and young people answered, as it is and weighed.

    Raises:
        NotFound: there is no such question, or it was asked of parents: nobody counts them.
    """
    asked = questions_asked(session, consultation_id)
    question = asked.get(question_key, {}).get(audience)
    if question is None or not can_be_compared(question.type) or audience not in OF_THEMSELVES:
        raise NotFound("There is no such question to weigh.")
    margins = {
        by: _margin(session, consultation_id, audience, by, asked, today)
        for by, kind in ASKED_BY.items()
        if any(audience in each and each[audience].type is kind for each in asked.values())
    }
    people = _people(session, consultation_id, audience)
    why_not = _why_not(margins)
    weights, telling = None, set()
    if not why_not:
        tables = (
            cross_table(
                session, consultation_id, question_key, by=by, audience=audience, today=today
            )
            for by in margins
        )
        telling = {row.option_key for table in tables for row in table.rows if row.has_hidden}
        weights = rake(people, [margins[by].living if by in margins else {} for by in ASKED_BY])
    said = _said(session, consultation_id, audience, question)
    return WeightedQuestion(
        title=question.title,
        rows=tuple(_rows(question, said, people, weights, telling)),
        margins=tuple(margins.values()),
        people=sum(people.values()),
        weights=weights,
        why_not=why_not,
    )


def _margin(
    session: Session,
    consultation_id: int,
    audience: Audience,
    by: str,
    asked: Asked,
    today: date,
) -> Margin:
    """Return the groups of replies beside how many live here; of ages, those that were offered."""
    grouping = grouping_of(session, consultation_id, audience, by, asked=asked, today=today)
    keys = {group.key for group in grouping.groups if group.people}
    if by == AGE:
        ages = (each[audience] for each in asked.values() if audience in each)
        offered = (one.option_keys for one in ages if one.type is QuestionType.AGE_BAND)
        keys &= frozenset().union(*offered)
    groups = tuple(group for group in grouping.groups if group.key in keys)
    living: Counter[str] = Counter()
    for row in session.scalars(select(Population)):
        living[row.area.key if by == AREA else row.age_band] += row.people
    return Margin(PLACES[by], groups, {key: living[key] for key in keys if living[key]})


def _people(session: Session, consultation_id: int, audience: Audience) -> People:
    split = (Submission.area_key, Submission.age_band)
    query = select(*split, func.count(Submission.id)).where(Submission.audience == audience)
    rows = session.execute(standing(query, consultation_id, None).group_by(*split))
    return {(area, age): people for area, age, people in rows}


def _why_not(margins: Mapping[str, Margin]) -> str:
    """Return the sentence that refuses to weigh, or nothing."""
    if not margins:
        return NOT_ASKED
    if not all(margin.living for margin in margins.values()):
        return NOT_COUNTED
    # A size that is hidden counts as small: else it could be told that it is not.
    small = [
        group.label
        for margin in margins.values()
        for group in margin.groups
        if group.key in margin.living and (group.base or 0) < LEAST_BASE
    ]
    if not small:
        return ""
    named = ", ".join(small)
    return f"We cannot weigh: too few people answered, or we may not tell how many: {named}."


def _said(
    session: Session, consultation_id: int, audience: Audience, question: Question
) -> Mapping[str, dict[Cell, int]]:
    """Return who chose each option, by area and age: raw counts."""
    key, _, row_key = question.key.partition(".")
    split = (Answer.option_key, Submission.area_key, Submission.age_band)
    query = (
        select(*split, func.count())
        .join(Submission, Answer.submission_id == Submission.id)
        .where(
            Answer.question_key == key, Answer.row_key == row_key, Submission.audience == audience
        )
        .group_by(*split)
    )
    if question.type.is_ranked:
        query = query.where(Answer.place <= TOP)
    said: defaultdict[str, dict[Cell, int]] = defaultdict(dict)
    for option_key, area, age, people in session.execute(standing(query, consultation_id, None)):
        said[option_key][area, age] = people
    return said


def _rows(
    question: Question,
    said: Mapping[str, dict[Cell, int]],
    people: People,
    weights: Weights | None,
    telling: Collection[str],
) -> Iterator[WeightedRow]:
    """Yield each answer; a weighted share stands only where the plain one may.

    Nor does it where it is `telling`: beside the plain one it tells of a group whose count is
    hidden in the table of groups.
    """
    total = sum(people.values())
    chosen = {key: sum(cells.values()) for key, cells in said.items()}
    tally = Tally(total, answered=sum(chosen.values()), chosen=chosen)
    for option, cell in column_of(question, tally).items():
        part = Part(cell.count, total)
        row = WeightedRow(option.key, option.label, part)
        if weights is not None and part.percent is not None and option.key not in telling:
            cells = said.get(option.key, {})
            if option.key == NOT_ANSWERED.key and is_one_each(question):
                cells = _silent(people, [*said.values()])
            row = WeightedRow(
                option.key, option.label, part, *weighted_share(cells, people, weights)
            )
        yield row


def _silent(people: People, said: Sequence[Mapping[Cell, int]]) -> dict[Cell, int]:
    return {cell: count - sum(each.get(cell, 0) for each in said) for cell, count in people.items()}
