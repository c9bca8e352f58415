"""Bodies, seats and areas as they stand on a day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import NotFound
from consult.partnership import services as partnership
from consult.partnership.models import Area, Body, Seat
from consult.partnership.rules import BodyKind, SeatNotYours, SeatTakenLater
from tests.builders import NOW, TODAY, make_body, make_organisation

DAY = timedelta(days=1)


def make_seat(
    session: Session, *, nominated_by: Body | None = None, title: str = "Young people"
) -> Seat:
    """Make a seat on the board: for the council unless a body nominates it."""
    organisation = None if nominated_by else make_organisation(session)
    seat = Seat(
        body=make_body(session), title=title, organisation=organisation, nominated_by=nominated_by
    )
    session.add(seat)
    session.commit()
    return seat


def fill(session: Session, seat: Seat, name: str, on: date = TODAY, by: Body | None = None) -> None:
    partnership.fill_seat(
        session,
        seat.id,
        name,
        by_body_id=by.id if by else None,
        from_on=on,
        actor="user:1",
        now=NOW,
    )


def holder(session: Session, seat: Seat, on: date = TODAY) -> str | None:
    views = partnership.seats_of(session, seat.body_id, on)
    found = [view.holder for view in views if view.seat is seat]
    return found[0].shown_as if found[0] else None


def test_only_the_youth_council_says_who_sits_in_its_seat(session: Session) -> None:
    council = make_body(session, BodyKind.YOUTH_COUNCIL)
    seat = make_seat(session, nominated_by=council)

    for other in (None, make_body(session, BodyKind.BOARD), make_body(session, BodyKind.TRUST)):
        with pytest.raises(SeatNotYours, match=council.name):
            fill(session, seat, "A councillor", by=other)
    assert holder(session, seat) is None

    fill(session, seat, "A youth councillor", by=council)
    assert holder(session, seat) == "A youth councillor"


def test_a_new_member_takes_the_place_of_the_old_on_that_day(session: Session) -> None:
    seat = make_seat(session)
    fill(session, seat, "First chair", TODAY - 30 * DAY)
    fill(session, seat, "Second chair", TODAY)

    assert holder(session, seat, TODAY - 31 * DAY) is None
    assert holder(session, seat, TODAY - DAY) == "First chair"
    assert holder(session, seat, TODAY) == "Second chair"


def test_nobody_sits_down_before_whoever_sits_there(session: Session) -> None:
    seat = make_seat(session)
    fill(session, seat, "First chair", TODAY)

    for day in (TODAY, TODAY - DAY):
        with pytest.raises(SeatTakenLater):
            fill(session, seat, "Second chair", day)


def test_filling_a_seat_is_audited_without_a_name(session: Session) -> None:
    seat = make_seat(session)
    fill(session, seat, "Lead Member")

    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("fill_seat", f"seat:{seat.id}")
    assert "Lead Member" not in str(entry.detail)


def test_a_seat_comes_from_one_place(session: Session) -> None:
    council = make_body(session, BodyKind.YOUTH_COUNCIL)
    session.add(
        Seat(
            body=make_body(session),
            title="Both",
            organisation=make_organisation(session),
            nominated_by=council,
        )
    )
    with pytest.raises(IntegrityError, match="one_source"):
        session.commit()
    session.rollback()


def test_bodies_form_a_tree(session: Session) -> None:
    trust = make_body(session, BodyKind.TRUST)
    council = make_body(session, BodyKind.YOUTH_COUNCIL)
    board = make_body(session, BodyKind.BOARD)
    council.parent = board.parent = trust
    care = Body(kind=BodyKind.YOUTH_COUNCIL, name="Children in care", parent=council)
    session.add(care)
    session.commit()

    (root,) = partnership.tree(session)
    assert root.body is trust
    assert [branch.body for branch in root.branches] == [council, board]
    assert [branch.body for branch in root.branches[0].branches] == [care]


def test_seats_of_an_unknown_body_are_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        partnership.seats_of(session, 999, TODAY)


def test_areas_come_and_go(session: Session) -> None:
    session.add_all(
        [
            Area(key="old", name="Old town", starts_on=TODAY - 9 * DAY, ends_on=TODAY),
            Area(key="new", name="New town", starts_on=TODAY, ends_on=None),
            Area(key="all", name="All along", starts_on=TODAY - 9 * DAY, ends_on=TODAY + 9 * DAY),
        ]
    )
    session.commit()

    def names(on: date) -> list[str]:
        return [area.name for area in partnership.areas(session, on)]

    assert names(TODAY - DAY) == ["All along", "Old town"]
    assert names(TODAY) == ["All along", "New town"]
