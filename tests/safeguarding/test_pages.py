"""The pages to raise a concern, and those of the safeguarding lead."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.safeguarding import services
from consult.safeguarding.models import Concern
from consult.safeguarding.rules import ConcernOutcome
from tests.builders import NOW, PASSWORD, make_comment, make_consultation, make_theme, make_user
from tests.page import Browser, one

WORDS = "I do not like going home on Fridays"


@pytest.fixture
def comment(session: Session) -> Comment:
    return make_comment(session, make_consultation(session), WORDS)


@pytest.fixture
def concern(session: Session, comment: Comment) -> Concern:
    analyst = make_user(session, name="Tom Okafor")
    return services.raise_concern(session, comment.id, user_id=analyst.id, now=NOW)


def sign_in(browser: Browser, session: Session, role: Role) -> None:
    browser.sign_in(make_user(session, role, name="Grace Mbeki").email, PASSWORD)


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_an_analyst_raises_a_concern_and_the_words_are_gone_from_their_pages(
    session: Session, browser: Browser, comment: Comment
) -> None:
    theme = make_theme(session, comment.submission.consultation, comments=[comment])
    sign_in(browser, session, Role.ANALYST)
    page = browser.open(f"/staff/themes/{theme.id}")
    link = one(page, "a:-soup-contains('Raise a concern')")
    ask = browser.open(str(link["href"]))
    assert WORDS in text_of(ask)
    after = browser.submit(ask)
    assert browser.path == f"/staff/themes/{theme.id}"
    assert "safeguarding lead has it now" in text_of(after)
    assert WORDS not in text_of(after)
    browser.open(f"/staff/comments/{comment.id}/concern", status=404)
    themes = f"/staff/consultations/{comment.submission.consultation_id}/themes"
    for path in (themes, f"{themes}/unplaced"):
        assert WORDS not in text_of(browser.open(path))


def test_a_concern_without_a_fresh_token_is_not_raised(
    session: Session, browser: Browser, comment: Comment
) -> None:
    sign_in(browser, session, Role.ANALYST)
    page = browser.open(f"/staff/comments/{comment.id}/concern")
    page = browser.submit(page, csrf_token="stale")
    assert "open for a long time" in text_of(page)
    assert session.scalar(select(func.count(Concern.id))) == 0


def test_going_back_never_leads_to_another_site(
    session: Session, browser: Browser, comment: Comment
) -> None:
    sign_in(browser, session, Role.ANALYST)
    for bad in ("https://evil.example/", "//evil.example", "/\\evil.example", "/staff/\\evil"):
        page = browser.open(f"/staff/comments/{comment.id}/concern?back={bad}")
        assert "evil" not in str(one(page, "main a.quiet")["href"])


def test_only_the_safeguarding_lead_opens_the_queue(
    session: Session, browser: Browser, concern: Concern
) -> None:
    sign_in(browser, session, Role.ANALYST)
    for path in ("/staff/safeguarding", f"/staff/safeguarding/{concern.id}"):
        browser.open(path, status=403)


def test_the_queue_shows_who_and_when_and_no_words(
    session: Session, browser: Browser, concern: Concern
) -> None:
    earlier = make_comment(session, concern.comment.submission.consultation, "Earlier words")
    day_before = NOW - timedelta(days=1)
    first = services.raise_concern(
        session, earlier.id, user_id=concern.raised_by_id, now=day_before
    )
    sign_in(browser, session, Role.SAFEGUARDING_LEAD)
    page = browser.open("/staff/safeguarding")
    headings = [heading.get_text() for heading in page.select("article h3")]
    assert headings == [f"Check {first.id}", f"Check {concern.id}"]
    assert "Tom Okafor" in text_of(page)
    assert WORDS not in text_of(page)


def test_every_look_at_the_words_is_recorded(
    session: Session, browser: Browser, concern: Concern
) -> None:
    sign_in(browser, session, Role.SAFEGUARDING_LEAD)
    for _ in range(2):
        page = browser.open(f"/staff/safeguarding/{concern.id}")
    assert WORDS in one(page, "details").get_text()
    assert not one(page, "details").has_attr("open")
    looks = select(func.count(AuditEntry.id)).where(AuditEntry.action == "open_concern")
    assert session.scalar(looks) == 2


def test_the_lead_closes_a_concern(session: Session, browser: Browser, concern: Concern) -> None:
    sign_in(browser, session, Role.SAFEGUARDING_LEAD)
    page = browser.open(f"/staff/safeguarding/{concern.id}")
    page = browser.submit(page, outcome="not_a_concern", reason="Words from a song")
    assert browser.path == "/staff/safeguarding"
    assert "Not a concern" in text_of(page)
    session.expire_all()
    assert concern.outcome is ConcernOutcome.NOT_A_CONCERN
    assert session.scalars(services.free_comments()).all() == [concern.comment]
    page = browser.open(f"/staff/safeguarding/{concern.id}")
    assert "Words from a song" in text_of(page)
    assert not page.select("main form")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what was done"),
        ({"outcome": "advice"}, "Say why"),
        ({"outcome": "advice", "reason": "   "}, "Say why"),
        ({"outcome": "advice", "reason": "x" * 100_000}, "2,000 characters or fewer"),
        ({"outcome": "nonsense", "reason": "Why"}, "There is a problem"),
        ({"outcome": "advice", "reason": "Kept", "csrf_token": "stale"}, "open for a long time"),
    ],
)
def test_what_is_mistyped_closes_nothing_and_is_kept(
    session: Session, browser: Browser, concern: Concern, typed: dict[str, Any], said: str
) -> None:
    sign_in(browser, session, Role.SAFEGUARDING_LEAD)
    page = browser.submit(browser.open(f"/staff/safeguarding/{concern.id}"), **typed)
    assert said in text_of(page)
    assert one(page, "textarea").get_text().strip() == typed.get("reason", "").strip()
    session.expire_all()
    assert concern.outcome is None


def test_somebody_else_was_quicker(session: Session, browser: Browser, concern: Concern) -> None:
    sign_in(browser, session, Role.SAFEGUARDING_LEAD)
    page = browser.open(f"/staff/safeguarding/{concern.id}")
    services.close_concern(
        session,
        concern.id,
        ConcernOutcome.ADVICE,
        "Told them",
        user_id=concern.raised_by_id,
        now=NOW,
    )
    page = browser.submit(page, outcome="not_a_concern", reason="Late")
    assert "closed already" in text_of(page)
    assert "Told them" in text_of(page)


def test_there_is_no_such_concern(session: Session, browser: Browser) -> None:
    sign_in(browser, session, Role.SAFEGUARDING_LEAD)
    for number in ("99", str(2**31 - 1), str(2**80)):
        browser.open(f"/staff/safeguarding/{number}", status=404)
        browser.open(f"/staff/comments/{number}/concern", status=404)
    assert "Nothing is waiting" in text_of(browser.open("/staff/safeguarding"))
