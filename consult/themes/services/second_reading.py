"""Two coders: somebody else codes a sample without seeing the first codings (L-THM-02)."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import NotAllowed, NotFound, RuleBroken
from consult.people.models import User
from consult.people.rules import READERS_OF_WORDS
from consult.survey.models import Consultation
from consult.themes.models import BlindCoding, SecondReading, Theme
from consult.themes.rules import FEWEST_READ_TWICE, LIVE, Pool, Source
from consult.themes.services.placing import free_ids, placements, themes_by_id
from consult.themes.services.said import said_by_people

SHOWN_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A second reading and how far it has come; comments that are not free any more are left out.

    `by_people` is how many of the first codings a person made; the others are the machine's.
    """

    reading: SecondReading
    comments: tuple[BlindCoding, ...]
    done: int
    by_people: int

    @property
    def total(self) -> int:
        """How many comments are to be coded."""
        return len(self.comments)

    @property
    def is_finished(self) -> bool:
        """Whether every comment has its second coding."""
        return self.done == self.total


def possible_readers(session: Session, *, but: int) -> Sequence[User]:
    """Return who may be the second reader, by name: anybody who may read comments but this one."""
    may = select(User).where(User.is_active, User.role.in_(READERS_OF_WORDS or ()), User.id != but)
    return session.scalars(may.order_by(User.name, User.id)).all()


def pool_of(
    session: Session, consultation_id: int, pool: Pool, reader_id: int | None = None
) -> list[int]:
    """Return the free comments a sample can be drawn from, none of them the reader's own work."""
    said = said_by_people(session, consultation_id)
    own = {one for one, word in said.items() if word.user_id == reader_id}
    return [
        one
        for one in free_ids(session, consultation_id)
        if one not in own and (pool is Pool.ALL or one in said)
    ]


def set_up_second_reading(
    session: Session,
    consultation_id: int,
    *,
    reader_id: int,
    pool: Pool,
    size: int | None,
    user_id: int,
    now: datetime,
) -> SecondReading:
    """Draw a sample by chance (no size: all), write down how it is coded now, ask for a reader.

    Raises:
        NotFound: there is no such consultation or reader.
        RuleBroken: the reader set it up or may not read comments, or the sample is too small.
    """
    find(session, Consultation, consultation_id)
    if reader_id == user_id:
        raise RuleBroken("Choose somebody else: nobody is their own second reader.")
    if reader_id not in {one.id for one in possible_readers(session, but=user_id)}:
        raise NotFound("This person may not read comments. Choose another.")
    there = pool_of(session, consultation_id, pool, reader_id)
    _check_size(size, len(there))
    reading = SecondReading(
        consultation_id=consultation_id,
        reader_id=reader_id,
        pool=pool,
        drawn_from=len(there),
        made_by_id=user_id,
        made_at=now,
    )
    session.add(reading)
    session.flush()
    # Chance with a known beginning, so that anybody can draw the same sample again.
    chance = random.Random(reading.id)  # noqa: S311
    drawn = chance.sample(there, min(size or len(there), len(there)))
    _write_down(session, reading, drawn)
    _record(session, "set_up_second_reading", reading, user_id, now, comments=len(drawn))
    session.commit()
    return reading


def readings_of(session: Session, consultation_id: int) -> list[ReadingView]:
    """Return the second readings of a consultation, newest first."""
    of_it = select(SecondReading).where(SecondReading.consultation_id == consultation_id)
    free = set(free_ids(session, consultation_id))
    newest = session.scalars(of_it.order_by(SecondReading.id.desc()))
    return [_view(session, reading, free) for reading in newest]


def reading_view(session: Session, reading_id: int) -> ReadingView:
    """Return one second reading.

    Raises:
        NotFound: there is none.
    """
    reading = find(session, SecondReading, reading_id)
    return _view(session, reading, set(free_ids(session, reading.consultation_id)))


def blind_view(session: Session, reading_id: int, *, user_id: int) -> ReadingView:
    """Return a second reading for the one person who may code it.

    Raises:
        NotFound: there is none.
        NotAllowed: somebody else is the reader.
    """
    view = reading_view(session, reading_id)
    if view.reading.reader_id != user_id:
        raise NotAllowed(f"Only {view.reading.reader.name} codes these comments.")
    return view


def code_blind(
    session: Session,
    reading_id: int,
    said: Mapping[int, int | None],
    *,
    user_id: int,
    now: datetime,
) -> ReadingView:
    """Write down what the second reader says of comments (none: no theme fits), by blind coding.

    Raises:
        NotFound: there is no such reading, or a comment or theme is not part of it.
        NotAllowed: somebody else is the reader.
        RuleBroken: it is finished, so both codings have been seen.
    """
    view = blind_view(session, reading_id, user_id=user_id)
    if view.is_finished:
        raise RuleBroken("This second reading is finished. Its codings stay as they are.")
    there = {one.id: one for one in view.comments}
    themes = themes_by_id(session, view.reading.consultation_id)
    for blind_id, theme_id in said.items():
        if blind_id not in there:
            raise NotFound("One of these comments is not in this second reading any more.")
        _check_live(themes, theme_id)
        there[blind_id].theme_id, there[blind_id].coded_at = theme_id, now
    _record(session, "code_blind", view.reading, user_id, now, comments=len(said))
    session.commit()
    return reading_view(session, reading_id)


def check_finished(view: ReadingView) -> None:
    """Raise RuleBroken while the second reader is still at it: nobody sees both before."""
    if not view.is_finished:
        raise RuleBroken(f"{view.reading.reader.name} has not coded all comments yet.")


def _check_size(size: int | None, there: int) -> None:
    if not there:
        raise RuleBroken("There are no such comments to draw from.")
    if size is not None and size < min(FEWEST_READ_TWICE, there):
        raise RuleBroken(f"Choose {FEWEST_READ_TWICE} comments or more, or all of them.")


def _check_live(themes: Mapping[int, Theme], theme_id: int | None) -> None:
    if theme_id is not None and (theme_id not in themes or themes[theme_id].status not in LIVE):
        raise NotFound("One of these themes is not in use any more. Open the page again.")


def _write_down(session: Session, reading: SecondReading, drawn: Iterable[int]) -> None:
    placed = placements(session, reading.consultation_id)
    said = said_by_people(session, reading.consultation_id)
    session.add_all(
        BlindCoding(
            reading_id=reading.id,
            comment_id=comment_id,
            first_theme_id=next(iter(placed.get(comment_id, ())), None),
            first_source=Source.PERSON if comment_id in said else Source.MACHINE,
        )
        for comment_id in drawn
    )


def _view(session: Session, reading: SecondReading, free: set[int]) -> ReadingView:
    of_it = select(BlindCoding).where(BlindCoding.reading_id == reading.id)
    whole = of_it.options(joinedload(BlindCoding.comment)).order_by(BlindCoding.id)
    comments = tuple(one for one in session.scalars(whole) if one.comment_id in free)
    done = sum(one.coded_at is not None for one in comments)
    by_people = sum(one.first_source is Source.PERSON for one in comments)
    return ReadingView(reading, comments, done, by_people)


def _record(
    session: Session,
    action: str,
    reading: SecondReading,
    user_id: int,
    now: datetime,
    **detail: object,
) -> None:
    subject = f"second_reading:{reading.id}"
    audit.record(session, f"user:{user_id}", action, subject, now=now, **detail)
