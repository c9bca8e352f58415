"""Duplicates in other systems: each failure replayed here.

The numbers are those of the reports in the open.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.db import db, db_session
from consult.respond import services as respond
from consult.respond.models import AccessCard, Arrival, Draft, Submission
from consult.respond.rules import CardSpent, Way
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import NOW, TODAY, make_areas, make_consultation, version_for
from tests.page import Browser
from tests.respond.reaching import make_cards, make_way
from tests.servers import SECRET

AT_ONCE = 8


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def to_the_end(browser: Browser, page: BeautifulSoup) -> BeautifulSoup:
    while page.select("main form button[name=skip]"):
        page = browser.submit(page, press="skip")
    return page


def submissions(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Submission)) or 0


def all_at_once(app: Flask, *acts: object) -> list[object]:
    """Do several things at the same moment, each on a connection of its own."""
    gate = Barrier(len(acts))

    def act(do: object) -> object:
        with app.app_context():
            gate.wait()
            try:
                return do(db_session())  # type: ignore[operator]
            except CardSpent as spent:
                db.session.rollback()
                return spent
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def test_formbricks_7430_a_retry_after_a_time_out_is_the_same_reply(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    """The answer to the first try was lost on the way, so the phone sends again."""
    link = make_way(session, consultation)
    browser = Browser(app.test_client())
    start = browser.open(f"/j/{link.code}")
    for _ in range(3):
        page = browser.submit(start)
    check = to_the_end(browser, page)
    codes = {browser.submit(check).select_one("[data-receipt]").get_text() for _ in range(3)}
    assert len(codes) == 1
    assert submissions(session) == 1
    arrival = session.scalars(select(Arrival)).one()
    assert (arrival.began, arrival.finished) == (1, 1)


def test_formbricks_7430_retries_at_the_same_moment_are_one_reply(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation)
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    way = respond.way_through(link)
    session.commit()

    def start(own: Session) -> object:
        return respond.start_reply(own, SECRET, "phone", published, today=TODAY, way=way)

    def send(own: Session) -> object:
        return respond.receive_submission(own, SECRET, "phone", today=TODAY)[0]

    all_at_once(app, *[start] * AT_ONCE)
    codes = all_at_once(app, *[send] * AT_ONCE)
    assert len(set(codes)) == 1
    assert submissions(session) == 1
    arrival = session.scalars(select(Arrival)).one()
    assert (arrival.began, arrival.finished) == (1, 1)


def test_open_source_politics_1015_people_without_a_session_are_not_all_one(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    """There, a key that was never set made all anonymous people look like one."""
    link = make_way(session, consultation)
    for _ in range(3):
        phone = Browser(app.test_client(use_cookies=False))
        phone.submit(to_the_end(phone, phone.submit(phone.open(f"/j/{link.code}"))))
    assert submissions(session) == 3
    assert len(set(session.scalars(select(Submission.key_hash)))) == 3
    assert session.scalars(select(Arrival.finished)).one() == 3


def test_open_source_politics_1015_an_empty_key_belongs_to_nobody(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    here = f"/s/{consultation.slug}/young_person"
    for _ in range(2):
        browser.client.post(here, data={"reply": ""})
        browser.client.delete_cookie("consult_reply", path=here)
    assert session.scalar(select(func.count(Draft.key_hash.distinct()))) == 2
    assert browser.client.post(f"{here}/send", data={"reply": ""}).status_code == 409
    assert submissions(session) == 0


def test_go_vocal_9612_several_tabs_leave_no_ghost_drafts(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation)
    tabs = [browser.open(f"/j/{link.code}") for _ in range(4)]
    pages = [browser.submit(tab) for tab in tabs]
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    browser.submit(to_the_end(browser, pages[-1]))
    assert session.scalars(select(Draft)).all() == []
    # A tab that was left open begins no second reply.
    browser.submit(tabs[0], status=409)
    assert session.scalars(select(Draft)).all() == []
    assert session.scalars(select(Arrival.began)).one() == 1


def test_one_card_on_many_devices_at_the_same_moment_is_one_reply(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    card = respond.card_of(session, SECRET, code)
    way = Way(link_id=card.link_id, card_id=card.id)
    session.commit()

    def start(key: str) -> object:
        return lambda own: respond.start_reply(own, SECRET, key, published, today=TODAY, way=way)

    def send(own: Session) -> object:
        return respond.receive_submission(own, SECRET, "first", today=TODAY)

    all_at_once(app, *[start(f"phone {n}") for n in range(AT_ONCE)])
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    respond.start_reply(session, SECRET, "first", published, today=TODAY, way=way)

    # The last page is sent while others try the card once more.
    all_at_once(app, *[start(f"late {n}") for n in range(3)])
    respond.start_reply(session, SECRET, "first", published, today=TODAY, way=way)
    respond.receive_submission(session, SECRET, "first", today=TODAY)
    refused = all_at_once(app, *[start(f"later {n}") for n in range(3)])
    assert all(isinstance(each, CardSpent) for each in refused)
    assert submissions(session) == 1
    assert session.scalars(select(AccessCard.spent)).one()
    assert session.scalars(select(Draft)).all() == []
    assert session.scalars(select(Arrival.began)).one() == 1


def test_a_card_taken_up_while_its_answers_are_sent_gives_one_submission_or_one_reply(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    codes = make_cards(session, consultation, 6)
    for code in codes:
        card = respond.card_of(session, SECRET, code)
        way = Way(link_id=card.link_id, card_id=card.id)
        respond.start_reply(session, SECRET, code, published, today=TODAY, way=way)

        def send(own: Session, key: str = code) -> object:
            try:
                return respond.receive_submission(own, SECRET, key, today=TODAY)
            except Exception as lost:
                own.rollback()
                return lost

        def take(own: Session, key: str = code, by: Way = way) -> object:
            return respond.start_reply(own, SECRET, f"{key} 2", published, today=TODAY, way=by)

        all_at_once(app, send, take)
    session.expire_all()
    spent = session.scalar(select(func.count()).where(AccessCard.spent)) or 0
    under_way = session.scalar(select(func.count()).select_from(Draft)) or 0
    assert submissions(session) == spent
    assert spent + under_way == len(codes)
