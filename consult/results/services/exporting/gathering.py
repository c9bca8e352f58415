"""What is to go out: columns, whose answers, and who is hidden in which group."""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.db import find, only_reading
from consult.partnership.models import Area
from consult.respond.services import late_decision
from consult.results.rules.exporting import (
    HIDDEN_KEY,
    Asked,
    Column,
    Combination,
    Safe,
    Trait,
    beside_words,
    columns_of,
    safe_combinations,
    theme_columns,
)
from consult.results.rules.exporting.replies import AT, REPLY_COLUMNS
from consult.results.services.exporting.alike import Words, alike, groups_with_words, words_of
from consult.results.services.exporting.reading import Placed, Reader, Reply, Wanted
from consult.survey.bank import our_entries
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Option, read_definition
from consult.themes.rules import ThemeStatus
from consult.themes.services import placements, themes_with_status


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that is known before the first row goes out.

    `traits` are the columns of the characteristics, in the order in which they are kept;
    `hidden` how many replies each of them is hidden in; `safe` is None where nothing is hidden.
    Only the first few, the `kept`, may stand beside somebody's words (L-SDC-07).
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
    kept: int

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
        read = itemgetter(AT["audience"], *self.traits)
        for chunk in self.reader.chunks():
            yield [one for one in chunk if tell is None or self._told(one, read(one.cells), tell)]

    def _told(
        self,
        reply: Reply,
        combination: Combination,
        tell: Callable[[Combination], Combination | None],
    ) -> bool:
        """Hide what must be hidden of one reply; return whether anything may be told."""
        wanted = beside_words(combination, self.kept) if reply.has_words else combination
        told = wanted if reply.is_group else tell(wanted)
        if told is not None and told != combination:
            for at, value in zip(self.traits, told[1:], strict=True):
                reply.cells[at] = value  # type: ignore[call-overload]
        return told is not None


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """Open a session of its own that sees the database as it is at this moment, to its end."""
    options = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    # A file makes many short-lived rows: each time, Python would look through all it holds, too.
    gc.freeze()
    try:
        with (
            engine.connect().execution_options(**options) as connection,
            Session(connection) as session,
        ):
            with only_reading():
                session.execute(select(1))
            yield session
    finally:
        gc.unfreeze()


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
    kept = _kept(columns, traits)
    words = None if raw else words_of(session, consultation.id)
    counts = _counted(session, reader, words, columns, traits) if words else Counter()
    safe = safe_combinations(counts) if words else None
    hidden, left_out = _hidden(counts, safe, [columns[at].name for at in traits])
    if words:
        groups = groups_with_words(session, reader.standing, words)
        hidden.update({columns[at].name: groups for at in traits[kept:]})
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
        words_kept_back=words.kept_back if words else 0,
        kept=kept,
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
    session: Session,
    reader: Reader,
    words: Words,
    columns: Sequence[Column],
    traits: Sequence[int],
) -> Counter[Combination]:
    """Return how many people share each combination of characteristics, as far as it may stand."""
    counts: Counter[Combination] = Counter()
    asked = [columns[at] for at in traits if columns[at].question_key]
    for each in alike(session, reader.standing, asked, words):
        cells = reader.cells_of(each.known.version_id, each.known._asdict(), each.answers)
        combination: Combination = (each.known.audience, *[cells[at] for at in traits])
        if each.has_words:
            combination = beside_words(combination, _kept(columns, traits))
        counts[combination] += each.people
    return counts


def _kept(columns: Sequence[Column], traits: Sequence[int]) -> int:
    """Return how many of the characteristics may stand beside words: the age band alone."""
    return sum(columns[at].trait is Trait.AGE for at in traits)


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
