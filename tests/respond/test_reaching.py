"""Ways in: a link counts who came, keeps the kind of place, and says nothing of anybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond import services as respond
from consult.respond.models import Arrival, Draft, EntryLink, Submission
from consult.respond.receipts import tidy_way
from consult.respond.rules import (
    LinkKind,
    OneCardEach,
    Route,
    SettingKind,
    SettingTaken,
    UnknownWay,
    WayEnded,
)
from consult.respond.services.replying import forget_old_drafts
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import TODAY, make_consultation, version_for
from tests.respond.reaching import end, make_setting, make_way
from tests.servers import SECRET


@pytest.fixture
def consultation(session: Session) -> Consultation:
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def begin(session: Session, consultation: Consultation, key: str, link: EntryLink) -> None:
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    way = respond.way_through(link)
    assert respond.start_reply(session, SECRET, key, published, today=TODAY, way=way)


def counted(session: Session, link: EntryLink) -> tuple[int, int]:
    arrival = session.get(Arrival, (link.id, TODAY), populate_existing=True)
    return (arrival.began, arrival.finished) if arrival else (0, 0)


def test_an_answer_keeps_the_kind_of_place_and_no_more_of_the_link(
    session: Session, consultation: Consultation
) -> None:
    setting = make_setting(session)
    link = make_way(session, consultation, setting=setting)
    begin(session, consultation, "key", link)
    assert session.scalars(select(Draft.link_id)).one() == link.id

    respond.receive_submission(session, SECRET, "key", today=TODAY)

    submission = session.scalars(select(Submission)).one()
    assert (submission.setting_kind, submission.route) == (SettingKind.LIBRARY, Route.OWN_DEVICE)
    assert session.scalars(select(Draft)).all() == []


def test_a_link_counts_each_person_once_however_often_pages_are_sent(
    session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation)
    for key in ("one", "one", "two"):
        begin(session, consultation, key, link)
    assert counted(session, link) == (2, 0)

    for _ in range(3):
        respond.receive_submission(session, SECRET, "one", today=TODAY)
    assert counted(session, link) == (2, 1)


@pytest.mark.parametrize(
    ("kind", "route"),
    [
        (LinkKind.OPEN, Route.OWN_DEVICE),
        (LinkKind.CLOSED, Route.OWN_DEVICE),
        (LinkKind.KIOSK, Route.KIOSK),
    ],
)
def test_a_tablet_is_a_route_of_its_own(
    session: Session, consultation: Consultation, kind: LinkKind, route: Route
) -> None:
    begin(session, consultation, "key", make_way(session, consultation, kind))
    respond.receive_submission(session, SECRET, "key", today=TODAY)
    assert session.scalars(select(Submission.route)).one() is route


def test_a_code_is_found_however_it_is_typed(session: Session, consultation: Consultation) -> None:
    link = make_way(session, consultation)
    typed = " " + link.code.upper().replace("-", "  ").replace("O", "0")
    assert respond.way_in(session, typed, today=TODAY).id == link.id
    assert tidy_way("0tter LANTERN 42") == "otter-lantern-42"


def test_a_way_in_that_ended_leads_nowhere(session: Session, consultation: Consultation) -> None:
    link = make_way(session, consultation)
    end(session, link)
    with pytest.raises(WayEnded):
        respond.way_in(session, link.code, today=TODAY)
    with pytest.raises(UnknownWay):
        respond.way_in(session, "otter", today=TODAY)


def test_the_code_of_a_sheet_of_cards_lets_nobody_in(
    session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation, LinkKind.CARDS)
    with pytest.raises(OneCardEach):
        respond.way_in(session, link.code, today=TODAY)


def test_a_code_for_what_is_not_launched_leads_nowhere(session: Session) -> None:
    designing = make_consultation(session, stage="designing")
    link = make_way(session, designing)
    with pytest.raises(UnknownWay):
        respond.way_in(session, link.code, today=TODAY)


def test_two_places_of_one_name_cannot_be(session: Session) -> None:
    make_setting(session)
    with pytest.raises(SettingTaken):
        make_setting(session, "SALTBY library")


def test_what_is_left_on_a_tablet_is_gone_the_next_day(
    session: Session, consultation: Consultation
) -> None:
    begin(session, consultation, "tablet", make_way(session, consultation, LinkKind.KIOSK))
    begin(session, consultation, "phone", make_way(session, consultation))
    forget_old_drafts(session, TODAY + timedelta(days=1))
    assert session.scalars(select(Draft.route)).all() == [Route.OWN_DEVICE]


def test_start_again_throws_away_what_was_begun_on_a_tablet_only(
    session: Session, consultation: Consultation
) -> None:
    begin(session, consultation, "tablet", make_way(session, consultation, LinkKind.KIOSK))
    begin(session, consultation, "phone", make_way(session, consultation))
    for key in ("tablet", "phone"):
        respond.throw_away(session, SECRET, key)
    assert session.scalars(select(Draft.route)).all() == [Route.OWN_DEVICE]


@pytest.mark.parametrize(
    ("kind", "route"),
    [
        (LinkKind.OPEN, Route.OWN_DEVICE),
        (LinkKind.ASSISTED, Route.ASSISTED),
        (LinkKind.KIOSK, Route.KIOSK),
    ],
)
def test_an_answer_says_how_it_came(
    session: Session, consultation: Consultation, kind: LinkKind, route: Route
) -> None:
    begin(session, consultation, "key", make_way(session, consultation, kind=kind))

    respond.receive_submission(session, SECRET, "key", today=TODAY)

    assert session.scalars(select(Submission.route)).one() is route
