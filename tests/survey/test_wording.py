"""Plain words beside the builder: hints while somebody types, and words left as they are."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.people.rules import Role
from consult.survey.models import AcceptedWording, Survey
from consult.survey.rules import Audience
from consult.survey.services import survey_of
from consult.survey.services import wording as plain
from tests.builders import NOW, PASSWORD, make_consultation, make_survey, make_user
from tests.page import Browser, one

HARD = "Indicate which amenities you utilise."


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


@pytest.fixture
def survey(session: Session) -> Survey:
    """A survey still being designed."""
    return make_survey(session, make_consultation(session, stage="designing"))


def typed(
    browser: Browser, survey: Survey, where: str = "?question=better_play", **words: str
) -> BeautifulSoup:
    """Return the part of the page that says how words read, as the builder asks for it."""
    page = browser.open(f"/staff/surveys/{survey.id}?question=better_play")
    sent = {"csrf_token": str(one(page, "#edit [name=csrf_token]")["value"]), **words}
    address = f"/staff/surveys/{survey.id}/wording{where}"
    response = browser.client.post(address, data=sent, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def marked(part: BeautifulSoup) -> list[str]:
    return [tag.get_text() for tag in part.select("mark")]


def test_easy_read_is_for_eight_year_olds_and_the_others_for_nine() -> None:
    ages = {audience: plain.wording_of("", audience=audience).target_age for audience in Audience}
    assert ages == {Audience.EASY_READ: 8, Audience.YOUNG_PERSON: 9, Audience.PARENT: 9}


def test_typing_tells_the_age_and_plainer_words(officer: Browser, survey: Survey) -> None:
    part = typed(officer, survey, text=HARD, hint="You can pick 2.")

    assert "Aim for 9 or below" in one(part, "#age").get_text()
    assert marked(part) == ["Indicate", "amenities", "utilise"]
    assert "Try use." in part.get_text()


def test_plain_words_are_praised(officer: Browser, survey: Survey) -> None:
    part = typed(officer, survey, text="How safe do you feel in the park", hint="Pick one face.")

    assert "Right for this survey: 9 or below" in one(part, "#age").get_text()
    assert "8 words in the longest sentence. Good." in part.get_text()
    assert marked(part) == []


def test_nothing_typed_has_no_age(officer: Browser, survey: Survey) -> None:
    assert "Write something" in one(typed(officer, survey, text=" "), "#age").get_text()


@pytest.mark.parametrize("words", ["x" * 100_000, "<script>", "\x00", "not " * 9000])
def test_no_words_break_the_meter(officer: Browser, survey: Survey, words: str) -> None:
    assert one(typed(officer, survey, text=words), "#age")


def test_words_left_as_they_are_raise_no_hint_again(
    session: Session, officer: Browser, survey: Survey
) -> None:
    left = typed(
        officer, survey, "/accept?question=better_play", title=HARD, leave="jargon:amenities"
    )
    assert marked(left) == ["Indicate", "utilise"]
    assert "1 left as it is." in left.get_text()

    again = typed(officer, survey, text=HARD)
    assert marked(again) == ["Indicate", "utilise"]
    elsewhere = typed(officer, survey, "?question=one_thing", text=HARD)
    assert marked(elsewhere) == ["Indicate", "amenities", "utilise"]

    row = session.scalars(select(AcceptedWording)).one()
    assert (row.survey_id, row.field, row.kind, row.words) == (
        survey.id,
        "better_play",
        "jargon",
        "amenities",
    )
    assert session.scalars(select(AuditEntry.action)).all()[-1] == "accept_wording"


def test_leaving_words_twice_keeps_one_note(
    session: Session, officer: Browser, survey: Survey
) -> None:
    for _ in range(2):
        typed(officer, survey, "/accept", text=HARD, leave="jargon:utilise")
    assert session.scalars(select(AcceptedWording.field)).all() == ["start"]


@pytest.mark.parametrize("leave", ["", "jargon:", ":utilise", "rude:utilise", "jargon"])
def test_what_is_no_hint_cannot_be_left(
    session: Session, officer: Browser, survey: Survey, leave: str
) -> None:
    typed(officer, survey, "/accept", text=HARD, leave=leave)
    assert session.scalars(select(AcceptedWording)).all() == []


def test_without_scripts_what_was_typed_is_saved_as_well(
    session: Session, officer: Browser, survey: Survey
) -> None:
    page = officer.open(f"/staff/surveys/{survey.id}?question=one_thing")
    form = one(page, "#edit")
    sent = {
        str(control["name"]): control.get("value", "") or control.get_text()
        for control in form.select("input[name], textarea[name]")
    }
    sent |= {"title": HARD, "priority": "P2", "leave": "jargon:utilise"}

    sent_on = officer.client.post(
        f"/staff/surveys/{survey.id}/wording/accept?question=one_thing", data=sent
    )
    assert sent_on.status_code == 307
    officer.client.post(sent_on.location, data=sent)
    session.expire_all()

    question = survey_of(session, survey.id)[1].question("one_thing")
    assert question
    assert question.title == HARD
    assert session.scalars(select(AcceptedWording.words)).all() == ["utilise"]


def test_a_question_of_nowhere_is_not_found(officer: Browser, survey: Survey) -> None:
    for where in ("wording", "wording/accept"):
        address = f"/staff/surveys/{survey.id}/{where}?question=nowhere"
        page = officer.open(f"/staff/surveys/{survey.id}")
        token = str(page.select("[name=csrf_token]")[0]["value"])
        assert officer.client.post(address, data={"csrf_token": token}).status_code == 404
    assert (
        officer.client.post("/staff/surveys/999/wording", data={"csrf_token": token}).status_code
        == 404
    )


def test_a_closed_mind_is_changed_or_accepted_by_name(session: Session, officer: Browser) -> None:
    consultation = make_consultation(session, stage="designing")
    consultation.lead = "We will close two clubs."
    consultation.why = "The move has been agreed."
    session.commit()

    page = officer.open(f"/staff/consultations/{consultation.id}/wording")
    assert marked(page) == ["We will close two clubs", "has been agreed"]
    page = officer.submit(page)

    assert marked(page) == ["has been agreed"]
    row = session.scalars(select(AcceptedWording)).one()
    assert (row.consultation_id, row.field, row.kind) == (consultation.id, "lead", "closed")
    consultation.why = "The move could help."
    session.commit()
    page = officer.open(f"/staff/consultations/{consultation.id}/wording")
    assert "No words sound decided" in page.get_text()


def test_only_words_that_sound_decided_can_be_accepted(
    session: Session, officer: Browser, survey: Survey
) -> None:
    consultation = survey.consultation
    consultation.lead = "We will close two clubs."
    session.commit()
    page = officer.open(f"/staff/consultations/{consultation.id}/wording")

    page = officer.submit(page, field="slug", words="our plan")

    assert "accepted already" in one(page, ".errors").get_text()
    assert session.scalars(select(AcceptedWording)).all() == []


def test_the_database_keeps_a_note_of_one_thing_only(session: Session, survey: Survey) -> None:
    plain.accept_wording(session, survey, "start", "long", "So long", actor="user:1", now=NOW)
    plain.accept_wording(
        session, survey.consultation, "why", "closed", "We will", actor="user:1", now=NOW
    )
    rows = session.scalars(select(AcceptedWording).order_by(AcceptedWording.id)).all()
    assert [(row.survey_id is None, row.consultation_id is None) for row in rows] == [
        (False, True),
        (True, False),
    ]
