"""Seeing what was sent, and changing it until the stated day: counted once, whatever happens."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Draft, Submission
from consult.respond.rules import (
    MAY_QUOTE,
    REACHED,
    Given,
    answers_again,
    chosen_options,
    found,
    kept,
    written_words,
)
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.survey.rules import Definition, Option, Question, QuestionType
from tests.builders import NOW, TODAY, make_areas, make_consultation, make_user, version_for
from tests.page import Browser, one

CHANGE = "form[action$=change]"


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


def send(browser: Browser, consultation: Consultation) -> str:
    """Send a whole reply; return its code."""
    page = browser.submit(browser.open(address(consultation)))
    page = browser.submit(page, answer="4")
    page = browser.submit(page, answer=["parks", "other"], other="a skate park")
    page = browser.submit(page, r1="p1", r2="p4", r3="p2")
    page = browser.submit(page, text="More buses")
    page = browser.submit(page, answer="13_15")
    page = browser.submit(page, answer="saltby")
    page = browser.submit(browser.submit(page, answer="yes"))
    return one(page, "[data-receipt]").get_text()


def see(browser: Browser, code: str) -> BeautifulSoup:
    return browser.submit(browser.open("/my-answers"), code=code)


def standing(session: Session) -> list[Submission]:
    session.expire_all()
    return list(session.scalars(select(Submission).where(Submission.withdrawn_on.is_(None))))


def test_a_copy_shows_every_answer_in_the_words_of_the_survey(
    browser: Browser, consultation: Consultation
) -> None:
    text = see(browser, send(browser, consultation)).get_text(" ", strip=True)

    for words in ("Some", "Clean parks and a skate park", "2. Priority number 4", "More buses"):
        assert words in text
    for words in ("13 to 15", "Saltby", "Yes, you may", "10 March 2027"):
        assert words in text


def test_the_thank_you_page_and_the_receipt_lead_to_the_copy(
    browser: Browser, consultation: Consultation
) -> None:
    code = send(browser, consultation)
    page = browser.submit(browser.open("/receipt"), code=code)

    page = browser.submit(page, form="form[action$=my-answers]")
    assert one(page, "h1").get_text() == "What I sent"


def test_changed_answers_take_the_place_of_those_before(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = send(browser, consultation)
    check = browser.submit(see(browser, code), form=CHANGE)
    assert one(check, "h1").get_text() == "Check your answers"
    assert len(standing(session)) == 1
    page = browser.open(str(check.select(".change a")[3]["href"]))
    page = browser.submit(page, text="More trains")

    thanks = browser.submit(page)

    new = one(thanks, "[data-receipt]").get_text()
    assert new != code
    [submission] = standing(session)
    words = select(Comment.text).where(Comment.submission_id == submission.id)
    assert set(session.scalars(words)) == {"a skate park", "More trains"}
    assert set(session.scalars(select(Answer.submission_id))) == {submission.id}
    assert (submission.age_band, submission.area_key) == ("13_15", "saltby")
    assert "changed them" in see(browser, code).get_text()
    assert "More trains" in see(browser, new).get_text()


def test_sending_changed_answers_twice_counts_once(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    check = browser.submit(see(browser, send(browser, consultation)), form=CHANGE)

    first, second = browser.submit(check), browser.submit(check)

    assert one(first, "[data-receipt]").get_text() == one(second, "[data-receipt]").get_text()
    assert len(standing(session)) == 1


def test_two_devices_cannot_change_the_same_answers_into_two(
    app: Flask, browser: Browser, session: Session, consultation: Consultation
) -> None:
    code, other = send(browser, consultation), Browser(app.test_client())
    here = browser.submit(see(browser, code), form=CHANGE)
    there = other.submit(see(other, code), form=CHANGE)
    browser.submit(here)

    refused = other.submit(there, status=409)

    assert "Use your newest code" in refused.get_text()
    assert len(standing(session)) == 1
    assert session.scalars(select(Draft)).one()


def test_nothing_is_changed_after_the_stated_day_or_the_report(
    browser: Browser, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = send(browser, consultation)
    check = browser.submit(see(browser, code), form=CHANGE)
    past = consultation.withdraw_until - TODAY + timedelta(days=1)
    monkeypatch.setattr("consult.clock.now", lambda: NOW + past)

    assert not see(browser, code).select(CHANGE)
    assert "cannot change" in browser.submit(check, status=409).get_text()
    assert len(standing(session)) == 1


def test_answers_changed_after_the_last_day_are_late(
    browser: Browser, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = send(browser, consultation)
    past = consultation.closes_on - TODAY + timedelta(days=1)
    monkeypatch.setattr("consult.clock.now", lambda: NOW + past)

    page = see(browser, code)
    assert "marked as late" in page.get_text()
    browser.submit(browser.submit(page, form=CHANGE))
    assert [each.late for each in standing(session)] == [True]


def test_words_that_safeguarding_holds_stay_with_them_when_they_are_changed(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    code = send(browser, consultation)
    comment = session.scalars(select(Comment).where(Comment.text == "More buses")).one()
    raise_concern(session, comment.id, user_id=make_user(session).id, now=NOW)

    browser.submit(browser.submit(see(browser, code), form=CHANGE))

    session.expire_all()
    assert session.get_one(Comment, comment.id).text == "More buses"
    [submission] = standing(session)
    assert submission.id != comment.submission_id


@pytest.mark.parametrize("code", ["", "amber-otter-lantern-4071"])
def test_a_wrong_code_shows_and_changes_nothing(browser: Browser, code: str) -> None:
    assert one(see(browser, code), ".errors")
    assert browser.client.post("/my-answers/change", data={"code": code}).status_code == 200


OPTIONS = tuple(Option(key, key) for key in ("a", "b", "c"))
ROWS = tuple(Option(key, key) for key in ("r", "s"))
ASKED = Definition(
    questions=(
        Question("one", QuestionType.SINGLE, "?", options=OPTIONS, other=True),
        Question("many", QuestionType.SEVERAL, "?", options=OPTIONS),
        Question("rank", QuestionType.RANKING, "?", options=OPTIONS),
        Question("grid", QuestionType.STATEMENTS, "?", options=OPTIONS, rows=ROWS),
        Question("share", QuestionType.POINTS, "?", options=OPTIONS),
        Question("number", QuestionType.NUMBER, "?"),
        Question("day", QuestionType.DATE, "?"),
        Question("text", QuestionType.LONG_TEXT, "?"),
    )
)
KEYS = st.sampled_from("abc")


@st.composite
def replies(draw: st.DrawFn) -> dict[str, Any]:
    other = draw(st.sampled_from(["", "mine"]))
    number = draw(st.one_of(st.just(""), st.integers(-999999, 999999).map(str)))
    day = draw(st.one_of(st.just(""), st.dates(date(1900, 1, 1)).map(date.isoformat)))
    given = {
        "one": Given(choices=("other",), other=other) if other else Given(choices=(draw(KEYS),)),
        "many": Given(choices=tuple(draw(st.lists(KEYS, unique=True)))),
        "rank": Given(ranks=tuple(draw(st.lists(KEYS, unique=True)))),
        "grid": Given(marks=tuple((row.key, draw(KEYS)) for row in ROWS if draw(st.booleans()))),
        "share": Given(marks=tuple((o.key, str(draw(st.integers(0, 10)))) for o in OPTIONS)),
        "number": Given(value=number),
        "day": Given(value=day),
        "text": Given(text=draw(st.sampled_from(["", "words"]))),
    }
    return {key: kept(each) for key, each in given.items()}


@settings(max_examples=60, deadline=None)
@given(replies())
def test_what_was_sent_comes_back_as_it_was(answers: dict[str, Any]) -> None:
    words = written_words(ASKED, answers)
    again = answers_again(ASKED, chosen_options(ASKED, answers), words, {}, may_quote=True)

    assert all(found(again, q.key) == found(answers, q.key) for q in ASKED.questions)
    assert again[REACHED] == len(ASKED.questions) + 1
    assert again.get(MAY_QUOTE) == ("yes" if words else None)
