"""Reads of the bodies, their seats and the areas; the verb that fills a seat."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.partnership.models import Area, Body, Member, Organisation, Seat
from consult.partnership.rules import SeatNotYours, SeatTakenLater


@dataclass(frozen=True, slots=True)
class Branch:
    """A body and the bodies below it."""

    body: Body
    branches: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat and whoever holds it on a day; nobody where it is vacant."""

    seat: Seat
    holder: Member | None


def tree(session: Session) -> tuple[Branch, ...]:
    """Return the bodies as trees, each level in the order the bodies were founded."""
    below: defaultdict[int | None, list[Body]] = defaultdict(list)
    for body in session.scalars(select(Body).order_by(Body.id)):
        below[body.parent_id].append(body)
    return _branches(below, None)


def organisations(session: Session) -> Sequence[Organisation]:
    """Return the partner agencies by name."""
    return session.scalars(select(Organisation).order_by(Organisation.name)).all()


def seats(session: Session, on: date) -> Mapping[int, Sequence[SeatView]]:
    """Return the seats of every body that has any, by the body's id, as they are on a day."""
    views: defaultdict[int, list[SeatView]] = defaultdict(list)
    for view in _seat_views(session, on, None):
        views[view.seat.body_id].append(view)
    return views


def seats_of(session: Session, body_id: int, on: date) -> Sequence[SeatView]:
    """Return the seats of one body as they are on a day.

    Raises:
        NotFound: there is no such body.
    """
    return _seat_views(session, on, find(session, Body, body_id).id)


def areas(session: Session, on: date) -> Sequence[Area]:
    """Return the areas that exist on a day, by name."""
    return session.scalars(
        select(Area)
        .where(Area.starts_on <= on, or_(Area.ends_on.is_(None), Area.ends_on > on))
        .order_by(Area.name)
    ).all()


def fill_seat(  # noqa: PLR0913 (all but three are given by name)
    session: Session,
    seat_id: int,
    shown_as: str,
    *,
    by_body_id: int | None = None,
    user_id: int | None = None,
    from_on: date,
    actor: str,
    now: datetime,
) -> Member:
    """Let somebody sit here from a day on; whoever sat here leaves that day.

    Raises:
        NotFound: there is no such seat.
        SeatNotYours: another body nominates this seat, and it is not the one that speaks.
        SeatTakenLater: somebody took the seat on that day or later.
    """
    seat = find(session, Seat, seat_id)
    if seat.nominated_by is not None and seat.nominated_by_id != by_body_id:
        raise SeatNotYours(seat.nominated_by.name)
    _make_room(session, seat, from_on)
    member = Member(seat=seat, shown_as=shown_as.strip(), user_id=user_id, from_on=from_on)
    session.add(member)
    session.flush()
    audit.record(session, actor, "fill_seat", f"seat:{seat.id}", now=now, member=member.id)
    session.commit()
    return member


def _make_room(session: Session, seat: Seat, on: date) -> None:
    sitting = session.scalars(
        select(Member).where(
            Member.seat_id == seat.id, or_(Member.until_on.is_(None), Member.until_on > on)
        )
    ).all()
    if any(member.from_on >= on for member in sitting):
        raise SeatTakenLater
    for member in sitting:
        member.until_on = on


def _seat_views(session: Session, on: date, body_id: int | None) -> Sequence[SeatView]:
    sits = and_(
        Member.seat_id == Seat.id,
        Member.from_on <= on,
        or_(Member.until_on.is_(None), Member.until_on > on),
    )
    query = (
        select(Seat, Member)
        .outerjoin(Member, sits)
        .options(joinedload(Seat.organisation), joinedload(Seat.nominated_by))
        .order_by(Seat.id)
    )
    if body_id is not None:
        query = query.where(Seat.body_id == body_id)
    return [SeatView(seat, holder) for seat, holder in session.execute(query)]


def _branches(below: Mapping[int | None, Sequence[Body]], parent: int | None) -> tuple[Branch, ...]:
    return tuple(Branch(body, _branches(below, body.id)) for body in below.get(parent, ()))
