"""Answering a survey: nothing lost, nothing doubled, nothing about the person kept."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.db import db
from consult.respond.models import Answer, Comment, Draft, Submission
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import NOW, TODAY, make_areas, make_consultation, version_for
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


def address(consultation: Consultation) -> str:
    return f"/s/{consultation.slug}/young_person"


def begin(browser: Browser, consultation: Consultation) -> BeautifulSoup:
    return browser.submit(browser.open(address(consultation)))


def answer_all(
    browser: Browser, consultation: Consultation, words: str = "More buses"
) -> BeautifulSoup:
    """Answer every question; return the page that asks to check."""
    page = begin(browser, consultation)
    page = browser.submit(page, answer="4")
    page = browser.submit(page, answer=["parks", "other"], other="a skate park")
    page = browser.submit(page, r1="p1", r2="p4", r3="p2")
    page = browser.submit(page, text=words)
    page = browser.submit(page, answer="13_15")
    page = browser.submit(page, answer="saltby")
    return browser.submit(page, answer="yes")


def receipt_on(page: BeautifulSoup) -> str:
    return page.select_one("[data-receipt]").get_text(strip=True)


def test_a_young_person_answers_and_gets_a_code(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = browser.submit(answer_all(browser, consultation))

    assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-\d{4}", receipt_on(page))
    submission = session.scalars(select(Submission)).one()
    assert (submission.age_band, submission.area_key) == ("13_15", "saltby")
    assert submission.may_quote
    chosen = session.execute(
        select(Answer.question_key, Answer.option_key, Answer.place).order_by(Answer.id)
    ).all()
    assert ("better_play", "other", None) in chosen
    assert ("top_three", "p4", 2) in chosen
    words = set(session.scalars(select(Comment.text)))
    assert words == {"a skate park", "More buses"}


def test_every_page_is_saved_as_it_is_left(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = begin(browser, consultation)
    browser.submit(page, answer="2")

    draft = session.scalars(select(Draft)).one()
    assert draft.answers["things_to_do_ease"] == {"choices": ["2"]}


def test_coming_back_on_the_same_phone_goes_on_where_it_was(
    browser: Browser, consultation: Consultation
) -> None:
    browser.submit(begin(browser, consultation), answer="2")

    page = browser.open(address(consultation))
    carry_on = page.select_one(".carry a.btn")["href"]
    assert carry_on == f"{address(consultation)}/q/2"
    first = browser.open(f"{address(consultation)}/q/1")
    assert first.select_one("input[checked]")["value"] == "2"


def test_a_brother_on_the_same_phone_starts_afresh(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    browser.submit(begin(browser, consultation), answer="2")

    page = browser.open(address(consultation))
    page = browser.submit(page, form=".carry form")
    assert not page.select("input[checked]")
    assert len(session.scalars(select(Draft)).all()) == 2

    # Afterwards, on the same phone, nothing of the one before can be seen.
    browser.submit(answer_all(browser, consultation))
    page = browser.open(address(consultation))
    assert not page.select(".carry")


def test_a_double_click_on_start_begins_one_reply(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = browser.open(address(consultation))
    browser.submit(page)
    browser.submit(page)
    assert len(session.scalars(select(Draft)).all()) == 1


def test_a_form_sent_twice_is_one_submission_with_one_code(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    check = answer_all(browser, consultation)
    first = receipt_on(browser.submit(check))
    second = receipt_on(browser.submit(check))

    assert first == second
    assert len(session.scalars(select(Submission)).all()) == 1


def test_the_next_day_the_code_is_not_shown_again(
    browser: Browser, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = answer_all(browser, consultation)
    browser.submit(check)
    monkeypatch.setattr("consult.clock.now", lambda: NOW + timedelta(days=1))
    page = browser.submit(check, status=409)
    assert page.h1.get_text() == "You have already sent these answers."
    assert not page.select("[data-receipt]")


def test_two_tabs_make_one_submission(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    check = answer_all(browser, consultation)
    other_tab = browser.open(f"{address(consultation)}/q/4")
    browser.submit(check)

    page = browser.submit(other_tab, text="I forgot to say this", status=409)
    assert "You have already sent these answers." in page.h1.get_text()
    assert "I forgot to say this" in page.get_text(), "what was typed is lost"
    assert len(session.scalars(select(Submission)).all()) == 1


def test_the_code_is_kept_only_as_a_hash_and_shown_once(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = receipt_on(browser.submit(answer_all(browser, consultation)))

    for table in inspect(db.engine).get_table_names():
        rows = session.connection().exec_driver_sql(f'SELECT * FROM "{table}"').all()
        assert code not in str(rows), f"the code stands in {table}"
    page = browser.open(f"{address(consultation)}/check", status=409)
    assert not page.select("[data-receipt]")


def test_nothing_about_the_person_is_stored(session: Session) -> None:
    columns = {column.name: str(column.type) for column in Submission.__table__.columns}
    assert not any(name == "ip" or "agent" in name or "email" in name for name in columns)
    assert not [name for name, kind in columns.items() if "TIME" in kind.upper()], "a fine time"


def test_typed_answers_survive_a_mistake(browser: Browser, consultation: Consultation) -> None:
    page = begin(browser, consultation)
    page = browser.submit(page, answer="3")
    page = browser.submit(page, answer=["parks", "clubs", "lights"], status=422)
    assert "Choose up to 2 answers." in page.select_one(".errors").get_text()
    assert len(page.select("input[checked]")) == 3
    assert page.title.get_text().startswith("Error: ")

    page = browser.open(f"{address(consultation)}/q/4")
    page = browser.submit(page, text="x" * 323, status=422)
    assert "23 characters too long" in page.select_one(".errors").get_text()
    assert page.select_one("textarea").get_text().strip() == "x" * 323


def test_the_same_choice_cannot_take_two_places(
    browser: Browser, consultation: Consultation
) -> None:
    begin(browser, consultation)
    page = browser.open(f"{address(consultation)}/q/3")
    page = browser.submit(page, r1="p1", r2="p1", status=422)
    assert "something different for each place" in page.select_one(".errors").get_text()


def test_skip_goes_on_and_keeps_what_was_there(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    begin(browser, consultation)
    browser.submit(browser.open(f"{address(consultation)}/q/1"), answer="5")
    browser.submit(browser.open(f"{address(consultation)}/q/1"), press="skip")
    assert browser.path == f"{address(consultation)}/q/2"
    draft = session.scalars(select(Draft)).one()
    assert draft.answers["things_to_do_ease"] == {"choices": ["5"]}


def test_somebody_may_skip_everything(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = begin(browser, consultation)
    for _ in range(6):
        page = browser.submit(page, press="skip")
    assert page.h1.get_text() == "Check your answers"
    browser.submit(page)
    assert session.scalars(select(Answer)).all() == []


def test_change_leads_back_to_checking(browser: Browser, consultation: Consultation) -> None:
    check = answer_all(browser, consultation)
    change = check.select(".change a")[3]["href"]
    page = browser.submit(browser.open(change), text="Later buses")
    assert browser.path.endswith("/check")
    assert "Later buses" in page.get_text()


def test_a_phone_without_cookies_is_served_too(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    browser = Browser(app.test_client(use_cookies=False))
    page = browser.submit(answer_all(browser, consultation))
    assert receipt_on(page)
    assert len(session.scalars(select(Submission)).all()) == 1


def test_nobody_answers_before_it_opens_or_after_it_closes(
    browser: Browser, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation.takes_late = False
    session.commit()
    page = begin(browser, consultation)
    closing = consultation.closes_on - TODAY
    monkeypatch.setattr("consult.clock.now", lambda: NOW + closing + timedelta(days=1))

    page = browser.submit(page, answer="4", status=409)
    assert page.h1.get_text() == "This survey has closed. Thank you for coming."
    assert not browser.open(address(consultation)).select("form[method=post]")


def test_a_key_of_another_survey_opens_nothing(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    version_for(session, consultation, Audience.PARENT)
    page = begin(browser, consultation)
    key = page.select_one("[name=reply]")["value"]
    answer = browser.client.post(
        f"/s/{consultation.slug}/parent/q/1", data={"reply": key, "answer": "1"}
    )
    assert answer.status_code == 409


def test_a_survey_being_designed_is_not_to_be_found(browser: Browser, session: Session) -> None:
    consultation = make_consultation(session, stage="designing")
    version_for(session, consultation)
    browser.open(f"/s/{consultation.slug}", status=404)
    browser.open(f"/s/{consultation.slug}/young_person", status=404)


def test_a_page_costs_two_queries_and_a_save_four(
    browser: Browser, consultation: Consultation
) -> None:
    counted: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            counted.append(statement)

    def cost(path: str, data: dict[str, str] | None = None) -> int:
        counted.clear()
        if data is None:
            browser.client.get(path)
        else:
            browser.client.post(path, data=data)
        return len(counted)

    here = address(consultation)
    page = begin(browser, consultation)
    key = page.select_one("[name=reply]")["value"]
    browser.open(here)
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        gets = [here, *(f"{here}/q/{n}" for n in range(1, 7)), f"{here}/words", f"{here}/check"]
        assert {path: cost(path) for path in gets if cost(path) > 2} == {}
        saves = [{"answer": "4"}, {"answer": "parks"}, {"r1": "p1"}, {"text": "Buses"}]
        for number, data in enumerate(saves, start=1):
            assert cost(f"{here}/q/{number}", {"reply": key, **data}) <= 4
        assert cost(f"{here}/words", {"reply": key, "answer": "yes"}) <= 4
        assert cost(f"{here}/send", {"reply": key}) <= 5
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def test_a_first_page_left_open_in_another_tab_says_that_the_answers_were_sent(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    first = browser.open(address(consultation))
    browser.submit(answer_all(browser, consultation))

    page = browser.submit(first, status=409)
    assert page.h1.get_text() == "You have already sent these answers."
    assert session.scalars(select(Draft)).all() == []


def test_nothing_is_sent_after_the_last_day_where_late_answers_are_not_kept(
    browser: Browser, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = answer_all(browser, consultation)
    consultation.takes_late = False
    session.commit()
    closing = consultation.closes_on - TODAY
    monkeypatch.setattr("consult.clock.now", lambda: NOW + closing + timedelta(days=1))

    page = browser.submit(check, status=409)
    assert page.h1.get_text() == "This survey has closed. Thank you for coming."
    assert session.scalars(select(Submission)).all() == []

    monkeypatch.setattr("consult.clock.now", lambda: NOW + closing)
    assert receipt_on(browser.submit(check))


def test_an_error_of_the_database_never_holds_the_words(session: Session) -> None:
    with pytest.raises(IntegrityError) as broken:
        session.execute(insert(Comment).values(submission_id=7, question_key="q", text="At home"))
    session.rollback()
    assert "At home" not in str(broken.value)
