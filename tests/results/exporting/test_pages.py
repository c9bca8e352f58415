"""The page of files: who may take what, and that it is written down."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.people.models import User
from consult.people.rules import Role
from consult.results.services.exporting import FILES, sheets
from tests.builders import PASSWORD, make_user
from tests.page import Browser
from tests.results.county import say_all


@pytest.fixture
def files(session: Session) -> str:
    return f"/staff/consultations/{say_all(session).id}/exports"


def enter(session: Session, browser: Browser, role: Role) -> User:
    user = make_user(session, role)
    browser.sign_in(user.email, PASSWORD)
    return user


def written(session: Session, action: str) -> list[AuditEntry]:
    session.expire_all()
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_the_page_leads_to_every_file_and_says_what_is_hidden(
    session: Session, browser: Browser, files: str
) -> None:
    enter(session, browser, Role.PARTICIPATION_OFFICER)
    page = browser.open(files)

    assert "at least 5 people share them" in page.get_text(" ", strip=True)
    links = {str(each["href"]) for each in page.select("main td a")}
    assert links == {f"{files}/{kind}" for kind in FILES}
    assert not page.select("main form")


@pytest.mark.parametrize("kind", FILES)
def test_each_download_is_streamed_and_written_down(
    session: Session, browser: Browser, files: str, kind: str
) -> None:
    user = enter(session, browser, Role.ANALYST)
    response = browser.client.get(f"{files}/{kind}")

    assert response.status_code == 200
    assert response.is_streamed
    assert response.content_length is None
    assert f".{FILES[kind].ending}" in response.headers["Content-Disposition"]
    assert len(response.data) > 500
    [entry] = written(session, "export")
    assert (entry.actor, entry.detail["file"]) == (f"user:{user.id}", kind)
    assert len(entry.detail["pattern"]) == 16


@pytest.mark.parametrize(
    "role", [Role.BOARD_MEMBER, Role.SAFEGUARDING_LEAD, Role.LOCAL_MANAGER, Role.ADMINISTRATOR]
)
def test_nobody_else_may(session: Session, browser: Browser, files: str, role: Role) -> None:
    enter(session, browser, role)

    browser.open(files, status=403)
    browser.open(f"{files}/csv", status=403)


def test_there_is_no_other_file(session: Session, browser: Browser, files: str) -> None:
    enter(session, browser, Role.ANALYST)

    browser.open(f"{files}/exe", status=404)
    browser.open("/staff/consultations/999/files/csv", status=404)
    assert written(session, "export") == []


def test_a_workbook_of_too_many_replies_is_refused_before_it_begins(
    session: Session, browser: Browser, files: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(session, browser, Role.ANALYST)
    monkeypatch.setattr(sheets, "MOST_ROWS", 51)
    page = browser.open(f"{files}/xlsx", status=409)

    assert "more replies than a workbook has rows. Take the CSV files." in page.get_text()
    assert written(session, "export") == []


def test_small_groups_are_told_to_an_analyst_who_says_why(
    session: Session, browser: Browser, files: str
) -> None:
    user = enter(session, browser, Role.ANALYST)
    page = browser.submit(browser.open(files), kind="csv", reason="Weights for the report")
    [link] = [str(each["href"]) for each in page.select("main a[href*='/raw/']")]
    response = browser.client.get(link)

    assert response.status_code == 200
    assert "small-groups-told" in response.headers["Content-Disposition"]
    assert response.data
    [entry] = written(session, "export_raw")
    assert entry.actor == f"user:{user.id}"
    assert entry.detail["reason"] == "Weights for the report"


def test_without_a_reason_there_is_no_raw_file(
    session: Session, browser: Browser, files: str
) -> None:
    enter(session, browser, Role.ANALYST)
    page = browser.submit(browser.open(files), reason="  ")

    assert "Say why you need it" in page.get_text()
    assert not page.select("main a[href*='/raw/']")
    browser.open(f"{files}/raw/otters", status=403)


def test_a_reason_is_good_for_whoever_gave_it_alone(
    session: Session, browser: Browser, files: str
) -> None:
    enter(session, browser, Role.ANALYST)
    page = browser.submit(browser.open(files), reason="Weights")
    [link] = [str(each["href"]) for each in page.select("main a[href*='/raw/']")]
    another = Browser(browser.client.application.test_client())
    enter(session, another, Role.ANALYST)

    another.open(link, status=403)
    browser.open(link.replace("/1/", "/2/"), status=403)
    assert written(session, "export_raw") == []


def test_an_officer_may_not_have_small_groups_told(
    session: Session, browser: Browser, files: str
) -> None:
    enter(session, browser, Role.PARTICIPATION_OFFICER)
    page = browser.open("/staff/account")
    token = str(page.select("input[name=csrf_token]")[0]["value"])

    answer = browser.client.post(f"{files}/raw", data={"csrf_token": token, "reason": "Why"})
    assert answer.status_code == 403
