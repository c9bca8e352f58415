"""Reads of what people answered: a few queries, and nothing leaves that could expose a child."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, or_, select
from sqlalchemy.orm import Session

from consult.partnership.models import Area, AreaManager
from consult.respond.models import Answer, Comment, Submission
from consult.results.rules import (
    READING_ORDER,
    TOP,
    QuestionResult,
    Tally,
    join_versions,
    one_by_one,
    result_of,
)
from consult.results.services import amounts
from consult.results.services.standing import standing
from consult.survey.models import Survey, SurveyVersion
from consult.survey.rules import (
    AUDIENCE_LABELS,
    Audience,
    Option,
    Question,
    QuestionType,
    read_definition,
)
from consult.tables import defanged

QUESTION = ("question_key", "question")
CSV_HEADINGS = (*QUESTION, "option_key", "option", "audience", "count", "percent", "figure")
IN_FIRST_PLACES = or_(Answer.place.is_(None), Answer.place <= TOP)

Asked = dict[str, dict[Audience, Question]]
Key = tuple[Audience, str]


def submissions_by_audience(
    session: Session, consultation_id: int, *, area_key: str | None = None
) -> dict[Audience, int]:
    """Return how many people of each audience answered and did not withdraw: raw counts."""
    rows = session.execute(
        standing(
            select(Submission.audience, func.count(Submission.id)), consultation_id, area_key
        ).group_by(Submission.audience)
    )
    return dict(rows.all())


def question_results(
    session: Session, consultation_id: int, *, area_key: str | None = None
) -> list[QuestionResult]:
    """Return the results of each question that was ever published, safe to show.

    A question is one over all audiences when its key is. With `area_key` only the people of that
    area count, and the question where they live is left out: it has one answer there.
    """
    asked = questions_asked(session, consultation_id)
    tallies = _tallies(session, consultation_id, asked, area_key)
    return [
        result_of(questions, {each: tallies[each, key] for each in questions})
        for key, questions in asked.items()
        if area_key is None or all(one.type is not QuestionType.AREA for one in questions.values())
    ]


def areas_managed_by(session: Session, user_id: int) -> Sequence[Area]:
    """Return the areas that a local manager answers for, by name."""
    return session.scalars(
        select(Area)
        .join(AreaManager, AreaManager.area_id == Area.id)
        .where(AreaManager.user_id == user_id)
        .order_by(Area.name)
    ).all()


def results_as_csv(results: Iterable[QuestionResult]) -> str:
    """Return results in long format: one line a question, option and audience."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(CSV_HEADINGS)
    for result in results:
        writer.writerows([defanged(word) for word in line] for line in _lines(result))
    return file.getvalue()


def _lines(result: QuestionResult) -> Iterator[tuple[str, ...]]:
    for row in result.rows:
        at = (result.key, result.title, row.option_key, row.label)
        for audience, cell in row.cells.items():
            count = cell.text if cell.count is None else str(cell.count)
            percent = "" if cell.percent is None else str(cell.percent)
            yield (*at, AUDIENCE_LABELS[audience], count, percent, "")
    for figure in result.figures:
        at = (result.key, result.title, figure.option_key, figure.label)
        for audience, text in figure.texts.items():
            yield (*at, AUDIENCE_LABELS[audience], "", "", text)


def questions_asked(session: Session, consultation_id: int) -> Asked:
    """Return every question published, by key, in the order of the first audience that has it."""
    rows = session.execute(
        select(Survey.audience, SurveyVersion.definition)
        .join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
        .where(Survey.consultation_id == consultation_id)
        .order_by(SurveyVersion.number.desc())
    ).all()
    versions: dict[Audience, dict[str, list[Question]]] = {each: {} for each in READING_ORDER}
    for audience, definition in rows:
        for question in read_definition(definition).questions:
            versions[audience].setdefault(question.key, []).append(question)
    areas = tuple(
        Option(area.key, area.name) for area in session.scalars(select(Area).order_by(Area.name))
    )
    asked: Asked = {}
    for audience, questions in versions.items():
        for wordings in questions.values():
            question = join_versions(wordings)
            if question.type is QuestionType.AREA:
                question = replace(question, options=areas)
            for counted in one_by_one(question):
                asked.setdefault(counted.key, {})[audience] = counted
    return asked


def _of_type(asked: Asked, kind: QuestionType) -> list[str]:
    return [key for key, each in asked.items() if any(q.type is kind for q in each.values())]


def _key(question_key: str, row_key: str) -> str:
    return f"{question_key}.{row_key}" if row_key else question_key


def _tallies(
    session: Session, consultation_id: int, asked: Asked, area_key: str | None
) -> Mapping[Key, Tally]:
    """Return the raw counts of every audience at every question it was asked."""

    def rows(
        table: type[Answer] | type[Comment], *more: Any, where: ColumnElement[bool] | None = None
    ) -> Sequence[Any]:
        by = (Submission.audience, table.question_key, *more)
        people = func.count(distinct(table.submission_id))
        query = select(*by, people).join(Submission, table.submission_id == Submission.id)
        query = query if where is None else query.where(where)
        return session.execute(standing(query, consultation_id, area_key).group_by(*by)).all()

    chosen: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    for audience, question_key, row, option_key, people in rows(
        Answer, Answer.row_key, Answer.option_key, where=IN_FIRST_PLACES
    ):
        chosen[audience, _key(question_key, row)][option_key] = people
    answered = {(each[0], _key(each[1], each[2])): each[3] for each in rows(Answer, Answer.row_key)}
    wrote = {(each[0], each[1]): each[2] for each in rows(Comment, where=Comment.text != "")}
    at = (consultation_id, area_key)
    days = amounts.months(session, _of_type(asked, QuestionType.DATE), *at)
    numbers = amounts.numbers(session, _of_type(asked, QuestionType.NUMBER), *at)
    shared = amounts.shares(session, _of_type(asked, QuestionType.POINTS), *at)
    totals = submissions_by_audience(session, consultation_id, area_key=area_key)
    return {
        (each, key): Tally(
            total=totals.get(each, 0),
            answered=answered.get((each, key), 0),
            wrote=wrote.get((each, key), 0),
            chosen=days.get((each, key), chosen[each, key]),
            numbers=numbers.get((each, key), ()),
            shared=shared.get((each, key)),
        )
        for key, questions in asked.items()
        for each in questions
    }
