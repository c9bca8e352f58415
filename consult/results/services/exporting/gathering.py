"""What is to go out: columns, whose answers, and who is hidden in which group."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consult.db import find, only_reading
from consult.partnership.models import Area
from consult.respond.models import Comment, Submission
from consult.respond.services import late_decision
from consult.results.rules.exporting import (
    HIDDEN_KEY,
    Asked,
    Cell,
    Column,
    Combination,
    Safe,
    columns_of,
    safe_combinations,
    theme_columns,
)
from consult.results.rules.exporting.replies import AT, REPLY_COLUMNS
from consult.results.services.exporting.reading import Placed, Reader, Reply, Wanted
from consult.safeguarding.services import free_comments
from consult.survey.bank import our_entries
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Option, read_definition
from consult.themes.rules import ThemeStatus
from consult.themes.services import placements, themes_with_status


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that is known before the first row goes out.

    `traits` are the columns of the characteristics, in the order in which they are kept;
    `hidden` how many people each of them is hidden for; `safe` is None where nothing is hidden.
    """

    title: str
    made_on: date
    columns: tuple[Column, ...]
    reader: Reader
    traits: tuple[int, ...]
    safe: Safe | None
    rows: int
    left_out: int
    hidden: Mapping[str, int]
    words_kept_back: int

    @property
    def is_raw(self) -> bool:
        """Whether small groups are told, for the few who may see them."""
        return self.safe is None

    @property
    def pattern(self) -> str:
        """A mark of what is hidden: the same answers give the same (L-SDC-09)."""
        parts = [self.safe.told, self.safe.hidden_too] if self.safe else []
        told = repr([sorted(part.items(), key=repr) for part in parts])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def chunks(self) -> Iterator[list[Reply]]:
        """Yield the replies that may be told, a few hundred at a time, in an order of no meaning.

        Cells hold keys and numbers; small groups are hidden, and left out where they must be.
        """
        tell = self.safe.teller() if self.safe else None
        for chunk in self.reader.chunks():
            yield [r for r in chunk if tell is None or r.is_group or self._told(r.cells, tell)]

    def _told(self, cells: list[Cell], tell: Callable[[Combination], Combination | None]) -> bool:
        """Hide what must be hidden of one person; return whether anything may be told."""
        combination = (cells[AT["audience"]], *(cells[at] for at in self.traits))
        told = tell(combination)
        if told is not None and told != combination:
            for at, value in zip(self.traits, told[1:], strict=True):
                cells[at] = value  # type: ignore[call-overload]
        return told is not None


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """Open a session of its own that sees the database as it is at this moment, to its end."""
    options = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        engine.connect().execution_options(**options) as connection,
        Session(connection) as session,
    ):
        with only_reading():
            session.execute(select(1))
        yield session


def prepare(
    session: Session, consultation_id: int, *, secret: str, raw: bool, today: date
) -> Outgoing:
    """Read what the files of a consultation need before their first row.

    Memory grows with the number of replies and of comments in a theme, by a few bytes each.

    Raises:
        NotFound: there is no such consultation.
    """
    consultation = find(session, Consultation, consultation_id)
    published = _published(session, consultation.id)
    confirmed = _confirmed(session, consultation.id)
    columns = [*REPLY_COLUMNS, *_question_columns(session, published), *theme_columns(confirmed)]
    reader = Reader(
        session,
        Wanted(
            consultation.id,
            late=_late(session, consultation.id),
            secret=f"{'raw' if raw else 'safe'}:{consultation.id}:{secret}",
            raw=raw,
        ),
        columns,
        {each.version_id: each.definition for each in published},
        _placed(session, consultation.id, confirmed, columns),
    )
    traits = _traits(columns)
    counts = Counter[Combination]() if raw else _counted(reader, columns, traits)
    safe = None if raw else safe_combinations(counts)
    hidden, left_out = _hidden(counts, safe, [columns[at].name for at in traits])
    return Outgoing(
        title=consultation.title,
        made_on=today,
        columns=tuple(columns),
        reader=reader,
        traits=traits,
        safe=safe,
        rows=len(reader.ids) - left_out,
        left_out=left_out,
        hidden=hidden,
        words_kept_back=0 if raw else _words_kept_back(session, consultation.id),
    )


def _published(session: Session, consultation_id: int) -> list[Asked]:
    """Return every version there was of every survey, oldest first."""
    rows = session.execute(
        select(SurveyVersion.id, SurveyVersion.number, Survey.audience, SurveyVersion.definition)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(Survey.consultation_id == consultation_id)
        .order_by(SurveyVersion.id)
    )
    return [Asked(row[0], row[1], row[2], read_definition(row[3])) for row in rows]


def _question_columns(session: Session, published: Sequence[Asked]) -> list[Column]:
    areas = session.execute(select(Area.key, Area.name).order_by(Area.id))
    about_you = {
        question.key
        for entry in our_entries()
        if entry.about_you
        for wording in entry.wordings.values()
        for question in wording
    }
    return columns_of(published, [Option(key, name) for key, name in areas], about_you)


def _confirmed(session: Session, consultation_id: int) -> dict[int, str]:
    themes = themes_with_status(session, consultation_id, ThemeStatus.CONFIRMED)
    return {theme.id: theme.name for theme in themes}


def _placed(
    session: Session, consultation_id: int, confirmed: Mapping[int, str], columns: Sequence[Column]
) -> Placed:
    """Return where each comment stands among confirmed themes; nothing is read without any."""
    placed = placements(session, consultation_id) if confirmed else {}
    by_comment = {
        comment_id: tuple(one for one in ids if one in confirmed)
        for comment_id, ids in placed.items()
        if not confirmed.keys().isdisjoint(ids)
    }
    first = len(columns) - len(confirmed)
    return Placed(by_comment, {one: first + at for at, one in enumerate(sorted(confirmed))})


def _late(session: Session, consultation_id: int) -> str:
    decision = late_decision(session, consultation_id)
    return "counted" if decision and decision.considered else "apart"


def _traits(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns of the characteristics; those kept longest come first."""
    asked = [at for at, column in enumerate(columns) if column.trait is not None]
    return tuple(sorted(asked, key=lambda at: (columns[at].trait or 0, at)))


def _counted(
    reader: Reader, columns: Sequence[Column], traits: Sequence[int]
) -> Counter[Combination]:
    """Return how many people share each combination of characteristics."""
    counts: Counter[Combination] = Counter()
    keys = {columns[at].question_key for at in traits} - {""}
    for cells, people in reader.counted(keys):
        counts[cells[AT["audience"]], *(cells[at] for at in traits)] += people
    return counts


def _hidden(
    counts: Mapping[Combination, int], safe: Safe | None, names: Sequence[str]
) -> tuple[Counter[str], int]:
    """Return for how many people each characteristic is hidden, and how many are left out."""
    hidden: Counter[str] = Counter()
    left_out = 0
    if safe is None:
        return hidden, left_out
    for combination, people in counts.items():
        told, too = safe.told.get(combination), safe.hidden_too.get(combination, 0)
        if told is None:
            left_out += people
            continue
        for name, value in zip(names, told[1:], strict=True):
            hidden[name] += people if value == HIDDEN_KEY else too
    return hidden, left_out


def _words_kept_back(session: Session, consultation_id: int) -> int:
    """Return how many comments are free, and their writers asked not to be quoted."""
    free = free_comments().where(
        Submission.consultation_id == consultation_id, Submission.may_quote.is_(False)
    )
    counted = free.with_only_columns(func.count(Comment.id), maintain_column_froms=True)
    return session.scalar(counted) or 0
