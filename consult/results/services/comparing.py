"""Cross-tables: what each group of people answered, counted by the database and safe to show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.disclosure import Column, is_few, safe_table
from consult.errors import NotFound
from consult.respond.models import Answer, Submission
from consult.results.rules import READING_ORDER, TOP, Tally, is_one_each, result_of
from consult.results.rules.comparing import (
    CrossRow,
    CrossTable,
    Group,
    Part,
    can_be_compared,
    compared,
)
from consult.results.rules.questions import NOT_ANSWERED, column_of
from consult.results.services.grouping import (
    AUDIENCE,
    PLACES,
    Grouping,
    grouping_of,
    ways_to_group,
)
from consult.results.services.questions import (
    IN_FIRST_PLACES,
    Asked,
    questions_asked,
    submissions_by_audience,
)
from consult.results.services.standing import standing
from consult.survey.rules import AUDIENCE_LABELS, Audience, Option, Question

PEOPLE = {
    Audience.YOUNG_PERSON: "young people",
    Audience.PARENT: "parents and carers",
    Audience.EASY_READ: "people who used easy read",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be compared: questions, who was asked this one, and the ways to split them.

    `audience` is whose answers they are: one of `audiences`, or none where there is no question.
    """

    question: str
    questions: dict[str, str]
    ways: dict[str, str]
    audiences: dict[Audience, str]
    audience: Audience | None

    def way(self, wanted: str) -> str:
        """Return a way to split people; by audience where another one is not for this question."""
        is_known = wanted in PLACES or wanted in self.questions
        return AUDIENCE if is_known and wanted not in self.ways else wanted


def choices_of(
    session: Session,
    consultation_id: int,
    question_key: str | None,
    *,
    wanted: Audience | None = None,
    among: Sequence[Audience] = READING_ORDER,
) -> Choices:
    """Return what can be chosen beside a question asked of some audiences (none: the first).

    The answers are those of the audience `wanted`, or of the first that was asked.

    Raises:
        NotFound: there is no such question.
    """
    asked = questions_asked(session, consultation_id)
    questions = {
        key: title
        for key, title in questions_to_compare(asked).items()
        if any(audience in asked[key] for audience in among)
    }
    if question_key is None and questions:
        question_key = next(iter(questions))
    if question_key is None:
        return Choices("", {}, {}, {}, None)
    if question_key not in questions:
        raise NotFound("There is no such question to compare.")
    audiences = {each: str(AUDIENCE_LABELS[each]) for each in asked[question_key] if each in among}
    audience = wanted if wanted in audiences else next(iter(audiences))
    ways = ways_to_group(asked, question_key, audience)
    return Choices(question_key, questions, ways, audiences, audience)


def questions_to_compare(asked: Asked) -> dict[str, str]:
    """Return the titles of the questions that can be set beside groups, by key."""
    return {
        key: next(iter(questions.values())).title
        for key, questions in asked.items()
        if all(can_be_compared(each.type) for each in questions.values())
    }


def cross_table(
    session: Session,
    consultation_id: int,
    question_key: str,
    *,
    by: str = AUDIENCE,
    audience: Audience | None = None,
    today: date,
) -> CrossTable:
    """Return what each group answered, with intervals and a plain reading of each row.

    Groups are the audiences, or within one audience ages, areas, settings, or what they answered
    to another question. Everything passes the one suppression.

    Raises:
        NotFound: there is no such question, audience or way to group people.
    """
    asked = questions_asked(session, consultation_id)
    if question_key not in questions_to_compare(asked) or by == question_key:
        raise NotFound("There is no such question to compare.")
    questions = asked[question_key]
    if by == AUDIENCE:
        return _by_audience(session, consultation_id, questions)
    if audience not in questions:
        raise NotFound("They were not asked this question.")
    grouping = grouping_of(session, consultation_id, audience, by, asked=asked, today=today)
    question = questions[audience]
    counted = _counted(session, consultation_id, audience, question, grouping)
    return _by_group(question, grouping, counted)


def _by_audience(
    session: Session, consultation_id: int, questions: Mapping[Audience, Question]
) -> CrossTable:
    """Return what children and parents answered, side by side, each column as on the results."""
    totals = submissions_by_audience(session, consultation_id)
    chosen: defaultdict[Audience, dict[str, int]] = defaultdict(dict)
    key, _, row_key = next(iter(questions.values())).key.partition(".")
    said = (
        select(Submission.audience, Answer.option_key, func.count())
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Answer.question_key == key, Answer.row_key == row_key, IN_FIRST_PLACES)
        .group_by(Submission.audience, Answer.option_key)
    )
    for whose, option_key, people in session.execute(standing(said, consultation_id, None)):
        chosen[whose][option_key] = people
    tallies = {
        each: Tally(totals.get(each, 0), sum(chosen[each].values()), chosen=chosen[each])
        for each in questions
    }
    result = result_of(questions, tallies)
    groups = tuple(
        _audience(each, tallies[each].total) for each in READING_ORDER if each in questions
    )
    rows = tuple(
        CrossRow(
            row.option_key,
            row.label,
            tuple(
                Part(row.cells[each].count, tallies[each].total)
                if each in row.cells
                else Part(None, None, was_asked=False)
                for each in READING_ORDER
                if each in questions
            ),
            is_answer=row.option_key != NOT_ANSWERED.key,
        )
        for row in result.rows
    )
    adds_up = all(map(is_one_each, questions.values()))
    return compared(CrossTable(result.title, groups, rows), adds_up=adds_up)


def _audience(audience: Audience, total: int) -> Group:
    base = None if is_few(total) else total
    return Group(audience.value, str(AUDIENCE_LABELS[audience]), base, PEOPLE[audience])


def _counted(
    session: Session,
    consultation_id: int,
    audience: Audience,
    question: Question,
    grouping: Grouping,
) -> Mapping[str, Sequence[int]]:
    """Return how many of each group chose each option: raw counts."""
    key, _, row_key = question.key.partition(".")
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(grouping.groups))
    said = (
        select(Answer.option_key, grouping.column, func.count())
        .select_from(Answer)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(
            Answer.question_key == key, Answer.row_key == row_key, Submission.audience == audience
        )
        .group_by(Answer.option_key, grouping.column)
    )
    if question.type.is_ranked:
        said = said.where(Answer.place <= TOP)
    query = standing(grouping.joined(said), consultation_id, None)
    for option_key, group, people in session.execute(query):
        counts[option_key][grouping.place(group)] += people
    return counts


def _by_group(
    question: Question, grouping: Grouping, counted: Mapping[str, Sequence[int]]
) -> CrossTable:
    bases = grouping.counts
    chosen = {key: sum(counts) for key, counts in counted.items()}
    tally = Tally(sum(bases), answered=sum(chosen.values()), chosen=chosen)
    column = column_of(question, tally)
    nobody = [0] * len(bases)
    counts = [list(counted.get(option.key, nobody)) for option in column]
    adds_up = is_one_each(question)
    if adds_up:
        said = [sum(each) for each in zip(*counts, strict=True)]
        counts[-1] = [base - n for base, n in zip(bases, said, strict=True)]
    hidden_rows = [at for at, cell in enumerate(column.values()) if cell.count is None]
    safe = _safe(question, grouping, counts, hidden_rows)
    return compared(_table(question, grouping, [*column], safe), adds_up=adds_up)


def _safe(
    question: Question,
    grouping: Grouping,
    counts: Sequence[Sequence[int]],
    hidden_rows: Sequence[int],
) -> Sequence[Column]:
    """Return the counts as they may be shown, the same whichever question is the grouping."""
    other = grouping.question
    if other is not None and is_one_each(question) and other.key < question.key:
        turned = safe_table(
            [*zip(*counts, strict=True)],
            [sum(row) for row in counts],
            adds_up=True,
            hidden_rows=grouping.hidden,
            hidden_columns=hidden_rows,
        )
        safe = turned and tuple(zip(*turned, strict=True))
    else:
        safe = safe_table(
            counts,
            grouping.counts,
            adds_up=is_one_each(question),
            most=TOP if question.type.is_ranked else question.most,
            hidden_rows=hidden_rows,
            hidden_columns=grouping.hidden,
        )
    return safe or [(None,) * len(grouping.groups)] * len(counts)


def _table(
    question: Question, grouping: Grouping, options: Sequence[Option], safe: Sequence[Column]
) -> CrossTable:
    rows = tuple(
        CrossRow(
            option.key,
            option.label,
            tuple(
                Part(count, group.base)
                for count, group in zip(counts, grouping.groups, strict=True)
            ),
            is_answer=option.key != NOT_ANSWERED.key,
        )
        for option, counts in zip(options, safe, strict=True)
    )
    return CrossTable(question.title, grouping.groups, rows)
