"""Ways in: a link counts who came, keeps the kind of place, and says nothing of anybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond import services as respond
from consult.respond.models import Arrival, Draft, Setting, Submission
from consult.respond.receipts import tidy_way
from consult.respond.rules import (
    LinkKind,
    OneCardEach,
    Route,
    SettingDraft,
    SettingKind,
    SettingTaken,
    UnknownWay,
    WayDraft,
    WayEnded,
)
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import NOW, TODAY, make_consultation, version_for
from tests.servers import SECRET

STAFF = "user:1"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def make_setting(session: Session, name: str = "Saltby Library") -> Setting:
    draft = SettingDraft(name, SettingKind.LIBRARY)
    return respond.add_setting(session, draft, actor=STAFF, now=NOW)


def make_way(
    session: Session, consultation: Consultation, kind: LinkKind = LinkKind.OPEN, **details: object
) -> int:
    draft = WayDraft(kind, **details)  # type: ignore[arg-type]
    link = respond.add_way(
        session, consultation.id, draft, actor=STAFF, today=TODAY, now=NOW
    )
    return link.id


def begin(session: Session, consultation: Consultation, key: str, link_id: int) -> None:
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    way = respond.way_through(respond.way(session, link_id))
    assert respond.start_reply(session, SECRET, key, published, today=TODAY, way=way)


def counted(session: Session, link_id: int) -> tuple[int, int]:
    session.expire_all()
    arrival = session.get(Arrival, (link_id, TODAY))
    return (arrival.began, arrival.finished) if arrival else (0, 0)


def test_an_answer_keeps_the_kind_of_place_and_no_more_of_the_link(
    session: Session, consultation: Consultation
) -> None:
    setting = make_setting(session)
    link_id = make_way(session, consultation, setting_id=setting.id)
    begin(session, consultation, "key", link_id)
    assert session.scalars(select(Draft.link_id)).one() == link_id

    respond.receive_submission(session, SECRET, "key", today=TODAY)

    submission = session.scalars(select(Submission)).one()
    assert (submission.setting_kind, submission.route) == (SettingKind.LIBRARY, Route.OWN_DEVICE)
    assert session.scalars(select(Draft)).all() == []


def test_a_link_counts_each_person_once_however_often_pages_are_sent(
    session: Session, consultation: Consultation
) -> None:
    link_id = make_way(session, consultation)
    for key in ("one", "one", "two"):
        begin(session, consultation, key, link_id)
    assert counted(session, link_id) == (2, 0)

    for _ in range(3):
        respond.receive_submission(session, SECRET, "one", today=TODAY)
    assert counted(session, link_id) == (2, 1)


@pytest.mark.parametrize(
    ("kind", "route"),
    [(LinkKind.OPEN, Route.OWN_DEVICE), (LinkKind.CLOSED, Route.OWN_DEVICE),
     (LinkKind.KIOSK, Route.KIOSK)],
)
def test_a_tablet_is_a_route_of_its_own(
    session: Session, consultation: Consultation, kind: LinkKind, route: Route
) -> None:
    begin(session, consultation, "key", make_way(session, consultation, kind))
    respond.receive_submission(session, SECRET, "key", today=TODAY)
    assert session.scalars(select(Submission.route)).one() is route


def test_a_code_is_found_however_it_is_typed(session: Session, consultation: Consultation) -> None:
    link = respond.way(session, make_way(session, consultation))
    typed = " " + link.code.upper().replace("-", "  ").replace("O", "0")
    assert respond.way_in(session, typed, today=TODAY).id == link.id
    assert tidy_way("0tter LANTERN 42") == "otter-lantern-42"


def test_a_way_in_that_ended_leads_nowhere(session: Session, consultation: Consultation) -> None:
    link = respond.way(session, make_way(session, consultation))
    respond.end_way(session, link.id, actor=STAFF, today=TODAY, now=NOW)
    with pytest.raises(WayEnded):
        respond.way_in(session, link.code, today=TODAY)
    with pytest.raises(UnknownWay):
        respond.way_in(session, "otter", today=TODAY)


def test_the_code_of_a_sheet_of_cards_lets_nobody_in(
    session: Session, consultation: Consultation
) -> None:
    link = respond.way(session, make_way(session, consultation, LinkKind.CARDS))
    with pytest.raises(OneCardEach):
        respond.way_in(session, link.code, today=TODAY)


def test_a_code_for_what_is_not_launched_leads_nowhere(session: Session) -> None:
    designing = make_consultation(session, stage="designing")
    link = respond.way(session, make_way(session, designing))
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
    from consult.respond.services.replying import forget_old_drafts

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
