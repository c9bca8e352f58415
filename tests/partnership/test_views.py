"""The page of who decides."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.clock import today
from consult.partnership import services as partnership
from consult.partnership.models import Seat
from consult.partnership.rules import BodyKind
from tests.builders import NOW, make_body, make_organisation
from tests.page import Browser, one


def test_page_shows_seats_by_role_and_which_are_vacant(session: Session, browser: Browser) -> None:
    trust, board = make_body(session, BodyKind.TRUST), make_body(session)
    council = make_body(session, BodyKind.YOUTH_COUNCIL)
    board.parent = council.parent = trust
    chair = Seat(body=board, title="Chair", organisation=make_organisation(session))
    young = Seat(body=board, title="Young people", nominated_by=council)
    own = Seat(body=council, title="Speaker", nominated_by=council)
    session.add_all([chair, young, own])
    session.commit()
    partnership.fill_seat(
        session,
        chair.id,
        "Lead Member",
        from_on=today() - timedelta(days=1),
        actor="system",
        now=NOW,
    )

    page = browser.open("/trust")

    seats = [
        " ".join(seat.get_text(" ", strip=True).split())
        for seat in page.select("section.card ul li")
    ]
    assert "Chair : Lead Member For Saltshire Council" in seats
    assert f"Young people : No one yet Picked by {council.name}" in seats
    assert "Speaker : No one yet Picked by its own members" in seats
    tree = one(page, "nav[aria-labelledby=groups] > ul > li")
    assert [link.get_text() for link in tree.select(":scope > ul a")] == [board.name, council.name]


def test_page_opens_before_anything_is_known(browser: Browser) -> None:
    assert "No group is listed yet" in one(browser.open("/trust"), "main").get_text()
