"""The rooms of whoever keeps the site: people, audit, background work."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.audit import AuditEntry
from consult.jobs import Job, JobState
from consult.people.models import User
from consult.people.rules import Role
from tests.builders import NOW, PASSWORD, make_user
from tests.page import Browser, one

NEW = {
    "email": "New.Person@saltshire.example",
    "name": "Sol Marsh",
    "role": "secretariat",
    "password": "puffins nest in burrows",
}


@pytest.fixture
def keeper(session: Session, browser: Browser) -> User:
    """An administrator, signed in."""
    user = make_user(session, Role.ADMINISTRATOR, name="Renata Quill")
    browser.sign_in(user.email, PASSWORD)
    return user


@pytest.mark.usefixtures("keeper")
def test_a_new_person_can_sign_in(session: Session, browser: Browser) -> None:
    page = browser.submit(browser.open("/staff/people/new"), **NEW)

    assert "Sol Marsh" in one(page, "table").get_text()
    added = session.scalars(select(User).where(User.role == Role.SECRETARIAT)).one()
    assert added.email == "new.person@saltshire.example"
    browser.client.delete_cookie("consult_staff")
    browser.sign_in(NEW["email"], NEW["password"])
    assert browser.client.get_cookie("consult_staff")


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ({"name": ""}, "Write their name"),
        ({"name": "x" * 121}, "Use 120 characters or fewer"),
        ({"email": "no email"}, "Write an email such as name@council.example"),
        ({"email": "zoë@saltshire.example"}, "Write an email such as name@council.example"),
        ({"password": "short"}, "Use a password of 12 characters or more"),
        ({"role": "wizard"}, "Choose from the list"),
    ],
)
def test_mistakes_are_named_and_nothing_typed_is_lost(
    session: Session, browser: Browser, mistake: dict[str, str], sentence: str
) -> None:
    typed = NEW | mistake
    page = browser.submit(browser.open("/staff/people/new"), **typed)

    assert sentence in one(page, ".errors").get_text()
    assert one(page, "#name")["value"] == typed["name"]
    assert one(page, "#email")["value"] == typed["email"]
    assert len(session.scalars(select(User)).all()) == 1


def test_two_people_cannot_share_an_email(session: Session, browser: Browser, keeper: User) -> None:
    page = browser.submit(browser.open("/staff/people/new"), **NEW | {"email": keeper.email})

    assert one(page, ".errors li").get_text() == "Somebody already signs in with this email."


@pytest.mark.usefixtures("keeper")
def test_a_role_can_be_changed_and_somebody_switched_off(
    session: Session, browser: Browser
) -> None:
    user = make_user(session, Role.ANALYST)
    page = browser.open(f"/staff/people/{user.id}")

    page = browser.submit(page, role="secretariat", is_active=[])

    session.refresh(user)
    assert (user.role, user.is_active) == (Role.SECRETARIAT, False)
    assert "Switched off" in one(page, "table").get_text()


def test_a_keeper_cannot_lock_everybody_out(
    session: Session, browser: Browser, keeper: User
) -> None:
    page = browser.submit(browser.open(f"/staff/people/{keeper.id}"), is_active=[])

    assert "only administrator" in one(page, ".errors li").get_text()
    session.refresh(keeper)
    assert keeper.is_active


@pytest.mark.usefixtures("keeper")
def test_there_is_no_page_for_nobody(browser: Browser) -> None:
    browser.open("/staff/people/999", status=404)


@pytest.mark.usefixtures("keeper")
def test_stale_page_does_nothing_and_keeps_what_was_typed(
    session: Session, browser: Browser
) -> None:
    page = browser.submit(browser.open("/staff/people/new"), csrf_token="stale", **NEW)

    assert "This page was open for a long time" in one(page, ".errors li").get_text()
    assert one(page, "#name")["value"] == NEW["name"]
    assert len(session.scalars(select(User)).all()) == 1


def test_audit_names_who_did_what(session: Session, browser: Browser, keeper: User) -> None:
    session.rollback()
    audit.record(session, "system", "close_concern", "concern:7", now=NOW, outcome="no harm")
    session.commit()

    page = browser.open("/staff/audit")

    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert "system close concern concern 7 outcome: no harm" in rows[0]
    assert "Renata Quill sign in Renata Quill" in rows[1]
    assert "The record holds" in one(page, "#verdict").get_text()


@pytest.mark.usefixtures("keeper")
def test_audit_page_says_when_the_chain_is_broken(session: Session, browser: Browser) -> None:
    entry = AuditEntry(
        id=9, at=NOW, actor="system", action="forged", subject="user:1", detail={},
        previous_hash="x", hash="y",
    )  # fmt: skip
    session.rollback()
    session.add(entry)
    session.commit()

    verdict = one(browser.open("/staff/audit"), "#verdict").get_text()
    assert "Entry 2 is missing" in verdict


def test_background_work_shows_how_far_it_has_come(
    session: Session, browser: Browser, keeper: User
) -> None:
    session.rollback()
    for state, progress, problem in [
        (JobState.RUNNING, 40, None),
        (JobState.FAILED, 10, "It did not work: no comments yet."),
    ]:
        session.add(
            Job(
                kind="suggest_themes", arguments={}, asked_by=f"user:{keeper.id}", asked_at=NOW,
                state=state, progress=progress, problem=problem,
            )
        )  # fmt: skip
    session.commit()

    page = browser.open("/staff/jobs")

    failed, running = (row.get_text(" ", strip=True) for row in page.select("tbody tr"))
    assert "It did not work: no comments yet. Did not work" in failed
    assert "Suggest themes Under way 40%" in running
    assert "Renata Quill" in running
