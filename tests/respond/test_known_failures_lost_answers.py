"""Answers lost in other systems: each failure replayed here.

The numbers are those of the reports in the open: GV is Go Vocal, ONS the census office's runner.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Draft, Submission
from consult.respond.services.replying import forget_old_drafts
from consult.survey.models import Consultation
from tests import databases
from tests.builders import NOW, TODAY, make_areas, make_consultation, version_for
from tests.journey.no_signal import Survey, heading, hold, kept, open_survey, press
from tests.page import Browser, one
from tests.servers import Server, served

PHOTOS: list[dict[str, Any]] = [
    {"key": "place", "type": "photo", "title": "Show us a place you like."},
    {"key": "mend", "type": "photo", "title": "Show us what to mend."},
]


@pytest.fixture(autouse=True)
def _on_a_day(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "browser" in request.fixturenames:
        monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version_for(session, consultation)
    return consultation


def address(consultation: Consultation) -> str:
    return f"/s/{consultation.slug}/young_person"


def begin(browser: Browser, consultation: Consultation) -> BeautifulSoup:
    return browser.submit(browser.open(address(consultation)))


def answer_all(browser: Browser, page: BeautifulSoup) -> BeautifulSoup:
    page = browser.submit(page, answer="4")
    page = browser.submit(page, answer=["parks"])
    page = browser.submit(page, r1="p1", r2="p4", r3="p2")
    page = browser.submit(page, text="More buses")
    page = browser.submit(page, answer="13_15")
    page = browser.submit(page, answer="saltby")
    return browser.submit(page, answer="yes")


def send_whole(
    browser: Browser,
    consultation: Consultation,
    pages: Mapping[str, Mapping[str, Any]],
    **more: Any,
) -> dict[str, Any]:
    """Send what a phone kept, as its worker does."""
    data: dict[str, Any] = {"reply": "the key of a phone", "send": "yes", "page": [*pages], **more}
    for number, fields in pages.items():
        data |= {f"{number}.{name}": value for name, value in fields.items()}
    answer: dict[str, Any] = browser.client.post(f"{address(consultation)}/whole", data=data).json
    return answer


def count(session: Session, model: Any) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_gv_13988_nobody_signed_in_and_every_page_counts(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, all answers before the last page were lost for people without an account."""
    page = answer_all(browser, begin(browser, consultation))
    browser.submit(page)

    asked = set(session.scalars(select(Answer.question_key)))
    assert asked == {"things_to_do_ease", "better_play", "top_three", "age_band", "area"}
    assert session.scalars(select(Comment.text)).all() == ["More buses"]


def test_gv_7692_a_page_is_saved_though_others_were_never_seen(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, a draft was refused because of a page that nobody had come to."""
    browser.submit(begin(browser, consultation), answer="2")
    assert session.scalars(select(Draft)).one().answers["things_to_do_ease"] == {"choices": ["2"]}

    said = send_whole(browser, consultation, {"3": {"r1": "p1"}}, send="")
    assert said == {"saved": True}


def test_gv_8401_nothing_is_sent_before_somebody_presses_send(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    answer_all(browser, begin(browser, consultation))
    send_whole(browser, consultation, {"1": {"answer": "4"}}, send="")
    browser.client.post(f"{address(consultation)}/kept", data={"reply": "the key of a phone"})
    browser.open(f"{address(consultation)}/check")

    assert count(session, Submission) == 0
    assert count(session, Draft) == 2


def test_gv_11502_what_is_under_way_is_safe_and_belongs_to_nobody(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, people could have a draft or be anonymous, but not both."""
    browser.submit(begin(browser, consultation), answer="2")
    draft = session.scalars(select(Draft)).one()
    key = browser.client.get_cookie("consult_reply", path=address(consultation))

    assert draft.answers["things_to_do_ease"] == {"choices": ["2"]}
    assert key is not None
    assert key.value not in str(vars(draft))
    who = {"user", "person", "email", "address", "ip", "agent"}
    assert not {column.name for column in Draft.__table__.columns} & who


def test_decidim_8499_after_a_refused_answer_all_others_are_still_there(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, answers were missing when somebody tried again."""
    page = browser.submit(begin(browser, consultation), answer="4")
    page = browser.submit(page, answer=["parks", "clubs", "lights"], status=422)
    assert len(page.select("input[checked]")) == 3
    page = browser.submit(page, answer=["parks"])
    assert session.scalars(select(Draft)).one().answers["things_to_do_ease"] == {"choices": ["4"]}

    pages = {"1": {"answer": "4"}, "4": {"text": "x" * 301}, "5": {"answer": "8_10"}}
    assert set(send_whole(browser, consultation, pages)["wrong"]) == {"4"}
    assert count(session, Submission) == 0
    pages["4"] = {"text": "Shorter"}
    assert "code" in send_whole(browser, consultation, pages)
    assert set(session.scalars(select(Answer.question_key))) == {"things_to_do_ease", "age_band"}


def test_decidim_3686_a_missed_question_changes_no_other_answer(
    browser: Browser, consultation: Consultation
) -> None:
    """There, one missed question set every other to its last option, and nobody was told."""
    page = browser.submit(begin(browser, consultation), answer="2")
    browser.submit(page)
    first = browser.open(f"{address(consultation)}/q/1")
    assert [each["value"] for each in first.select("input[checked]")] == ["2"]
    second = browser.open(f"{address(consultation)}/q/2")
    assert not second.select("input[checked]")


def test_ons_991_a_long_break_loses_nothing(
    browser: Browser,
    session: Session,
    consultation: Consultation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There, whoever took too long was timed out and nothing was saved."""
    page = browser.submit(begin(browser, consultation), answer="2")
    monkeypatch.setattr("consult.clock.now", lambda: NOW + timedelta(days=6))
    forget_old_drafts(session, TODAY + timedelta(days=6))
    page = browser.submit(page, answer=["parks"])

    assert "3" in page.select_one(".progress").get_text()
    answers = session.scalars(select(Draft)).one().answers
    assert set(answers) >= {"things_to_do_ease", "better_play"}


def test_ons_973_finish_later_keeps_the_answers_and_sends_nothing(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, to save for later was to submit."""
    page = browser.submit(begin(browser, consultation), answer="2")
    browser.submit(page, press="later", answer=["clubs"])

    assert count(session, Submission) == 0
    assert session.scalars(select(Draft)).one().answers["better_play"] == {"choices": ["clubs"]}


def test_ons_2285_the_enter_key_means_next(browser: Browser, consultation: Consultation) -> None:
    """There, Enter pressed the first button of the page, which signed people out."""
    page = begin(browser, consultation)
    for _ in range(6):
        form = page.select_one("main form")
        first = form.select_one("button:not([type]), button[type=submit]")
        assert first.get_text(strip=True) == "Next"
        assert not first.get("name")
        page = browser.submit(page, press="skip")


def test_formbricks_7744_every_page_of_a_reply_written_offline_arrives(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, parts were dropped when what was written offline was sent."""
    pages = {
        "1": {"answer": "4"},
        "2": {"answer": ["parks", "other"], "other": "a skate park"},
        "3": {"r1": "p1", "r2": "p4", "r3": "p2"},
        "4": {"text": "More buses"},
        "5": {"answer": "13_15"},
        "6": {"answer": "saltby"},
    }
    assert "code" in send_whole(browser, consultation, pages, **{"words.answer": "yes"})

    submission = session.scalars(select(Submission)).one()
    assert (submission.age_band, submission.area_key) == ("13_15", "saltby")
    assert submission.may_quote
    assert set(session.scalars(select(Comment.text))) == {"a skate park", "More buses"}
    assert count(session, Answer) == 8


def test_formbricks_7767_begun_online_and_ended_offline_is_one_reply(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, one reply came in as two."""
    page = browser.submit(begin(browser, consultation), answer="4")
    key = str(page.select_one("[name=reply]")["value"])
    first = send_whole(browser, consultation, {"4": {"text": "More buses"}}, reply=key)
    again = send_whole(browser, consultation, {"4": {"text": "More buses"}}, reply=key)

    assert first == again
    assert count(session, Submission) == 1
    assert count(session, Draft) == 0
    assert session.scalars(select(Answer.option_key)).all() == ["4"]
    assert session.scalars(select(Comment.text)).all() == ["More buses"]


def test_formbricks_2956_somebody_comes_back_and_goes_on(
    browser: Browser, consultation: Consultation
) -> None:
    """Asked for there, and open."""
    browser.submit(begin(browser, consultation), answer="2")
    page = browser.open(address(consultation))
    assert page.select_one(".carry a.btn")["href"] == f"{address(consultation)}/q/2"


def test_kpi_5121_what_was_saved_is_on_the_server_too(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    """There, drafts were in one browser and went with it: here a code opens them elsewhere."""
    page = browser.submit(begin(browser, consultation), answer="2")
    page = browser.submit(page, press="later", answer=["clubs"])
    code = one(page, "[data-return]").get_text()
    browser.client.delete_cookie("consult_reply", path=address(consultation))

    browser.submit(browser.open("/come-back"), code=code)
    first = browser.open(f"{address(consultation)}/q/1")
    assert first.select_one("input[checked]")["value"] == "2"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("photos")


@pytest.fixture(scope="module")
def survey(request: pytest.FixtureRequest, folder: Path, on_postgresql: bool) -> Survey:
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    return open_survey(folder, url, PHOTOS)


@pytest.fixture(scope="module")
def server(survey: Survey, folder: Path) -> Iterator[Server]:
    url = survey.database_url
    with served(folder, database_url=url if url.startswith("postgresql") else "") as server:
        yield server


@pytest.fixture
def phone(chromium: Chromium, server: Server) -> Iterator[Page]:
    context = chromium.new_context(base_url=server.url)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def photo(colour: str) -> Any:
    """Return a photo as a phone names every one of its photos."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.browser
@pytest.mark.server
def test_enketo_339_every_picture_taken_offline_arrives(phone: Page, survey: Survey) -> None:
    """There, of several pictures in one reply written offline, one or more were lost."""
    hold(phone, survey.path)
    press(phone, "Start")
    phone.context.set_offline(True)
    for colours in (("red", "green"), ("blue",)):
        title = heading(phone)
        for colour in colours:
            phone.locator("[name=file]").set_input_files(photo(colour))
            phone.get_by_role("button", name="Add it").click()
        expect(phone.locator("[data-added]")).to_have_text(f"Added: {len(colours)}")
        phone.get_by_role("button", name="Next", exact=True).click()
        expect(phone.locator("main h1")).not_to_have_text(title)
    press(phone, "Send my answers")
    assert survey.came() == 0

    phone.context.set_offline(False)
    expect(phone.locator("[data-receipt]")).to_be_visible()
    engine = create_engine(survey.database_url)
    with engine.connect() as connection:
        files = connection.execute(
            text("SELECT question_key, submission_id FROM upload ORDER BY question_key")
        ).all()
    engine.dispose()
    assert [key for key, _ in files] == ["mend", "place", "place"]
    assert all(submission for _, submission in files)
    assert survey.came() == 1
    assert kept(phone) == []
