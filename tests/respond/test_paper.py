"""Paper: typed in once or twice, the differences shown, then a submission like any other."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.models import User
from consult.people.rules import Role
from consult.respond.models import Answer, Comment, PaperEntry, Submission
from consult.respond.rules import Route
from consult.survey.models import Consultation
from tests.builders import NOW, PASSWORD, make_areas, make_consultation, make_user, version_for
from tests.page import Browser


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def officer(session: Session, browser: Browser, name: str = "Ash Reed") -> User:
    user = make_user(session, Role.PARTICIPATION_OFFICER, name=name)
    browser.client.delete_cookie("session")
    browser.sign_in(user.email, PASSWORD)
    return user


def sheet(consultation: Consultation) -> str:
    return f"/staff/consultations/{consultation.id}/paper/young_person/new"


TYPED = {
    "things_to_do_ease:answer": "4",
    "one_thing:text": "More buses",
    "top_three:r1": "p1",
    "+may_quote": "yes",
}


def test_a_sheet_typed_once_is_a_submission_and_its_code_is_shown(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer(session, browser)

    page = browser.submit(browser.open(sheet(consultation)), sheet="1", **TYPED)

    assert page.select_one("[data-receipt]")
    submission = session.scalars(select(Submission)).one()
    assert (submission.route, submission.may_quote) == (Route.PAPER, True)
    assert session.scalars(select(Comment)).one().text == "More buses"
    assert {answer.option_key for answer in session.scalars(select(Answer))} == {"4", "p1"}


def test_nothing_joins_a_complete_sheet_to_its_answers(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer(session, browser)
    browser.submit(browser.open(sheet(consultation)), sheet="1", **TYPED)

    entry = session.scalars(select(PaperEntry)).one()

    assert (entry.first_answers, entry.second_answers) == ({}, None)
    assert "submission" not in " ".join(PaperEntry.__table__.c.keys())


def test_two_who_read_the_same_make_one_submission(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer(session, browser)
    browser.submit(browser.open(sheet(consultation)), sheet="7", key_twice=True, **TYPED)
    entry = session.scalars(select(PaperEntry)).one()
    assert session.scalars(select(Submission)).all() == []

    officer(session, browser, "Bay Marsh")
    page = browser.open(f"/staff/paper/{entry.id}/again")
    assert "More buses" not in page.get_text(" ")
    page = browser.submit(page, **TYPED)

    assert page.select_one("[data-receipt]")
    assert len(session.scalars(select(Submission)).all()) == 1


def test_where_two_differ_somebody_looks_at_the_paper_and_chooses(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer(session, browser)
    browser.submit(browser.open(sheet(consultation)), sheet="7", key_twice=True, **TYPED)
    entry = session.scalars(select(PaperEntry)).one()
    officer(session, browser, "Bay Marsh")
    other = {**TYPED, "one_thing:text": "More busses", "things_to_do_ease:answer": "5"}
    page = browser.submit(browser.open(f"/staff/paper/{entry.id}/again"), **other)
    assert "The two differ." in page.get_text(" ", strip=True)

    page = browser.open(f"/staff/paper/{entry.id}/settle")
    assert len(page.select("main fieldset")) == 2
    page = browser.submit(page, one_thing="first")
    assert "Choose one of the two for each question." in page.get_text(" ", strip=True)
    page = browser.submit(page, one_thing="first", things_to_do_ease="second")

    assert page.select_one("[data-receipt]")
    assert session.scalars(select(Comment)).one().text == "More buses"
    assert "5" in {answer.option_key for answer in session.scalars(select(Answer))}


def test_the_same_person_cannot_type_a_sheet_twice(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer(session, browser)
    browser.submit(browser.open(sheet(consultation)), sheet="7", key_twice=True, **TYPED)
    entry = session.scalars(select(PaperEntry)).one()

    page = browser.submit(browser.open(f"/staff/paper/{entry.id}/again"), **TYPED)

    assert "Somebody else must type it the second time." in page.get_text(" ", strip=True)


def test_a_sheet_is_typed_in_once_and_what_cannot_be_read_is_named(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    officer(session, browser)
    browser.submit(browser.open(sheet(consultation)), sheet="1", **TYPED)

    page = browser.submit(browser.open(sheet(consultation)), sheet="1", **TYPED)
    assert "Sheet 1 was typed in already." in page.get_text(" ", strip=True)
    page = browser.submit(page, sheet="2", **{"top_three:r1": "p1", "top_three:r2": "p1"})

    assert "Choose something different for each place." in page.get_text(" ", strip=True)
    assert page.select_one("[name='one_thing:text']").get_text(strip=True) == "More buses"
    assert len(session.scalars(select(Submission)).all()) == 1
