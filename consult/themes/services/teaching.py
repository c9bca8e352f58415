"""Which comments a person codes next: those that teach most, or some drawn by chance."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Comment
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import LIVE
from consult.themes.services.moving import put_each
from consult.themes.services.placing import free_ids, themes_by_id
from consult.themes.services.said import said_by_people

AT_ONCE = 10


class Pile(StrEnum):
    """Where the next comments come from."""

    TEACH = "teach"
    CHANCE = "chance"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ToCode:
    """A comment to code, and what the machine said where it is to be looked over."""

    comment: Comment
    machine: Theme | None = None
    confidence: float | None = None


def newest_from_examples(session: Session, consultation_id: int) -> ThemeRun | None:
    """Return the newest finished run that learnt from examples, if there is one."""
    runs = select(ThemeRun).where(
        ThemeRun.consultation_id == consultation_id,
        ThemeRun.finished_at.is_not(None),
        ThemeRun.examples.is_not(None),
    )
    return session.scalar(runs.order_by(ThemeRun.id.desc()).limit(1))


def next_to_code(session: Session, consultation_id: int, pile: Pile) -> list[ToCode]:
    """Return the next ten comments of a pile that no person has coded."""
    run = newest_from_examples(session, consultation_id)
    if pile is Pile.UNSURE:
        return _least_sure(session, consultation_id, run)
    said = said_by_people(session, consultation_id)
    left = [one for one in free_ids(session, consultation_id) if one not in said]
    first = _worth_asking(session, consultation_id, run) if pile is Pile.TEACH else iter(())
    there = set(left)
    by_turn = [*(one for one in first if one in there), *by_chance(consultation_id, left)]
    words = _comments(session, list(islice(dict.fromkeys(by_turn), AT_ONCE)))
    return [ToCode(comment) for comment in words]


def by_chance(consultation_id: int, comment_ids: Sequence[int]) -> list[int]:
    """Return comments in an order that has nothing to do with what they say, always the same."""
    return sorted(comment_ids, key=lambda one: zlib.crc32(f"{consultation_id}:{one}".encode()))


def code_several(
    session: Session,
    consultation_id: int,
    said: Mapping[int, int | None],
    *,
    user_id: int,
    now: datetime,
) -> None:
    """Put each of several comments under one theme, or none, or leave all as it was.

    Raises:
        NotFound: a comment is not free any more, or a theme is not of this consultation.
        RuleBroken: a theme is not in use any more.
    """
    put_each(session, consultation_id, said, user_id=user_id, now=now)
    session.commit()


def _worth_asking(session: Session, consultation_id: int, run: ThemeRun | None) -> Iterator[int]:
    """Yield what the last run asked for; before the first, what stands in the middle of themes."""
    yield from run.asks if run else ()
    live = [one for one in themes_by_id(session, consultation_id).values() if one.status in LIVE]
    for theme in live:
        yield from (int(one) for one in theme.quotes if one.isdecimal())


def _least_sure(session: Session, consultation_id: int, run: ThemeRun | None) -> list[ToCode]:
    """Return what the machine coded with the least confidence, with what it said."""
    if run is None:
        return []
    free = set(free_ids(session, consultation_id)) - set(said_by_people(session, consultation_id))
    themes = themes_by_id(session, consultation_id)
    codings = (
        select(Coding.comment_id, Coding.theme_id, Coding.confidence)
        .where(Coding.run_id == run.id, Coding.confidence.is_not(None))
        .order_by(Coding.id)
    )
    main: dict[int, tuple[int | None, float]] = {}
    for comment_id, theme_id, confidence in session.execute(codings):
        if comment_id in free and confidence is not None:
            main.setdefault(comment_id, (theme_id, confidence))
    least = sorted(main, key=lambda one: (main[one][1], one))[:AT_ONCE]
    return [
        ToCode(comment, themes.get(main[comment.id][0] or 0), main[comment.id][1])
        for comment in _comments(session, least)
    ]


def _comments(session: Session, ids: Sequence[int]) -> list[Comment]:
    found = {one.id: one for one in session.scalars(select(Comment).where(Comment.id.in_(ids)))}
    return [found[one] for one in ids]
