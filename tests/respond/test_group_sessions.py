"""A group's evening: numbers of who was there, and notes in the pool of all comments."""

import io

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.rules import Role
from consult.respond.models import Comment, GroupSession, Submission, Upload
from consult.respond.rules import Route, about_priority
from consult.results.services import submissions_by_audience
from consult.safeguarding.services import free_comments, open_concern, raise_concern
from consult.survey.models import Consultation
from consult.survey.rules import Audience
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


@pytest.fixture
def held(session: Session, browser: Browser, consultation: Consultation) -> GroupSession:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/sessions/new")
    page = browser.submit(
        page,
        name="Thornwick Youth Council",
        audience="young_person",
        held_on=NOW.date().isoformat(),
        people="14",
        may_quote=True,
    )
    assert page.select_one("[data-receipt]")
    return session.scalars(select(GroupSession)).one()


def note(browser: Browser, held: GroupSession, topic: str, text: str) -> None:
    page = browser.open(f"/staff/sessions/{held.id}")
    browser.submit(page, topic=topic, text=text)


def test_each_note_is_a_comment_in_the_pool_with_where_it_came_from(
    session: Session, browser: Browser, consultation: Consultation, held: GroupSession
) -> None:
    note(browser, held, "one_thing", "Buses stop at six")
    note(browser, held, "one_thing", "The park is dark")
    note(browser, held, about_priority("P1"), "Ask us before you build")

    pool = session.scalars(free_comments()).all()

    assert [comment.text for comment in pool] == [
        "Buses stop at six",
        "The park is dark",
        "Ask us before you build",
    ]
    submission = session.scalars(select(Submission)).one()
    assert (submission.route, submission.group_session_id) == (Route.GROUP, held.id)
    assert [comment.place for comment in pool] == [1, 2, 1]


def test_a_group_is_not_counted_among_the_people_who_answered(
    session: Session, browser: Browser, consultation: Consultation, held: GroupSession
) -> None:
    note(browser, held, "one_thing", "Buses stop at six")

    assert submissions_by_audience(session, consultation.id).get(Audience.YOUNG_PERSON, 0) == 0


def test_a_note_about_nothing_and_an_empty_one_are_refused(
    session: Session, browser: Browser, held: GroupSession
) -> None:
    page = browser.open(f"/staff/sessions/{held.id}")
    page = browser.submit(page, text="")
    assert "Write what was said" in page.get_text(" ", strip=True)
    assert session.scalars(select(Comment)).all() == []


def test_a_session_that_has_not_been_held_is_refused(
    session: Session, browser: Browser, held: GroupSession, consultation: Consultation
) -> None:
    page = browser.open(f"/staff/consultations/{consultation.id}/sessions/new")
    page = browser.submit(
        page, name="Later", audience="young_person", held_on="2027-12-01", people="9"
    )
    assert "when it has been held" in page.get_text(" ", strip=True)


def test_a_flip_chart_waits_to_be_looked_at(
    session: Session, browser: Browser, held: GroupSession
) -> None:
    page = browser.open(f"/staff/sessions/{held.id}")
    form = page.select_one("form[enctype]")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    token = form.select_one("[name$=csrf_token]")
    for content in (b"no photo", picture.getvalue()):
        data = {token["name"]: token["value"], "chart-file": (io.BytesIO(content), "wall.png")}
        answer = browser.client.post(form["action"], data=data, follow_redirects=True)
        assert answer.status_code == 200

    assert "looks at it first" in answer.text
    assert session.scalars(select(Upload)).one().submission_id is not None


def test_a_concern_about_a_note_shows_all_the_group_said(
    session: Session, browser: Browser, held: GroupSession
) -> None:
    note(browser, held, "one_thing", "Buses stop at six")
    note(browser, held, "one_thing", "Somebody follows us home")
    note(browser, held, about_priority("P1"), "Ask us first")
    lead = make_user(session, Role.SAFEGUARDING_LEAD)
    comment = session.scalars(select(Comment).where(Comment.place == 2)).one()
    concern = raise_concern(session, comment.id, user_id=lead.id, now=NOW)

    lines = open_concern(session, concern.id, user_id=lead.id, now=NOW).lines

    assert [line.words for line in lines] == [
        "Buses stop at six\nSomebody follows us home",
        "Ask us first",
    ]
