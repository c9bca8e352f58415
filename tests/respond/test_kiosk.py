"""A shared tablet: starts afresh for each person, and keeps nothing of the one before."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Comment, Draft, EntryLink, LeftAt, Submission
from consult.respond.rules import LinkKind, Route
from consult.survey.models import Consultation
from tests.builders import NOW, make_areas, make_consultation, version_for
from tests.page import Browser
from tests.respond.reaching import end, make_way


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
def tablet(session: Session, consultation: Consultation) -> EntryLink:
    return make_way(session, consultation, LinkKind.KIOSK)


def begin(browser: Browser, tablet: EntryLink) -> BeautifulSoup:
    return browser.submit(browser.open(f"/j/{tablet.code}"))


def to_the_end(browser: Browser, page: BeautifulSoup, words: str = "More buses") -> BeautifulSoup:
    while page.select("#answer button[name=skip]"):
        typed = {"text": words} if page.select("#answer textarea") else {}
        if page.select("#answer [value=yes]"):
            typed = {"answer": "yes"}
        page = browser.submit(page, form="#answer", press=None if typed else "skip", **typed)
    return page


def test_a_tablet_is_given_no_cookie(browser: Browser, tablet: EntryLink) -> None:
    page = to_the_end(browser, begin(browser, tablet))
    browser.submit(page, form="form[action$='/send']")
    assert not browser.client._cookies


def test_answers_given_on_a_tablet_come_in_and_are_marked_so(
    browser: Browser, session: Session, tablet: EntryLink
) -> None:
    page = to_the_end(browser, begin(browser, tablet))
    thanks = browser.submit(page, form="form[action$='/send']")
    assert thanks.select("[data-receipt]")
    assert session.scalars(select(Submission.route)).one() is Route.KIOSK
    assert session.scalars(select(Comment.text)).one() == "More buses"


def test_back_and_change_need_no_cookie(browser: Browser, tablet: EntryLink) -> None:
    page = browser.submit(begin(browser, tablet), form="#answer", answer="4")
    page = browser.submit(page, form="main form:not(#answer)", press="look")
    assert page.select_one("input[checked]")["value"] == "4"
    check = to_the_end(browser, page)
    page = browser.submit(check, form="form[action$='/q/4']", press="look")
    assert page.select_one("textarea").get_text().strip() == "More buses"
    check = browser.submit(page, form="#answer", text="Later buses")
    assert "Later buses" in check.get_text()
    page = browser.submit(check, form="form[action$='/words']", press="look")
    assert browser.submit(page, form="main form:not(#answer)", press="look").select("#answer")


def test_the_thank_you_page_goes_back_to_the_start_by_itself(
    browser: Browser, tablet: EntryLink
) -> None:
    page = to_the_end(browser, begin(browser, tablet))
    key = page.select_one("[name=reply]")["value"]
    send = page.select_one("form[action$='/send']")["action"]
    answer = browser.client.post(send, data={"reply": key, "via": tablet.code})
    assert answer.headers["Refresh"] == f"60; url=/j/{tablet.code}?again=1"
    done = BeautifulSoup(answer.text, "html.parser").select_one("main form")
    assert done["action"] == f"/j/{tablet.code}/again"
    assert "/receipt" not in str(done)


def test_whoever_comes_next_cannot_have_the_code_shown_again(
    browser: Browser, session: Session, tablet: EntryLink
) -> None:
    check = to_the_end(browser, begin(browser, tablet))
    browser.submit(check, form="form[action$='/send']")
    again = browser.submit(check, form="form[action$='/send']", status=409)
    assert not again.select("[data-receipt]")
    assert "already sent" in again.h1.get_text()
    assert len(session.scalars(select(Submission)).all()) == 1


def test_start_again_throws_away_what_was_begun_and_everything_the_browser_kept(
    browser: Browser, session: Session, consultation: Consultation, tablet: EntryLink
) -> None:
    page = to_the_end(browser, begin(browser, tablet))
    key = page.select_one("#again [name=reply]")["value"]
    answer = browser.client.post(f"/j/{tablet.code}/again", data={"reply": key})
    assert answer.headers["Location"] == f"/j/{tablet.code}?again=1"
    assert session.scalars(select(Draft)).all() == []
    assert session.scalars(select(LeftAt.people)).one() == 1

    fresh = browser.client.get(answer.headers["Location"])
    assert fresh.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert fresh.headers["Location"].startswith(f"/s/{consultation.slug}/young_person?via=")
    # What the tab still holds of the form opens nothing.
    browser.submit(page, form="form[action$='/send']", status=409)


def test_a_draft_from_another_device_is_not_thrown_away(
    browser: Browser, session: Session, consultation: Consultation, tablet: EntryLink
) -> None:
    page = browser.submit(browser.open(f"/s/{consultation.slug}/young_person"))
    key = page.select_one("[name=reply]")["value"]
    browser.client.post(f"/j/{tablet.code}/again", data={"reply": key})
    assert len(session.scalars(select(Draft)).all()) == 1


def test_every_page_asks_whether_somebody_is_there_and_says_how_to_start_again(
    browser: Browser, tablet: EntryLink
) -> None:
    page = begin(browser, tablet)
    seen = []
    while page.select("#answer"):
        seen.append(page.h1.get_text())
        assert page.html["data-kiosk"] == "answer"
        assert page.select_one("#again")["action"] == f"/j/{tablet.code}/again"
        still = page.select_one("#still button")
        assert (still["form"], still["name"]) == ("answer", "stay")
        leaving = page.select_one("noscript meta[http-equiv=refresh]")["content"]
        assert leaving == f"210; url=/j/{tablet.code}?again=1"
        assert not page.select("footer a, a.brand")
        if not page.select("#answer button[name=skip]"):
            break
        typed = {"text": "Buses"} if page.select("#answer textarea") else {}
        page = browser.submit(page, form="#answer", press=None if typed else "skip", **typed)
    assert seen[-1] == "Check your answers"
    assert len(seen) == 8


def test_whoever_says_that_they_are_there_loses_nothing_they_typed(
    browser: Browser, session: Session, tablet: EntryLink
) -> None:
    page = begin(browser, tablet)
    for _ in range(3):
        page = browser.submit(page, form="#answer", press="skip")
    action = page.select_one("#answer")["action"]
    key = page.select_one("[name=reply]")["value"]
    half = {"reply": key, "via": tablet.code, "stay": "1", "text": "x" * 400}
    answer = browser.client.post(action, data=half)
    assert re.search("x{400}", answer.text)
    assert "text" not in str(session.scalars(select(Draft.answers)).one().get("one_thing", {}))


def test_an_old_page_of_a_tablet_leads_back_to_its_start(
    browser: Browser, session: Session, tablet: EntryLink
) -> None:
    page = begin(browser, tablet)
    browser.submit(page, form="#again")
    lost = browser.submit(page, form="#answer", status=409)
    assert lost.select_one("#again")["action"] == f"/j/{tablet.code}/again"
    assert not lost.select("main a")


def test_on_a_tablet_nobody_carries_on_for_somebody_else(
    browser: Browser, consultation: Consultation, tablet: EntryLink
) -> None:
    browser.submit(browser.open(f"/s/{consultation.slug}/young_person"))
    assert browser.open(f"/s/{consultation.slug}/young_person").select(".carry")
    assert not browser.open(f"/j/{tablet.code}").select(".carry")


def test_a_tablet_whose_link_ended_lets_its_last_child_finish(
    browser: Browser, session: Session, tablet: EntryLink
) -> None:
    page = to_the_end(browser, begin(browser, tablet))
    end(session, tablet)
    thanks = browser.submit(page, form="form[action$='/send']")
    assert thanks.select("[data-receipt]")
    browser.submit(thanks, status=409)
