"""Answers after the last day (L-CON-11): kept, marked, apart, until the board has said why."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.respond.models import LateDecision, Submission
from consult.respond.services import decide_late
from consult.results.services.standing import standing
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_areas,
    make_consultation,
    make_submission,
    make_user,
    version_for,
)
from tests.page import Browser, one


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """A consultation that closed yesterday."""
    make_areas(session)
    consultation = make_consultation(session)
    consultation.closes_on = TODAY - timedelta(days=1)
    version_for(session, consultation)
    session.commit()
    return consultation


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


def address(consultation: Consultation) -> str:
    return f"/s/{consultation.slug}/young_person"


def decide(session: Session, consultation: Consultation, *, considered: bool) -> None:
    decide_late(
        session,
        consultation.id,
        "They came before we met.",
        considered=considered,
        user_id=make_user(session).id,
        today=TODAY,
        now=NOW,
    )


def test_whoever_comes_late_is_told_before_they_start_and_is_kept_marked(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = browser.open(address(consultation))
    assert "This closed on 9 March 2027" in page.get_text()
    browser.submit(page)

    browser.submit(browser.open(address(consultation) + "/check"))

    assert session.scalars(select(Submission.late)).one()


def test_answers_on_the_last_day_are_not_late(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    consultation.closes_on = TODAY
    session.commit()
    browser.submit(browser.open(address(consultation)))

    browser.submit(browser.open(address(consultation) + "/check"))

    assert not session.scalars(select(Submission.late)).one()


@pytest.mark.parametrize("why", ["takes_none", "reported"])
def test_no_late_answer_is_taken_where_none_is_kept_or_the_board_was_told(
    browser: Browser, session: Session, consultation: Consultation, why: str
) -> None:
    browser.submit(browser.open(address(consultation)))
    consultation.takes_late = why != "takes_none"
    consultation.reported_on = TODAY if why == "reported" else None
    session.commit()

    assert not browser.open(address(consultation)).select("form[method=post]")
    browser.open(address(consultation) + "/check", status=409)


def late_one(session: Session, consultation: Consultation) -> Submission:
    submission = make_submission(session, consultation, comments={"one_thing": "Buses"})
    submission.late = True
    session.commit()
    return submission


def counted(session: Session, consultation: Consultation) -> int:
    """Return how many submissions count in figures, having seen that as many comments do."""
    comments = session.scalars(free_comments()).all()
    people = session.scalars(standing(select(Submission), consultation.id, None)).all()
    assert len(comments) == len(people)
    return len(people)


def test_late_answers_stay_apart_until_they_are_considered(
    session: Session, consultation: Consultation
) -> None:
    make_submission(session, consultation, comments={"one_thing": "Trains"})
    late_one(session, consultation)

    assert counted(session, consultation) == 1
    decide(session, consultation, considered=True)
    assert counted(session, consultation) == 2
    decide(session, consultation, considered=False)
    assert counted(session, consultation) == 1
    assert len(session.scalars(select(LateDecision)).all()) == 2


def test_the_officer_records_it_with_a_reason_for_everybody_to_read(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    late_one(session, consultation)
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/late")
    assert "Late answers so far: fewer than 5" in page.get_text()

    refused = browser.submit(page, form="#decide", considered="no", reason=" ")
    assert "Write the reason" in one(refused, ".errors").get_text()
    page = browser.submit(page, form="#decide", considered="no", reason="The papers were out.")

    assert "Not considered. The papers were out." in page.get_text(" ", strip=True)
    public = browser.open(f"/s/{consultation.slug}").get_text(" ", strip=True)
    assert "We did not think about the answers that came late. The papers were out." in public


def test_the_officer_can_take_none(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/late")

    page = browser.submit(page, form="form[action$=taken]")

    assert "takes no late answers" in page.get_text()
    assert not browser.open(address(consultation)).select("form[method=post]")
    browser.submit(page, form="form[action$=taken]")
    assert browser.open(address(consultation)).select("form[method=post]")
