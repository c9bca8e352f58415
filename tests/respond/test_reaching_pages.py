"""Coming in by a link or a code, and the pages on which staff open the ways."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.respond import services as respond
from consult.respond.models import Draft, EntryLink, Setting, Submission
from consult.respond.rules import LinkKind, Route, SettingKind
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.web.limits import limiter
from tests.builders import NOW, PASSWORD, make_areas, make_consultation, make_user, version_for
from tests.page import Browser
from tests.respond.reaching import end, make_cards, make_setting, make_way


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def skip_to_the_end(browser: Browser, page: BeautifulSoup) -> BeautifulSoup:
    while page.select("main form button[name=skip]"):
        page = browser.submit(page, press="skip")
    return browser.submit(page)


def test_a_link_leads_to_its_survey_and_is_counted(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation, setting=make_setting(session))
    page = browser.open(f"/j/{link.code}")
    assert browser.path == f"/s/{consultation.slug}/young_person"
    skip_to_the_end(browser, browser.submit(page))

    story = respond.ways_of(session, consultation.id)[0]
    assert (story.began, story.finished) == (1, 1)
    assert session.scalars(select(Submission.setting_kind)).one() is SettingKind.LIBRARY


def test_a_link_without_a_wording_lets_people_choose_and_is_still_counted(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    version_for(session, consultation, Audience.PARENT)
    link = make_way(session, consultation, audience=None)
    page = browser.open(f"/j/{link.code}")
    assert browser.path == f"/s/{consultation.slug}"
    parent = page.select_one(".picks a[href*=parent]")["href"]
    again = browser.open(parent).select_one(f"main a[href*='/s/{consultation.slug}?']")["href"]
    assert link.code in again, "picking another version forgets the link"
    browser.submit(browser.open(parent))
    assert session.scalars(select(Draft.link_id)).one() == link.id


def test_a_code_can_be_typed(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation, LinkKind.CLOSED)
    browser.submit(browser.open("/j"), code=link.code.replace("-", " ").title())
    assert browser.path == f"/s/{consultation.slug}/young_person"


def test_the_page_for_codes_speaks_other_languages(browser: Browser) -> None:
    page = browser.open("/j/cy")
    assert page.select_one("html")["lang"] == "cy"


@pytest.mark.parametrize("code", ["otter", "otter-lantern-42", "j" * 300])
def test_a_code_that_does_not_exist_is_answered_with_a_way_on(
    browser: Browser, session: Session, code: str
) -> None:
    page = browser.open(f"/j/{code}", status=404)
    assert "could not find that code" in page.h1.get_text()
    typed = browser.submit(page, code=code, status=422)
    assert typed.select(".errors")
    assert typed.select_one("#code")["value"] == code


def test_a_link_that_ended_says_so(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation)
    page = browser.open(f"/j/{link.code}")
    end(session, link)
    assert "not in use any more" in browser.open(f"/j/{link.code}", status=409).h1.get_text()
    assert "not in use any more" in browser.submit(page, status=409).h1.get_text()


def test_a_closed_group_needs_a_code(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    here = f"/s/{consultation.slug}/young_person"
    before = browser.open(here)
    consultation.by_code_only = True
    session.commit()

    page = browser.open(here)
    assert not page.select("main form[method=post]")
    assert page.select_one("main .ask a.btn")["href"] == "/j"
    refused = browser.submit(before, status=409)
    assert "You need a code or a card" in refused.h1.get_text()
    assert session.scalars(select(Draft)).all() == []

    link = make_way(session, consultation, LinkKind.CLOSED)
    browser.submit(browser.open(f"/j/{link.code}"))
    assert len(session.scalars(select(Draft)).all()) == 1


def test_the_code_of_another_consultation_lets_nobody_in(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    consultation.by_code_only = True
    other = make_way(session, make_consultation(session), LinkKind.CLOSED)
    page = browser.open(f"/s/{consultation.slug}/young_person?via={other.code}")
    assert not page.select("main form[method=post]")
    answer = browser.client.post(
        f"/s/{consultation.slug}/young_person", data={"via": other.code, "reply": "k"}
    )
    assert answer.status_code == 404
    assert session.scalars(select(Draft)).all() == []


def test_codes_are_guessed_slowly_but_a_class_may_mistype(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation)
    limiter.enabled = True
    try:
        for _ in range(200):
            assert browser.client.get(f"/j/{link.code}").status_code == 302
            assert browser.client.get("/j/otter").status_code == 404
        assert browser.client.get("/j/otter").status_code == 429
    finally:
        limiter.enabled = False
        limiter.reset()


def test_a_school_sends_300_from_one_address(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    here = f"/s/{consultation.slug}/young_person"
    limiter.enabled = True
    try:
        for number in range(300):
            key = {"reply": f"phone {number}"}
            assert browser.client.post(here, data=key).status_code == 200
            assert browser.client.post(f"{here}/send", data=key).status_code == 200
            browser.client.delete_cookie("consult_reply", path=here)
        trapped = {"reply": "x", "website": "http://x.example"}
        while browser.client.post(here, data=trapped).status_code == 409:
            number += 1
        assert number == 599, "more than a school comes from one address"
    finally:
        limiter.enabled = False
        limiter.reset()
    assert len(session.scalars(select(Submission)).all()) == 300


def test_what_fills_in_a_box_that_nobody_sees_is_refused(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    here = f"/s/{consultation.slug}/young_person"
    page = browser.open(here)
    assert page.select_one("[name=website]").find_parent("p").has_attr("hidden")
    refused = browser.submit(page, website="http://x.example", status=409)
    assert "try once more" in refused.get_text()
    assert session.scalars(select(Draft)).all() == []

    check = browser.submit(browser.open(here))
    while check.select("main form button[name=skip]"):
        check = browser.submit(check, press="skip")
    browser.submit(check, website="http://x.example", status=409)
    assert session.scalars(select(Submission)).all() == []
    browser.submit(check)
    assert len(session.scalars(select(Submission)).all()) == 1


def test_staff_add_a_place_and_a_link_and_end_it(
    officer: Browser, session: Session, consultation: Consultation
) -> None:
    ways = f"/staff/consultations/{consultation.id}/ways"
    assert "No way in yet" in officer.open(ways).get_text()
    page = officer.submit(
        officer.open(f"{ways}/places/new"),
        form="main form.card",
        name="Saltby High",
        kind="school",
        area_id="1",
    )
    setting = session.scalars(select(Setting)).one()
    assert (setting.kind, setting.area_id) == (SettingKind.SCHOOL, 1)
    officer.submit(page, form="main form.card", kind="open", setting_id=str(setting.id))
    link = session.scalars(select(EntryLink)).one()
    page = officer.open(ways)
    assert f"localhost/j/{link.code}" in page.get_text()
    poster = officer.open(f"/staff/ways/{link.id}/poster")
    assert poster.select("main svg.qr")
    drawing = officer.client.get(f"/staff/ways/{link.id}/poster.svg")
    assert link.code in drawing.text
    paper = officer.client.get(f"/staff/ways/{link.id}/poster.pdf")
    assert paper.data.startswith(b"%PDF")

    page = officer.submit(page, form=f"form[action='/staff/ways/{link.id}/end']")
    session.refresh(link)
    assert link.ended_on is not None
    assert "Ended on" in page.get_text()


def test_small_numbers_of_a_link_are_not_shown(
    officer: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation)
    published, _ = respond.survey_at(session, consultation.slug, Audience.YOUNG_PERSON)
    for number in range(6):
        way = respond.way_through(link)
        today = NOW.date()
        respond.start_reply(session, "s", f"k{number}", published, today=today, way=way)
    respond.receive_submission(session, "s", "k1", today=today)
    page = officer.open(f"/staff/consultations/{consultation.id}/ways")
    row = page.select_one("tbody tr").get_text(" ", strip=True)
    assert re.search(r"\b6\b.*fewer than 5", row)


def test_cards_must_lead_to_one_wording(
    officer: Browser, session: Session, consultation: Consultation
) -> None:
    page = officer.open(f"/staff/consultations/{consultation.id}/ways/new")
    page = officer.submit(page, form="main form.card", kind="cards")
    assert "Choose who the cards are for" in page.select_one(".errors").get_text()


def test_staff_close_a_consultation_to_all_but_a_group(
    officer: Browser, session: Session, consultation: Consultation
) -> None:
    ways = f"/staff/consultations/{consultation.id}/ways"
    for only in (True, False):
        officer.submit(officer.open(ways), form="form[action$=by-code]")
        session.refresh(consultation)
        assert consultation.by_code_only is only


def test_a_class_and_cards_have_no_poster(
    officer: Browser, session: Session, consultation: Consultation
) -> None:
    make_cards(session, consultation)
    link = session.scalars(select(EntryLink)).one()
    officer.open(f"/staff/ways/{link.id}/poster", status=404)


def test_a_link_for_another_route_cannot_be_forged(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    link = make_way(session, consultation, LinkKind.KIOSK)
    browser.submit(browser.open(f"/j/{link.code}"))
    assert session.scalars(select(Draft.route)).one() is Route.KIOSK
