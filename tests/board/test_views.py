"""Pages of the board."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board.models import AgendaItem, Commitment, CommitmentUpdate, Decision, Meeting
from consult.board.rules import Standing
from consult.clock import today
from consult.evidence.models import Evidence
from consult.people.models import User
from consult.people.rules import Role
from tests.builders import (
    PASSWORD,
    make_agenda_item,
    make_body,
    make_comment,
    make_consultation,
    make_decision,
    make_evidence,
    make_organisation,
    make_survey,
    make_survey_version,
    make_theme,
    make_user,
    priority_of,
)
from tests.page import Browser, one

FAR_TOO_LONG = "word " * 20_000


@pytest.fixture
def secretary(session: Session, browser: Browser) -> User:
    """The secretariat, signed in."""
    user = make_user(session, Role.SECRETARIAT, name="Imke Sandvoort")
    browser.sign_in(user.email, PASSWORD)
    return user


@pytest.fixture
def item(session: Session) -> AgendaItem:
    consultation = make_consultation(session, stage="reported", today=today())
    make_survey_version(session, make_survey(session, consultation))
    return make_agenda_item(session, consultation, held_on=today())


@pytest.fixture
def evidence(session: Session, item: AgendaItem) -> Evidence:
    said = make_comment(session, item.consultation, "I walk home in the dark", age_band="13_15")
    theme = make_theme(session, item.consultation, comments=[said])
    evidence = make_evidence(session, item.consultation, themes=[theme], quotes=[said])
    evidence_id = evidence.id
    return session.get_one(Evidence, evidence_id)


def path_of(item: AgendaItem, end: str = "") -> str:
    return f"/staff/meetings/{item.meeting_id}/items/{item.id}{end}"


def problems_on(page: BeautifulSoup) -> str:
    return one(page, ".errors").get_text(" ", strip=True)


@pytest.mark.usefixtures("secretary")
def test_a_meeting_is_called_and_its_agenda_filled(
    session: Session, browser: Browser, item: AgendaItem
) -> None:
    body = make_body(session)
    assert "No meetings yet" not in browser.open("/staff/meetings").get_text()
    page = browser.submit(
        browser.open("/staff/meetings/new"),
        body=str(body.id),
        title="Summer meeting",
        held_on=today().isoformat(),
    )
    assert "Nothing is on the agenda yet" in page.get_text()
    meeting = session.scalars(select(Meeting).where(Meeting.title == "Summer meeting")).one()

    choose = browser.open(f"/staff/meetings/{meeting.id}/items/new")
    asked = f"{item.consultation_id}-{priority_of(session, item.consultation, 'P2').id}"
    page = browser.submit(choose, asked=asked)
    assert "1. Priority number 2" in page.get_text()
    page = browser.submit(choose, asked=asked)
    assert "on the agenda already" in problems_on(page)

    page = browser.submit(
        browser.open(f"/staff/meetings/{meeting.id}/minutes"), minutes="Hello\nall"
    )
    assert [each.get_text() for each in page.select("section p.gap-s")] == ["Hello", "all"]


@pytest.mark.usefixtures("secretary")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Write what the meeting is called"),
        ({"title": FAR_TOO_LONG}, "characters"),
        ({"held_on": ""}, "Write the day of the meeting"),
        ({"held_on": "next Tuesday"}, "Write a date as year, month, day"),
        ({"held_on": "2027-02-30"}, "Write a date as year, month, day"),
        ({"body": "999999"}, "Choose from the list"),
        ({"body": "none"}, "Choose from the list"),
        ({"csrf_token": "stale"}, "open for a long time"),
    ],
)
def test_a_meeting_badly_called_loses_nothing_typed(
    session: Session, browser: Browser, typed: dict[str, str], sentence: str
) -> None:
    body = make_body(session)
    whole = {"title": "Summer meeting", "held_on": "2027-06-01", "body": str(body.id)} | typed
    page = browser.submit(browser.open("/staff/meetings/new"), **whole)
    assert sentence in problems_on(page)
    assert one(page, "[name=title]")["value"] == whole["title"]
    assert one(page, "[name=held_on]")["value"] == whole["held_on"]
    assert not session.scalars(select(Meeting)).all()


def test_a_board_member_reads_the_case_and_cannot_write(
    session: Session, browser: Browser, item: AgendaItem, evidence: Evidence
) -> None:
    evidence_statement = evidence.statement
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)
    page = browser.open(path_of(item))
    text = page.get_text(" ", strip=True)
    for words in (
        "Is there fun stuff to do near you?",
        evidence_statement,
        "Fair: several people, one source",
        "“I walk home in the dark”",
        "Young person, 13 to 15",
        "The board has not decided yet.",
    ):
        assert words in text
    assert not page.select("main form")
    assert not page.select("main a[href$=decide]")
    browser.open(path_of(item, "/decide"), status=403)


@pytest.mark.usefixtures("secretary")
def test_a_decision_is_recorded_and_read_back(
    session: Session, browser: Browser, item: AgendaItem, evidence: Evidence
) -> None:
    council = make_organisation(session)
    page = browser.submit(
        browser.open(path_of(item, "/decide")),
        outcome="change",
        standing="final",
        reason="You told us the last bus goes too early.",
        plan_change="Late buses go in.",
        evidence=[str(evidence.id)],
        organisation=str(council.id),
        commitment="Run a late bus.",
        due_on=(today() + timedelta(days=30)).isoformat(),
    )
    text = page.get_text(" ", strip=True)
    assert "The decision is in the record." in text
    assert "You told us the last bus goes too early." in text
    assert "Saltshire Council promised this by" in text
    assert "written down by Imke Sandvoort" in text
    assert session.scalars(select(Decision)).one().evidence_id == evidence.id


DECISION = {
    "outcome": "change",
    "standing": "final",
    "reason": "You told us the last bus goes too early.",
    "no_evidence_reason": "Nobody was asked.",
}


@pytest.mark.usefixtures("secretary")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome": []}, "Choose what the board has decided"),
        ({"standing": []}, "Choose final or provisional"),
        ({"outcome": "perhaps"}, "Choose from the list"),
        ({"reason": ""}, "Say why the board decided this"),
        ({"reason": "Because."}, "Children will read it"),
        ({"reason": FAR_TOO_LONG}, "characters"),
        ({"no_evidence_reason": ""}, "Choose at least one piece of evidence"),
        ({"plan_change": FAR_TOO_LONG}, "characters"),
        ({"commitment": "Run a late bus."}, "A commitment needs all three"),
        ({"due_on": "2001-01-01"}, "A commitment needs all three"),
        ({"due_on": "soon"}, "Write a date as year, month, day"),
        ({"organisation": "999999"}, "Choose from the list"),
        ({"organisation": "the Trust"}, "Choose from the list"),
        ({"csrf_token": "stale"}, "open for a long time"),
    ],
)
def test_a_decision_badly_put_loses_nothing_typed(
    session: Session, browser: Browser, item: AgendaItem, typed: dict[str, str], sentence: str
) -> None:
    whole = DECISION | typed
    page = browser.submit(browser.open(path_of(item, "/decide")), **whole)
    assert sentence in problems_on(page)
    assert str(page.title).startswith("<title>Error:")
    for name in ("reason", "no_evidence_reason"):
        assert one(page, f"[name={name}]").get_text().strip() == whole[name].strip()
    assert not session.scalars(select(Decision)).all()


@pytest.mark.usefixtures("secretary")
def test_a_final_decision_is_refused_on_the_page_while_people_are_asked(
    session: Session, browser: Browser
) -> None:
    still_open = make_consultation(session, stage="open", today=today())
    item = make_agenda_item(session, still_open, held_on=today())
    form = browser.open(path_of(item, "/decide"))
    assert "can only be provisional" in form.get_text()
    page = browser.submit(form, **DECISION)
    assert "can only be provisional" in problems_on(page)
    page = browser.submit(page, standing="provisional")
    assert "Provisional" in page.get_text()
    assert session.scalars(select(Decision)).one().standing is Standing.PROVISIONAL


@pytest.mark.usefixtures("secretary")
def test_a_decision_made_in_another_window_is_seen_first(
    session: Session, browser: Browser, item: AgendaItem
) -> None:
    form = browser.open(path_of(item, "/decide"))
    browser.submit(form, **DECISION)
    page = browser.submit(form, **DECISION)
    assert "while you were writing" in problems_on(page)
    assert len(session.scalars(select(Decision)).all()) == 1
    page = browser.submit(page)
    assert "Decided before" in page.get_text()
    assert len(session.scalars(select(Decision)).all()) == 2


@pytest.mark.usefixtures("secretary")
def test_news_of_a_commitment_is_shown_with_its_day_and_name(
    session: Session, browser: Browser, item: AgendaItem
) -> None:
    make_decision(session, item, today=today())
    promise = session.scalars(select(Commitment)).one()
    path = path_of(item, f"/commitments/{promise.id}")
    page = browser.open(path)
    for typed, sentence in (
        ({"text": "Some news"}, "Choose how far it is"),
        ({"status": "under_way", "text": ""}, "Say what has changed"),
        ({"status": "under_way", "text": FAR_TOO_LONG}, "characters"),
        ({"status": "late", "text": "Some news", "csrf_token": "stale"}, "open for a long time"),
    ):
        again = _send(browser, page, typed)
        assert sentence in problems_on(again)
        assert one(again, "[name=text]").get_text().strip() == typed["text"].strip()
    assert not session.scalars(select(CommitmentUpdate)).all()

    done = _send(browser, page, {"status": "under_way", "text": "Drivers are found."})
    assert "Drivers are found." in done.get_text()
    assert "Imke Sandvoort" in one(done, ".thread .when").get_text()


def _send(browser: Browser, page: BeautifulSoup, typed: dict[str, str]) -> BeautifulSoup:
    form = one(page, "main form[method=post]")
    data = {"csrf_token": one(form, "[name=csrf_token]")["value"]} | typed
    return browser._read(
        browser.client.post(str(form["action"]), data=data, follow_redirects=True), 200
    )


@pytest.mark.usefixtures("secretary")
def test_what_belongs_elsewhere_is_not_found(
    session: Session, browser: Browser, item: AgendaItem
) -> None:
    other = make_agenda_item(session, item.consultation, code="P2", held_on=today())
    make_decision(session, other, today=today())
    promise = session.scalars(select(Commitment)).one()
    for path in (
        "/staff/meetings/999999",
        "/staff/meetings/99999999999999999999",
        f"/staff/meetings/{other.meeting_id}/items/{item.id}",
        f"/staff/meetings/{other.meeting_id}/items/{item.id}/decide",
        path_of(item, f"/commitments/{promise.id}"),
        path_of(item, "/commitments/999999"),
    ):
        browser.open(path, status=404)


def test_who_may_not_is_turned_away(session: Session, browser: Browser, item: AgendaItem) -> None:
    browser.sign_in(make_user(session, Role.LOCAL_MANAGER).email, PASSWORD)
    browser.open(path_of(item), status=403)
    browser.open("/staff/meetings", status=403)
