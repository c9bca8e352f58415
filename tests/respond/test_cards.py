"""Access cards: one person each, until their answers are sent, and nothing joined to them."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from consult.db import db
from consult.people.rules import Role
from consult.respond import services as respond
from consult.respond.models import AccessCard, Draft, EntryLink, Submission
from consult.respond.receipts import tidy_way
from consult.respond.rules import CardSpent, LinkKind, NotThisWay, TooManyCards, Way
from consult.respond.services.cards import forget_when_cards_were_spent
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_areas,
    make_consultation,
    make_user,
    version_for,
)
from tests.page import Browser
from tests.respond.reaching import STAFF, end, make_cards, make_way
from tests.servers import SECRET


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    consultation.by_code_only = True
    session.commit()
    return consultation


def come_with(browser: Browser, code: str, *, status: int = 200) -> BeautifulSoup:
    return browser.submit(browser.open("/j"), code=code, status=status)


def to_the_end(browser: Browser, page: BeautifulSoup) -> BeautifulSoup:
    while page.select("main form button[name=skip]"):
        page = browser.submit(page, press="skip")
    return page


def test_a_card_lets_one_person_in_once(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    start = come_with(browser, code)
    thanks = browser.submit(to_the_end(browser, browser.submit(start)))
    assert thanks.select("[data-receipt]")
    assert session.scalars(select(AccessCard.spent)).one()

    another = Browser(app.test_client())
    spent = come_with(another, code, status=422)
    assert "This card has been used." in spent.select_one(".errors").get_text()
    assert "This card has been used." in browser.submit(start, status=409).h1.get_text()
    assert len(session.scalars(select(Submission)).all()) == 1


def test_a_card_goes_on_on_another_device(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    browser.submit(browser.submit(come_with(browser, code)), answer="4")

    tablet = Browser(app.test_client(use_cookies=False))
    page = tablet.submit(come_with(tablet, code.upper().replace("-", " ")))
    assert page.select_one("form#answer")["action"].endswith("/q/2")
    tablet.submit(to_the_end(tablet, page))
    assert len(session.scalars(select(Submission)).all()) == 1
    counted = respond.ways_of(session, consultation.id)[0]
    assert (counted.began, counted.finished) == (1, 1)
    # On the first phone there is nothing left to see.
    browser.open(f"/s/{consultation.slug}/young_person/q/1", status=409)


def test_a_card_leads_back_to_the_wording_that_was_begun_with_it(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    version_for(session, consultation, Audience.EASY_READ)
    code = make_cards(session, consultation)[0]
    come_with(browser, code)
    browser.submit(browser.open(f"/s/{consultation.slug}/easy_read"))

    page = come_with(Browser(app.test_client()), code)
    assert page.select_one("main form[method=post]")["action"].endswith("/easy_read")


def test_a_card_stands_in_no_address_and_only_for_a_while_in_a_cookie(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    page = come_with(browser, code)
    assert not [link for link in page.select("[href]") if code in link["href"]]
    path = f"/s/{consultation.slug}"
    assert browser.client.get_cookie("consult_card", path=path).max_age == 1800
    # Another language or another version is picked without typing it again.
    page = browser.open(f"{path}/young_person")
    assert page.select_one("[name=card]")["value"] == code
    browser.submit(page)
    assert browser.client.get_cookie("consult_card", path=path) is None


def test_only_hashes_of_cards_are_kept(session: Session, consultation: Consultation) -> None:
    codes = make_cards(session, consultation, 20)
    assert len({*codes}) == 20
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-[2-9]{2}", code) for code in codes)
    for table in inspect(db.engine).get_table_names():
        rows = str(session.connection().exec_driver_sql(f'SELECT * FROM "{table}"').all())
        assert not [code for code in codes if code in rows], table
    # The order of the cards is not the order on the sheet.
    hashes = session.scalars(select(AccessCard.code_hash).order_by(AccessCard.id)).all()
    assert hashes == sorted(hashes)


def test_nothing_leads_from_a_card_to_an_answer(
    session: Session, consultation: Consultation
) -> None:
    columns = {column.name for column in AccessCard.__table__.columns}
    assert columns == {"id", "link_id", "code_hash", "spent"}
    submitted = {column.name for column in Submission.__table__.columns}
    assert not submitted & {"link_id", "card_id", "setting_id"}


def test_cards_spent_bear_no_mark_of_the_answers_sent_with_them(
    session: Session, consultation: Consultation, on_postgresql: bool
) -> None:
    if not on_postgresql:
        pytest.skip("only PostgreSQL marks its rows")
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    for code in make_cards(session, consultation, 3):
        card = respond.card_of(session, SECRET, code)
        way = Way(link_id=card.link_id, card_id=card.id)
        respond.start_reply(session, SECRET, code, published, today=TODAY, way=way)
        respond.receive_submission(session, SECRET, code, today=TODAY)
    joined = text("SELECT count(*) FROM access_card c JOIN submission s ON c.xmin = s.xmin")
    assert session.scalar(joined) == 3

    forget_when_cards_were_spent(session, TODAY + timedelta(days=1))
    assert session.scalar(joined) == 0


def test_a_sheet_holds_five_hundred_and_is_only_for_cards(
    session: Session, consultation: Consultation
) -> None:
    sheet = make_way(session, consultation, LinkKind.CARDS)
    for number in (0, 501):
        with pytest.raises(TooManyCards):
            respond.make_cards(session, SECRET, sheet.id, number, actor=STAFF, now=NOW)
    poster = make_way(session, consultation)
    with pytest.raises(NotThisWay):
        respond.make_cards(session, SECRET, poster.id, 1, actor=STAFF, now=NOW)
    end(session, sheet)
    with pytest.raises(NotThisWay):
        respond.make_cards(session, SECRET, sheet.id, 1, actor=STAFF, now=NOW)


def test_a_card_of_a_sheet_that_ended_lets_nobody_in(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    end(session, session.scalars(select(EntryLink)).one())
    page = come_with(browser, code, status=422)
    assert "not in use any more" in page.select_one(".errors").get_text()


def test_a_card_spent_at_the_same_moment_begins_nothing(
    session: Session, consultation: Consultation
) -> None:
    code = make_cards(session, consultation)[0]
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    card = respond.card_of(session, SECRET, code)
    way = Way(link_id=card.link_id, card_id=card.id)
    respond.start_reply(session, SECRET, "phone", published, today=TODAY, way=way)
    respond.receive_submission(session, SECRET, "phone", today=TODAY)
    with pytest.raises(CardSpent):
        respond.start_reply(session, SECRET, "tablet", published, today=TODAY, way=way)
    assert session.scalars(select(Draft)).all() == []


def test_staff_print_a_sheet_of_cards_that_work(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    link = make_way(session, consultation, LinkKind.CARDS)
    page = browser.open(f"/staff/ways/{link.id}/cards")
    sheet = browser.submit(page, form="main form.card", number="30")
    codes = [code.get_text() for code in sheet.select(".card-code")]
    assert len({*codes}) == len(sheet.select(".sheet .qr")) == 30
    assert come_with(Browser(app.test_client()), codes[7]).select("[name=card]")

    refused = browser.submit(page, form="main form.card", number="501")
    assert "from 1 to 500" in refused.select_one(".errors").get_text()
    assert tidy_way(codes[0]) == codes[0]
