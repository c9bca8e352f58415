"""Reads of what people answered: a few queries, and nothing leaves that could expose a child."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.partnership.models import Area, AreaManager
from consult.respond.models import Answer, Submission
from consult.results.rules import (
    READING_ORDER,
    TOP,
    WROTE,
    Cell,
    QuestionResult,
    join_versions,
    one_by_one,
    result_of,
)
from consult.results.services.keeping import kept
from consult.results.services.sizes import hidden_sizes
from consult.results.services.standing import standing
from consult.results.services.tallying import of_type, tallies_of
from consult.results.services.words import words_used
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
TEXTS = (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT, QuestionType.CLAUSE)
CSV_HEADINGS = (*QUESTION, "option_key", "option", "audience", "count", "percent", "figure")
IN_FIRST_PLACES = or_(Answer.place.is_(None), Answer.place <= TOP)

Asked = dict[str, dict[Audience, Question]]


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
    return kept(session, consultation_id, area_key, _results)


def _results(session: Session, consultation_id: int, area_key: str | None) -> list[QuestionResult]:
    asked = questions_asked(session, consultation_id)
    tallies = tallies_of(session, consultation_id, asked, area_key)
    hidden = hidden_sizes(session, consultation_id, asked) if area_key is None else {}
    found = [
        result_of(questions, {each: tallies[each, key] for each in questions}, hidden.get(key))
        for key, questions in asked.items()
        if area_key is None or all(one.type is not QuestionType.AREA for one in questions.values())
    ]
    texts = set(of_type(asked, *TEXTS))
    told = {each.key: _told_who_wrote(each) for each in found if each.key in texts}
    words = words_used(session, consultation_id, told, area_key)
    return [replace(each, words=words.get(each.key)) for each in found]


def _told_who_wrote(result: QuestionResult) -> set[Audience]:
    """Return the audiences of which it is told how many wrote."""
    return {
        audience
        for row in result.rows
        for audience, cell in row.cells.items()
        if row.option_key == WROTE.key and cell.count is not None
    }


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
            yield (*at, AUDIENCE_LABELS[audience], *_numbers(cell), "")
    for row, place, cells in result.by_place:
        at = (result.key, result.title, row.option_key, f"{row.label} (put {place})")
        for audience, cell in cells.items():
            yield (*at, AUDIENCE_LABELS[audience], *_numbers(cell), "")
    for figure in result.figures:
        at = (result.key, result.title, figure.option_key, figure.label)
        for audience, text in figure.texts.items():
            yield (*at, AUDIENCE_LABELS[audience], "", "", text)


def _numbers(cell: Cell) -> tuple[str, str]:
    count = cell.text if cell.count is None else str(cell.count)
    return count, "" if cell.percent is None else str(cell.percent)


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
