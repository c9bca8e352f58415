"""Reads of what is not chosen but given: numbers, points, days."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Submission
from consult.results.rules import Shared
from consult.results.services.standing import standing
from consult.survey.rules import Audience

Key = tuple[Audience, str]


def numbers(
    session: Session, keys: Collection[str], consultation_id: int, area_key: str | None
) -> Mapping[Key, list[float]]:
    """Return the numbers given to some questions."""
    found: defaultdict[Key, list[float]] = defaultdict(list)
    for audience, key, amount in _rows(session, keys, consultation_id, area_key, [Answer.amount]):
        found[audience, key].append(amount)
    return found


def shares(
    session: Session, keys: Collection[str], consultation_id: int, area_key: str | None
) -> Mapping[Key, dict[str, Shared]]:
    """Return what each option of some questions was given, and by how many people."""
    found: defaultdict[Key, dict[str, Shared]] = defaultdict(dict)
    people = func.count().filter(Answer.amount > 0)
    what = [Answer.option_key, people, func.sum(Answer.amount)]
    for audience, key, option, count, points in _rows(
        session, keys, consultation_id, area_key, what, by=[Answer.option_key]
    ):
        found[audience, key][option] = Shared(count, points)
    return found


def months(
    session: Session, keys: Collection[str], consultation_id: int, area_key: str | None
) -> Mapping[Key, dict[str, int]]:
    """Return how many people gave a day of each month, such as 2027-03."""
    found: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    year, month = extract("year", Answer.given_on), extract("month", Answer.given_on)
    for audience, key, of_year, of_month, count in _rows(
        session, keys, consultation_id, area_key, [year, month, func.count()], by=[year, month]
    ):
        found[audience, key][f"{int(of_year):04}-{int(of_month):02}"] = count
    return found


def _rows(
    session: Session,
    keys: Collection[str],
    consultation_id: int,
    area_key: str | None,
    what: Sequence[Any],
    *,
    by: Sequence[Any] = (),
) -> Sequence[Any]:
    """Return something of the answers to some questions; ask nothing where there are none."""
    if not keys:
        return []
    query: Select[Any] = (
        select(Submission.audience, Answer.question_key, *what)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Answer.question_key.in_(keys))
    )
    if by:
        query = query.group_by(Submission.audience, Answer.question_key, *by)
    return session.execute(standing(query, consultation_id, area_key)).all()
