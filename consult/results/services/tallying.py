"""Counting a hundred thousand people in a second: the database lists who, arrays count them.

One query over a covering index gives, for everything that could be chosen, the ids of those who
chose it as one text. That is far less to carry than a row for each, and is counted in an instant.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import String, cast, func, or_, select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Submission
from consult.results.rules import READING_ORDER, TOP, Tally
from consult.results.services import amounts
from consult.results.services.standing import standing
from consult.survey.rules import Audience, Question, QuestionType

Asked = Mapping[str, Mapping[Audience, Question]]
Key = tuple[Audience, str]
Ids = NDArray[np.int64]

# Who chose a thing, and as which of their first three (0 where there is no order), in one number.
STEP = TOP + 1
CODE = Answer.submission_id * STEP + func.coalesce(Answer.place, 0)


@dataclass(frozen=True, slots=True)
class People:
    """Whoever counts: at each id of a submission, 1 and on for its audience; 0 counts nowhere."""

    group_of: NDArray[np.int8]

    def counted(self, ids: Ids) -> dict[Audience, int]:
        """Return how many of each audience are among these, none of them twice."""
        groups = self.group_of[ids[ids < len(self.group_of)]]
        counts = np.bincount(groups, minlength=len(READING_ORDER) + 1)[1:]
        return dict(zip(READING_ORDER, counts.tolist(), strict=True))


def people_of(session: Session, consultation_id: int, area_key: str | None) -> People:
    """Return who counts in the figures of a consultation."""
    who = func.aggregate_strings(cast(Submission.id, String), ",")
    query = standing(select(Submission.audience, who), consultation_id, area_key)
    found = {
        each: _ids(text) for each, text in session.execute(query.group_by(Submission.audience))
    }
    last = max((ids.max() for ids in found.values()), default=0)
    group_of = np.zeros(last + 1, dtype=np.int8)
    for audience, ids in found.items():
        group_of[ids] = READING_ORDER.index(audience) + 1
    return People(group_of)


def tallies_of(
    session: Session, consultation_id: int, asked: Asked, area_key: str | None
) -> dict[Key, Tally]:
    """Return the raw counts of every audience at every question it was asked."""
    people = people_of(session, consultation_id, area_key)
    total = people.counted(np.arange(len(people.group_of)))
    chosen, placed, answered = _answers(session, people, {key.partition(".")[0] for key in asked})
    wrote = _writers(session, people, of_type(asked, *QuestionType))
    at = (consultation_id, area_key)
    days = amounts.months(session, of_type(asked, QuestionType.DATE), *at)
    numbers = amounts.numbers(session, of_type(asked, QuestionType.NUMBER), *at)
    shared = amounts.shares(session, of_type(asked, QuestionType.POINTS), *at)
    return {
        (each, key): Tally(
            total=total[each],
            answered=answered.get((each, key), 0),
            wrote=wrote.get((each, key), 0),
            chosen=days.get((each, key), chosen[each, key]),
            placed=placed[each, key],
            numbers=numbers.get((each, key), ()),
            shared=shared.get((each, key)),
        )
        for key, questions in asked.items()
        for each in questions
    }


def of_type(asked: Asked, *kinds: QuestionType) -> list[str]:
    """Return the keys of the questions of some types."""
    return [key for key, each in asked.items() if any(q.type in kinds for q in each.values())]


def _answers(
    session: Session, people: People, keys: Collection[str]
) -> tuple[
    defaultdict[Key, dict[str, int]],
    defaultdict[Key, dict[str, tuple[int, ...]]],
    dict[Key, int],
]:
    """Return who chose what, who put it where among the first three, and who answered at all."""
    by = (Answer.question_key, Answer.row_key, Answer.option_key)
    who = func.aggregate_strings(cast(CODE, String), ",")
    in_first_places = or_(Answer.place.is_(None), Answer.place <= TOP)
    query = select(*by, who).where(Answer.question_key.in_(keys), in_first_places).group_by(*by)
    chosen: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    placed: defaultdict[Key, dict[str, tuple[int, ...]]] = defaultdict(dict)
    everybody: defaultdict[str, list[Ids]] = defaultdict(list)
    for question_key, row_key, option_key, text in session.execute(query):
        key = f"{question_key}.{row_key}" if row_key else question_key
        ids, place = np.divmod(_ids(text), STEP)
        everybody[key].append(ids)
        for audience, count in people.counted(ids).items():
            if count:
                chosen[audience, key][option_key] = count
        if place.any():
            at = [people.counted(ids[place == each]) for each in range(1, STEP)]
            for audience in READING_ORDER:
                placed[audience, key][option_key] = tuple(each[audience] for each in at)
    return chosen, placed, _each_once(people, everybody)


def _writers(session: Session, people: People, keys: Collection[str]) -> dict[Key, int]:
    query = (
        select(
            Comment.question_key, func.aggregate_strings(cast(Comment.submission_id, String), ",")
        )
        .where(Comment.question_key.in_(keys), Comment.text != "")
        .group_by(Comment.question_key)
    )
    return _each_once(people, {key: [_ids(text)] for key, text in session.execute(query)})


def _each_once(people: People, everybody: Mapping[str, list[Ids]]) -> dict[Key, int]:
    """Return how many people there are at each question, though some come several times."""
    counted: dict[Key, int] = {}
    for key, lists in everybody.items():
        met = np.zeros(len(people.group_of), dtype=bool)
        for ids in lists:
            met[ids[ids < len(met)]] = True
        counted |= {(each, key): n for each, n in people.counted(np.flatnonzero(met)).items()}
    return counted


def _ids(text: Any) -> Ids:
    return np.fromstring(text, dtype=np.int64, sep=",")
