"""How many people gave the same answers: the database lists who, arrays put them together."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Submission
from consult.results.rules.exporting import BETWEEN, WITHIN, Column, Kind
from consult.results.services.exporting.reading import AUDIENCE, TRAITS, given_of
from consult.results.services.people import Ids, listed, numbers_in
from consult.safeguarding.services import free_comments

BYTE = 8


class Known(NamedTuple):
    """What is known of several people's replies, whatever they answered."""

    version_id: int
    audience: str
    language: str
    setting: str


@dataclass(frozen=True, slots=True)
class Alike:
    """So many people with the same answers, whose words go out or do not."""

    known: Known
    answers: str
    has_words: bool
    people: int


@dataclass(frozen=True, slots=True)
class Words:
    """Whose words may be quoted, with an id for each comment, and how many may not."""

    quotable: Ids
    kept_back: int


def words_of(session: Session, consultation_id: int) -> Words:
    """Return whose comments are free and may be quoted, and how many are free and may not."""
    free = free_comments().where(Submission.consultation_id == consultation_id)
    listing = free.with_only_columns(
        Submission.may_quote, listed(Comment.submission_id), maintain_column_froms=True
    )
    found = session.execute(listing.group_by(Submission.may_quote))
    lists = {may_quote: numbers_in(ids) for may_quote, ids in found}
    none = np.zeros(0, dtype=np.int64)
    return Words(lists.get(True, none), len(lists.get(False, none)))


def groups_with_words(session: Session, standing: ColumnElement[bool], words: Words) -> int:
    """Return how many groups said something that may be quoted."""
    groups = select(Submission.id).where(standing, Submission.group_session_id.is_not(None))
    return len(set(session.scalars(groups)) & set(words.quotable.tolist()))


def alike(
    session: Session, standing: ColumnElement[bool], columns: Collection[Column], words: Words
) -> Iterator[Alike]:
    """Yield how many people gave the same answers to the questions of some columns.

    What a group said together is nobody's own.
    """
    known = [(Known(*row), numbers_in(ids)) for *row, ids in session.execute(_people(standing))]
    lists = [ids for _, ids in known]
    answers: list[str | None] = [None]
    lists.append(words.quotable)
    for *parts, ids in session.execute(_answers(session, columns)):
        answers.append(WITHIN.join("" if part is None else str(part) for part in parts))
        lists.append(numbers_in(ids))
    for (first, *more), people in _together(lists, len(known)):
        said = [answers[at - len(known)] for at in more]
        given = BETWEEN.join(each for each in said if each is not None)
        yield Alike(known[first][0], given, None in said, people)


def _people(standing: ColumnElement[bool]) -> Select[Any]:
    same = (Submission.survey_version_id, AUDIENCE, *TRAITS)
    people = select(*same, listed(Submission.id))
    return people.where(standing, Submission.group_session_id.is_(None)).group_by(*same)


def _answers(session: Session, columns: Collection[Column]) -> Select[Any]:
    """Return the select of who gave which answer; a covering index has all but days and numbers."""
    has_more = any(column.kind in {Kind.AMOUNT, Kind.DAY} for column in columns)
    given = given_of(session) if has_more else Answer.place
    same = (Answer.question_key, Answer.row_key, Answer.option_key, given)
    keys = {column.question_key for column in columns}
    who = select(*same, listed(Answer.submission_id))
    return who.where(Answer.question_key.in_(keys)).group_by(*same)


def _together(lists: Sequence[Ids], groups: int) -> Iterator[tuple[list[int], int]]:
    """Yield which lists the same people are in, and how many they are.

    Each of them is in one of the first lists, the groups; others are nobody here. A bit is kept
    for each person and list.
    """
    everybody = np.concatenate([np.zeros(0, dtype=np.int64), *lists[:groups]])
    place = np.full(everybody.max(initial=0) + 1, -1)
    place[everybody] = np.arange(len(everybody))
    width = len(lists) // BYTE + 1
    bits = np.zeros((len(everybody), width), dtype=np.uint8)
    for number, ids in enumerate(lists):
        at = place[ids[ids < len(place)]]
        bits[at[at >= 0], number // BYTE] |= 1 << number % BYTE
    same = Counter(bits.view(f"V{width}").ravel().tolist())
    found = np.frombuffer(b"".join(same), dtype=np.uint8).reshape(-1, width)
    rows, numbers = np.nonzero(np.unpackbits(found, axis=1, bitorder="little"))
    within: list[list[int]] = [[] for _ in same]
    for row, number in zip(rows.tolist(), numbers.tolist(), strict=True):
        within[row].append(number)
    yield from zip(within, same.values(), strict=True)
