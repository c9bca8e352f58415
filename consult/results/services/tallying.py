"""Counting a hundred thousand people in a second: the database lists who, arrays count them.

One query over a covering index gives, for everything that could be chosen, the ids of those who
chose it as one text. That is far less to carry than a row for each, and is counted in an instant.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment
from consult.results.rules import READING_ORDER, TOP, Tally
from consult.results.services.amounts import amounts_of
from consult.results.services.people import Ids, People, listed, numbers_in, people_of
from consult.safeguarding.services import free_comments
from consult.survey.rules import Audience, Question, QuestionType

Asked = Mapping[str, Mapping[Audience, Question]]
Key = tuple[Audience, str]

# Who chose a thing, and as which of their first three (0 where there is no order), in one number.
STEP = TOP + 1
GIVEN = (QuestionType.NUMBER, QuestionType.POINTS, QuestionType.DATE)
CODE = Answer.submission_id * STEP + func.coalesce(Answer.place, 0)


def tallies_of(
    session: Session, consultation_id: int, asked: Asked, area_key: str | None
) -> dict[Key, Tally]:
    """Return the raw counts of every audience at every question it was asked."""
    people = people_of(session, consultation_id, area_key)
    total = people.counted(np.arange(len(people.group_of)))
    chosen, placed, answered = _answers(session, people, {key.partition(".")[0] for key in asked})
    wrote = _writers(session, people, of_type(asked, *QuestionType))
    given = amounts_of(session, people, of_type(asked, *GIVEN))
    return {
        (each, key): Tally(
            total=total[each],
            answered=answered.get((each, key), 0),
            wrote=wrote.get((each, key), 0),
            chosen=given.months.get((each, key), chosen[each, key]),
            placed=placed[each, key],
            numbers=given.numbers.get((each, key), ()),
            shared=given.shared.get((each, key)),
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
    in_first_places = or_(Answer.place.is_(None), Answer.place <= TOP)
    query = select(*by, listed(CODE)).where(Answer.question_key.in_(keys), in_first_places)
    chosen: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    placed: defaultdict[Key, dict[str, tuple[int, ...]]] = defaultdict(dict)
    everybody: defaultdict[str, list[Ids]] = defaultdict(list)
    for question_key, row_key, option_key, text in session.execute(query.group_by(*by)):
        key = f"{question_key}.{row_key}" if row_key else question_key
        ids, place = np.divmod(numbers_in(text), STEP)
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
    """Return who wrote what may be read, as words and themes are: no difference tells of others."""
    columns = (Comment.question_key, listed(Comment.submission_id))
    free = free_comments().with_only_columns(*columns, maintain_column_froms=True)
    query = free.where(Comment.question_key.in_(keys)).group_by(Comment.question_key)
    return _each_once(people, {key: [numbers_in(text)] for key, text in session.execute(query)})


def _each_once(people: People, everybody: Mapping[str, list[Ids]]) -> dict[Key, int]:
    """Return how many people there are at each question, though some come several times."""
    counted: dict[Key, int] = {}
    for key, lists in everybody.items():
        met = np.zeros(len(people.group_of), dtype=bool)
        for ids in lists:
            met[ids[ids < len(met)]] = True
        counted |= {(each, key): n for each, n in people.counted(np.flatnonzero(met)).items()}
    return counted
