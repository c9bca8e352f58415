"""Pages that tell people what came of their words."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.clock import today
from consult.db import db
from consult.feedback.models import Feedback
from consult.people.models import User
from consult.people.rules import Role
from consult.respond.models import Submission
from consult.safeguarding.rules import ConcernOutcome
from consult.safeguarding.services import close_concern, raise_concern
from consult.web.limits import limiter
from tests.builders import (
    NOW,
    PASSWORD,
    make_agenda_item,
    make_comment,
    make_consultation,
    make_submission,
    make_theme,
    make_user,
)
from tests.feedback.threads import (
    CODE,
    WORDS,
    WholeThread,
    give_code,
    make_thread,
    provisional,
    publish,
)
from tests.page import Browser, one

FAR_TOO_LONG = "word " * 20_000

WITHDRAW = "form[action$=withdraw]"


@pytest.fixture
def thread(session: Session) -> WholeThread:
    return make_thread(session, today=today())


@pytest.fixture
def officer(session: Session, browser: Browser) -> User:
    """A participation officer, signed in."""
    user = make_user(session, Role.PARTICIPATION_OFFICER)
    browser.sign_in(user.email, PASSWORD)
    return user


def show(browser: Browser, code: str = CODE) -> BeautifulSoup:
    return browser.submit(browser.open("/receipt"), code=code)


def text_of(page: BeautifulSoup) -> str:
    return one(page, "main").get_text(" ", strip=True)


def problems_on(page: BeautifulSoup) -> str:
    return one(page, ".errors").get_text(" ", strip=True)


def test_a_code_shows_the_whole_thread(browser: Browser, thread: WholeThread) -> None:
    page = show(browser)
    text = text_of(page)
    assert browser.path == "/receipt"
    for words in (
        f"“{WORDS}”",
        "6 people said something like this. We called it Buses stop too early",
        "A person checked this on",
        thread.evidence.statement,
        "The board decided",
        thread.decision.reason,
        "Drivers are found.",
        "There will be a late bus on Friday.",
        "Next news:",
    ):
        assert words in text, words
    assert "Not yet" not in text
    assert f"/feedback/{thread.consultation.version.plan.slug}" in str(page)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("amber-otter-lantern-4072", "We do not know this code. Check each word."),
        ("", "Write your code."),
        (FAR_TOO_LONG, "That is too long for a code."),
        ("<script>", "We do not know this code."),
    ],
)
def test_a_wrong_code_is_answered_plainly(
    browser: Browser, thread: WholeThread, code: str, sentence: str
) -> None:
    page = show(browser, code)
    assert sentence in problems_on(page)
    assert one(page, "[name=code]")["value"].strip() == code.strip()


def test_codes_are_guessed_slowly(browser: Browser, thread: WholeThread, whole_app: Flask) -> None:
    limiter.enabled = True
    try:
        for _ in range(20):
            browser.client.post("/receipt", data={"code": "amber"})
        for path in ("/receipt", "/receipt/withdraw"):
            assert browser.client.post(path, data={"code": CODE}).status_code == 429
        assert browser.client.get("/receipt").status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False


def test_each_step_that_is_still_to_come_says_so(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session, today=today())
    give_code(session, make_comment(session, consultation, sent_on=today()).submission)
    text = text_of(show(browser))
    assert "Not yet: people can write to us until" in text
    assert "Not yet: we have not written it up for the board." in text
    assert "Not yet: we said the board would decide by" in text
    assert "Not yet: we said we would tell you by" in text

    make_agenda_item(session, consultation, code="P2", held_on=today() + timedelta(days=7))
    assert "Not yet: the board meets on" in text_of(show(browser))


def test_what_is_late_is_called_late(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session, today=today() - timedelta(days=400))
    give_code(session, make_comment(session, consultation, sent_on=today()).submission)
    assert text_of(show(browser)).count("It is late, and we are sorry.") == 2


def test_a_provisional_decision_is_told_as_such(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    provisional(session, thread)
    assert "The board has begun to talk about it" in text_of(show(browser))


def test_a_guess_of_the_machine_is_told_as_one(session: Session, browser: Browser) -> None:
    from consult.themes.models import Coding, ThemeRun
    from consult.themes.rules import Source

    consultation = make_consultation(session, today=today())
    comment = make_comment(session, consultation)
    give_code(session, comment.submission)
    theme = make_theme(session, consultation, confirmed=False)
    run = ThemeRun(consultation_id=consultation.id, engine="test", comments=1, finished_at=NOW)
    session.add(run)
    session.flush()
    session.add(
        Coding(comment=comment, theme=theme, source=Source.MACHINE, run_id=run.id, coded_at=NOW)
    )
    session.commit()
    assert "No person has checked it yet." in text_of(show(browser))


def test_a_code_never_gives_away_that_somebody_worried(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    lead = make_user(session, Role.SAFEGUARDING_LEAD)
    concern = raise_concern(session, thread.comment.id, user_id=lead.id, now=NOW)
    raised = text_of(show(browser))
    assert "A person has your words and reads them with care." in raised
    assert "Buses stop too early" not in raised

    close_concern(
        session, concern.id, ConcernOutcome.REFERRED, "Passed on", user_id=lead.id, now=NOW
    )
    assert text_of(show(browser)) == raised


def test_words_are_taken_back_with_the_code(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    page = browser.submit(show(browser, "AMBER otter lantern 4071"), form=WITHDRAW)
    assert browser.path == "/receipt/withdraw"
    assert "They are gone" in text_of(page)
    assert WORDS not in str(page)
    submission = session.get_one(Submission, thread.comment.submission_id)
    session.refresh(submission)
    assert submission.withdrawn_on == today()
    assert "They are gone" in text_of(show(browser))
    assert WORDS not in str(browser.open(f"/feedback/{thread.consultation.version.plan.slug}"))


def test_after_the_last_day_the_page_says_so(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    page = show(browser)
    thread.consultation.withdraw_until = today() - timedelta(days=1)
    session.commit()
    late = browser.submit(page, form=WITHDRAW)
    assert "has passed" in problems_on(late)
    again = show(browser)
    assert "The last day to do this was" in text_of(again)
    assert not again.select(WITHDRAW)


@pytest.mark.parametrize("code", ["", "amber", FAR_TOO_LONG])
def test_nothing_is_taken_back_without_a_code(
    session: Session, browser: Browser, thread: WholeThread, code: str
) -> None:
    answer = browser.client.post("/receipt/withdraw", data={"code": code})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert session.get_one(Submission, thread.comment.submission_id).withdrawn_on is None


def test_ticks_alone_are_answered_too(session: Session, browser: Browser) -> None:
    give_code(session, make_submission(session, make_consultation(session, today=today())))
    assert "We hold no words of yours" in text_of(show(browser))


def test_the_public_page_keeps_us_to_our_word(browser: Browser, thread: WholeThread) -> None:
    plan = thread.consultation.version.plan
    page = browser.open(f"/feedback/{plan.slug}")
    text = text_of(page)
    for words in (
        "You said. We did. Here is why not.",
        "The last bus goes too early.",
        f"“{WORDS}”",
        "Young person, 13 to 15",
        "Drivers are found.",
        "Still to come: To be done",
    ):
        assert words in text, words
    assert one(page, f"a[href='/plan/{plan.slug}/P1']")
    browser.open("/feedback/no-such-plan", status=404)


def test_the_public_page_says_no_as_plainly_as_yes(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    publish(session, thread.decision, we_did="", why_not="There is no money for it.")
    text = text_of(browser.open(f"/feedback/{thread.consultation.version.plan.slug}"))
    assert "Here is why not There is no money for it." in text
    assert "1 we said no, and why" in text


def test_nothing_is_public_before_it_is_published(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session, today=today())
    page = browser.open(f"/feedback/{consultation.version.plan.slug}")
    assert "We said you would hear by" in text_of(page)
    assert not page.select(".prio")


def test_the_public_page_asks_the_database_little(browser: Browser, thread: WholeThread) -> None:
    asked: list[str] = []

    def count(_c: object, _k: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        browser.open(f"/feedback/{thread.consultation.version.plan.slug}")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len(asked) <= 10, asked


@pytest.mark.usefixtures("officer")
def test_the_officer_sees_what_is_owed_and_tells_it(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    base = f"/staff/consultations/{thread.consultation.id}/feedback"
    page = browser.open(base)
    assert "Told" in page.get_text()
    assert text_of(page).count("Waits for a final decision") == 4

    form = browser.open(f"{base}/{thread.decision.priority_id}")
    assert one(form, "[name=you_said]").get_text().strip() == "The last bus goes too early."
    page = browser.submit(form, why_not="Not every night: it costs too much.")
    assert "Published." in page.get_text()
    newest = session.scalars(select(Feedback).order_by(Feedback.id.desc())).first()
    assert newest
    assert newest.why_not == "Not every night: it costs too much."


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"you_said": ""}, "Write what people said"),
        ({"we_did": "", "why_not": ""}, "what we did or why we did not"),
        ({"we_did": FAR_TOO_LONG}, "characters"),
        ({"csrf_token": "stale"}, "open for a long time"),
        ({"decision": "999999"}, "Only a final decision that still stands"),
        ({"decision": "x"}, "Only a final decision that still stands"),
    ],
)
def test_an_answer_badly_put_loses_nothing_typed(
    session: Session, browser: Browser, thread: WholeThread, typed: dict[str, str], sentence: str
) -> None:
    path = f"/staff/consultations/{thread.consultation.id}/feedback/{thread.decision.priority_id}"
    whole = {"you_said": "Buses", "we_did": "A bus", "why_not": "Money"} | typed
    page = browser.submit(browser.open(path), **whole)
    assert sentence in problems_on(page)
    for name in ("you_said", "we_did", "why_not"):
        assert one(page, f"[name={name}]").get_text().strip() == whole[name].strip()
    assert len(session.scalars(select(Feedback)).all()) == 1


@pytest.mark.usefixtures("officer")
def test_an_answer_to_what_was_decided_anew_is_held_back(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    path = f"/staff/consultations/{thread.consultation.id}/feedback/{thread.decision.priority_id}"
    form = browser.open(path)
    provisional(session, thread)
    page = browser.submit(form, we_did="A late bus")
    assert "Only a final decision that still stands" in problems_on(page)
    assert one(page, "[name=we_did]").get_text().strip() == "A late bus"


@pytest.mark.usefixtures("officer")
def test_only_what_was_asked_and_decided_can_be_told(
    session: Session, browser: Browser, thread: WholeThread
) -> None:
    other = make_consultation(session, today=today())
    priority_id = thread.decision.priority_id
    for path in (
        f"/staff/consultations/{other.id}/feedback/{priority_id}",
        f"/staff/consultations/{thread.consultation.id}/feedback/{priority_id + 1}",
        "/staff/consultations/999999/feedback",
    ):
        browser.open(path, status=404)
