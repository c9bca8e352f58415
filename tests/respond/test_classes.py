"""A class session: the teacher starts it, sees how many have finished, and nothing else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.respond import services as respond
from consult.respond.models import EntryLink, Submission
from consult.respond.rules import LinkKind, NotThisWay, Route, SettingKind
from consult.survey.models import Consultation
from consult.web.limits import limiter
from tests.builders import NOW, PASSWORD, make_areas, make_consultation, make_user, version_for
from tests.page import Browser
from tests.respond.reaching import STAFF, end, make_setting, make_way
from tests.servers import SECRET


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
def link(session: Session, consultation: Consultation) -> EntryLink:
    school = make_setting(session, "Saltby High", SettingKind.SCHOOL)
    return make_way(session, consultation, LinkKind.CLASS, setting=school)


def code_for(session: Session, link: EntryLink) -> str:
    return respond.make_host_code(session, SECRET, link.id, actor=STAFF, now=NOW)


@pytest.fixture
def teacher(browser: Browser, session: Session, link: EntryLink) -> Browser:
    browser.submit(browser.open("/class"), code=code_for(session, link).replace("-", " "))
    return browser


def start(teacher: Browser) -> BeautifulSoup:
    return teacher.submit(teacher.open("/class"), form="form[action='/class/start']")


def join_code(page: BeautifulSoup) -> str:
    return page.select_one(".code").get_text()


def answer(app: Flask, code: str, *, finish: bool = True) -> None:
    pupil = Browser(app.test_client())
    page = pupil.submit(pupil.submit(pupil.open("/j"), code=code))
    while finish and page.select("main form button[name=skip]"):
        page = pupil.submit(page, press="skip")
    if finish:
        pupil.submit(page)


def counts(page: BeautifulSoup) -> list[int]:
    return [int(each.get_text()) for each in page.select(".tally dd")]


def test_a_teacher_starts_a_session_and_sees_exactly_how_many_have_finished(
    app: Flask, session: Session, teacher: Browser
) -> None:
    code = join_code(start(teacher))
    assert counts(teacher.open("/class")) == [0, 0]
    for finish in (True, True, False):
        answer(app, code, finish=finish)

    assert counts(teacher.open("/class")) == [3, 2]
    sent = session.execute(select(Submission.route, Submission.setting_kind)).all()
    assert sent == [(Route.CLASS, SettingKind.SCHOOL)] * 2


def test_the_page_on_the_board_shows_how_to_join_and_two_numbers(teacher: Browser) -> None:
    page = start(teacher)
    assert page.select(".ticket svg.qr")
    words = page.select_one("main").get_text(" ", strip=True)
    assert len(words.split()) < 30, words
    refreshed = teacher.client.get("/class")
    assert refreshed.headers["Refresh"] == "10"
    assert "Refresh" not in teacher.client.get("/class?still=1").headers


def test_two_presses_start_one_session(teacher: Browser, session: Session) -> None:
    page = teacher.open("/class")
    for _ in range(2):
        teacher.submit(page, form="form[action='/class/start']")
    sessions = select(EntryLink).where(EntryLink.session_of_id.is_not(None))
    assert len(session.scalars(sessions).all()) == 1


def test_after_the_end_nobody_joins_but_who_has_begun_may_finish(
    app: Flask, session: Session, teacher: Browser
) -> None:
    page = start(teacher)
    pupil = Browser(app.test_client())
    check = pupil.submit(pupil.open(f"/j/{join_code(page)}"))
    while check.select("main form button[name=skip]"):
        check = pupil.submit(check, press="skip")

    after = teacher.submit(page, form="form[action='/class/end']")
    assert "Started 1, finished 0" in after.get_text()
    Browser(app.test_client()).open(f"/j/{join_code(page)}", status=409)
    assert pupil.submit(check).select("[data-receipt]")
    assert join_code(start(teacher)) != join_code(page)


def test_a_session_ends_with_the_day(
    app: Flask, teacher: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = join_code(start(teacher))
    monkeypatch.setattr("consult.clock.now", lambda: NOW + timedelta(days=1))
    Browser(app.test_client()).open(f"/j/{code}", status=409)
    assert teacher.open("/class").select("form[action='/class/start']")


def test_the_teachers_code_is_in_no_address_and_kept_only_as_a_hash(
    browser: Browser, session: Session, link: EntryLink
) -> None:
    code = code_for(session, link)
    page = browser.submit(browser.open("/class"), code=code)
    assert code not in str(page)
    assert code not in browser.path
    assert code not in str(session.execute(select(EntryLink.code, EntryLink.host_hash)).all())


def test_a_new_code_for_the_teacher_voids_the_old_one(
    browser: Browser, session: Session, link: EntryLink
) -> None:
    old = code_for(session, link)
    new = code_for(session, link)
    assert browser.submit(browser.open("/class"), code=old, status=422).select(".errors")
    assert browser.submit(browser.open("/class"), code=new).select("form[action='/class/start']")


def test_a_teacher_whose_class_was_ended_is_asked_for_a_code(
    teacher: Browser, session: Session, link: EntryLink
) -> None:
    page = start(teacher)
    end(session, link)
    refused = teacher.submit(page, form="form[action='/class/end']", status=409)
    assert "Type your code again" in refused.select_one(".errors").get_text()
    assert teacher.open("/class").select("#code")
    with pytest.raises(NotThisWay):
        code_for(session, link)


def test_nobody_starts_a_class_when_the_survey_is_closed(
    teacher: Browser, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = NOW + (consultation.closes_on - NOW.date()) + timedelta(days=1)
    monkeypatch.setattr("consult.clock.now", lambda: closed)
    page = start(teacher)
    assert "not open" in page.select_one(".errors").get_text()


def test_the_code_of_a_class_is_no_code_for_pupils(
    browser: Browser, session: Session, link: EntryLink
) -> None:
    browser.open(f"/j/{link.code}", status=404)
    browser.submit(browser.open("/j"), code=code_for(session, link), status=422)


def test_teachers_codes_are_guessed_slowly(browser: Browser, session: Session) -> None:
    limiter.enabled = True
    try:
        tries = [browser.client.post("/class", data={"code": "otter"}) for _ in range(201)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert [tries[0].status_code, tries[-1].status_code] == [422, 429]


def test_staff_give_a_teacher_a_code_and_a_guide(
    browser: Browser, session: Session, link: EntryLink, consultation: Consultation
) -> None:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    ways = browser.open(f"/staff/consultations/{consultation.id}/ways")
    page = browser.submit(ways, form="form[action$='/teacher']")
    assert "safeguarding steps" in page.get_text()
    code = page.select_one(".card-code").get_text()
    assert respond.class_of(session, SECRET, code).id == link.id
