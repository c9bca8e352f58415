"""Replies as rows, read a few hundred at a time and put together by position.

The database joins the answers of each reply into one text: a row for each answer took twice as
long. Replies come in the order of a keyed hash, which says nothing of when they came.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Submission
from consult.results.rules.exporting import BETWEEN, WITHIN, Cell, Column, Wording
from consult.results.rules.exporting.replies import AT, REPLY_COLUMNS
from consult.safeguarding.services import free_comments
from consult.survey.rules import Definition

CHUNK = 1_000
CODE_BYTES = 8
IDS: BindParameter[int] = bindparam("ids", expanding=True)

# As they are kept: nothing here needs them as more than words.
TRAITS = (Submission.language, type_coerce(Submission.setting_kind, Text))
AUDIENCE = type_coerce(Submission.audience, Text)


def given_of(session: Session) -> ColumnElement[str]:
    """Return the place, number or day of an answer, whichever there is."""
    given: list[Any] = [Answer.place, Answer.amount, Answer.given_on]
    if session.get_bind().dialect.name == "postgresql":
        # SQLite needs no cast, and each would cost as much as reading an answer
        given = [cast(column, Text) for column in given]
    return func.coalesce(*given, "", type_=Text)


def _answers(session: Session) -> Select[str]:
    """Return the select of one reply's answers, as one text (see `Wording`)."""
    keys = (Answer.question_key, Answer.row_key, Answer.option_key)
    parts = (*keys, given_of(session))
    one_answer = func.format(WITHIN.join(["%s"] * len(parts)), *parts, type_=Text)
    answers = select(func.aggregate_strings(one_answer, BETWEEN))
    return answers.where(Answer.submission_id == Submission.id)


@dataclass(slots=True)
class Reply:
    """One reply: a cell for each column, and the confirmed themes of the words in a column."""

    cells: list[Cell]
    is_group: bool
    has_words: bool = False
    themes: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where comments stand: confirmed theme ids by comment id, and the column of each theme."""

    by_comment: Mapping[int, tuple[int, ...]]
    columns: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose replies to read and how: what late ones are called, what their codes are made with."""

    consultation_id: int
    late: str
    secret: str
    raw: bool


class Reader:
    """Reads the replies of one consultation, withdrawn ones never."""

    def __init__(
        self,
        session: Session,
        wanted: Wanted,
        columns: Sequence[Column],
        published: Mapping[int, Definition],
        placed: Placed,
    ) -> None:
        self._connection, self._placed = session.connection(), placed
        self._late, self._raw = wanted.late, wanted.raw
        self._answers = _answers(session)
        self._rest: list[Cell] = [None] * (len(columns) - len(REPLY_COLUMNS))
        at = {column.name: place for place, column in enumerate(columns)}
        self._wordings = {
            version_id: Wording(definition, at, whole_days=wanted.raw)
            for version_id, definition in published.items()
        }
        secret = hashlib.sha256(wanted.secret.encode()).digest()
        self._hash = hashlib.blake2b(key=secret, digest_size=CODE_BYTES)
        self.standing = (Submission.consultation_id == wanted.consultation_id) & (
            Submission.withdrawn_on.is_(None)
        )
        ids = self._connection.scalars(select(Submission.id).where(self.standing))
        codes = sorted((self._code(one), one) for one in ids)
        self._codes = {one: code for code, one in codes}
        self.ids = list(self._codes)

    def chunks(self) -> Iterator[list[Reply]]:
        """Yield all replies, a few hundred at a time."""
        columns = (
            Submission.id,
            Submission.survey_version_id,
            AUDIENCE,
            Submission.group_session_id,
            Submission.late,
            Submission.may_quote,
            *TRAITS,
            self._answers.scalar_subquery(),
        )
        query = select(*columns).where(Submission.id.in_(IDS))
        for start in range(0, len(self.ids), CHUNK):
            ids = self.ids[start : start + CHUNK]
            rows = self._connection.execute(query, {IDS.key: ids}).all()
            replies = {row[0]: self._reply(*row) for row in rows}
            self._add_words(replies, ids)
            yield [replies[each][0] for each in ids]

    def cells_of(self, version_id: int, known: Mapping[str, Cell], answers: str) -> list[Cell]:
        """Return a row with what is known of several people, by column, and what they answered."""
        named = tuple(known.get(column.name) for column in REPLY_COLUMNS)
        return self._cells(version_id, named, answers)

    def _code(self, submission_id: int) -> str:
        """Return the code of a reply: the same in every file, and no way back to the reply."""
        own = self._hash.copy()
        own.update(submission_id.to_bytes(CODE_BYTES, "big"))
        return own.hexdigest()

    def _reply(self, *row: Any) -> tuple[Reply, Wording]:
        submission_id, version_id, audience, group, late, may_quote, language, setting, given = row
        known = (
            self._codes[submission_id],
            audience,
            "person" if group is None else "group",
            self._late if late else "no",
            "yes" if may_quote else "no",
            language,
            setting,
            None,
        )
        cells = self._cells(version_id, known, given)
        return Reply(cells, is_group=group is not None), self._wordings[version_id]

    def _cells(self, version_id: int, known: tuple[Cell, ...], answers: str | None) -> list[Cell]:
        cells = [*known, *self._rest]
        if answers:
            self._wordings[version_id].fill(cells, answers)
        return cells

    def _add_words(self, replies: Mapping[int, tuple[Reply, Wording]], ids: Sequence[int]) -> None:
        """Add the comments that are free, and those of their words that may go out."""
        columns = (
            Comment.submission_id,
            Comment.id,
            Comment.question_key,
            Comment.text,
            Submission.may_quote,
        )
        free = free_comments().with_only_columns(*columns, maintain_column_froms=True)
        query = free.where(Comment.submission_id.in_(IDS)).order_by(Comment.id)
        comments = self._connection.execute(query, {IDS.key: ids}).all()
        for submission_id, comment_id, question_key, text, may_quote in comments:
            reply, wording = replies[submission_id]
            column = wording.words.get(question_key, AT["notes"])
            if may_quote or self._raw:
                reply.has_words = True
                before = reply.cells[column]
                reply.cells[column] = f"{before}\n{text}" if before else text
            self._add_themes(reply, column, self._placed.by_comment.get(comment_id, ()))

    def _add_themes(self, reply: Reply, column: int, themes: tuple[int, ...]) -> None:
        cells = reply.cells
        for theme, at in self._placed.columns.items():
            cells[at] = 1 if theme in themes else cells[at] or 0
        if themes:
            reply.themes[column] = tuple(dict.fromkeys((*reply.themes.get(column, ()), *themes)))
