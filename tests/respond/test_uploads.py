"""Photos and voice notes: known by their content, made plain, looked at before anyone sees them."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consult.people.rules import Role
from consult.respond.models import Draft, Submission, Upload, UploadContent
from consult.respond.rules import UploadKind, UploadState
from consult.respond.rules.uploads import MOST_VOICE_BYTES, FileRefused
from consult.respond.services import plain_file
from consult.respond.services.uploads import forget_lost_uploads
from consult.survey.models import Consultation
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_consultation,
    make_survey,
    make_survey_version,
    make_user,
)
from tests.files import box, photo, recording
from tests.page import Browser

QUESTIONS = [
    {"key": "place", "type": "photo", "title": "Show us a place you like"},
    {"key": "voice", "type": "voice", "title": "Tell us in your own voice"},
]


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    consultation = make_consultation(session)
    make_survey_version(session, make_survey(session, consultation, questions=QUESTIONS))
    return consultation


def begin(browser: Browser, consultation: Consultation) -> BeautifulSoup:
    return browser.submit(browser.open(f"/s/{consultation.slug}/young_person"))


def send(browser: Browser, page: BeautifulSoup, content: bytes, **fields: Any) -> TestResponse:
    form = page.select_one("main form")
    assert form["enctype"] == "multipart/form-data"
    key = form.select_one("[name=reply]")["value"]
    file = (io.BytesIO(content), "me.jpg" if content else "")
    data = {"reply": key, "file": file, **fields}
    return browser.client.post(form["action"], data=data, follow_redirects=True)


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_nothing_of_where_and_with_what_it_was_taken(kind: str) -> None:
    media_type, plain = plain_file(UploadKind.PHOTO, photo(kind=kind))

    assert media_type == "image/jpeg"
    assert b"Otter" not in plain
    assert not Image.open(io.BytesIO(plain)).getexif()


def test_a_large_photo_is_made_smaller() -> None:
    _, plain = plain_file(UploadKind.PHOTO, photo((4000, 100)))
    assert Image.open(io.BytesIO(plain)).width == 1600


def test_a_recording_keeps_nothing_of_where_it_was_made() -> None:
    media_type, plain = plain_file(UploadKind.VOICE, recording())

    assert media_type == "audio/mp4"
    assert b"51.28" not in plain
    assert len(plain) == len(recording())
    assert plain.endswith(b"sound")


def test_the_labels_of_an_mp3_and_a_wav_are_cut_off() -> None:
    labels = b"ID3\x04\x00\x00\x00\x00\x00\x05Ottie"
    frames = b"\xff\xfb\x90\x00" + bytes(200)
    assert plain_file(UploadKind.VOICE, labels + frames + b"TAG" + bytes(125))[1] == frames
    chunk = b"LIST" + (4).to_bytes(4, "little") + b"Otti"
    sound = b"fmt \x02\x00\x00\x00ab" + b"data\x02\x00\x00\x00cd"
    riff = b"RIFF" + (4 + len(chunk) + len(sound)).to_bytes(4, "little") + b"WAVE"
    assert plain_file(UploadKind.VOICE, riff + chunk + sound)[1].endswith(b"WAVE" + sound)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (UploadKind.PHOTO, b""),
        (UploadKind.PHOTO, b"<svg onload=alert(1)>"),
        (UploadKind.PHOTO, b"GIF89a" + bytes(20)),
        (UploadKind.PHOTO, photo()[:120]),
        (UploadKind.VOICE, b"MZ" + bytes(40)),
        (UploadKind.VOICE, bytes(MOST_VOICE_BYTES + 1)),
        (UploadKind.VOICE, box(b"ftyp", b"M4A ") + b"\x00\x00\x00\x03moov"),
    ],
)
def test_what_is_no_photo_and_no_sound_is_refused(kind: UploadKind, content: bytes) -> None:
    with pytest.raises(FileRefused):
        plain_file(kind, content)


def test_a_photo_goes_with_the_answers_and_waits_for_the_moderator(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    page = soup(send(browser, begin(browser, consultation), photo(), add="1"))
    assert "Photo 1 is here." in page.get_text(" ", strip=True)
    page = soup(send(browser, page, b""))
    assert "Tell us in your own voice" in page.h1.get_text()
    page = soup(send(browser, page, recording()))

    page = browser.submit(browser.open(f"/s/{consultation.slug}/young_person/check"))

    assert page.select_one("[data-receipt]")
    submission = session.scalars(select(Submission)).one()
    uploads = session.scalars(select(Upload).order_by(Upload.id)).all()
    assert [upload.submission_id for upload in uploads] == [submission.id] * 2
    assert {upload.state for upload in uploads} == {UploadState.WAITING}


def test_a_photo_can_be_taken_away_again(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    page = soup(send(browser, begin(browser, consultation), photo(), add="1"))
    page = soup(send(browser, page, b"", away=page.select_one("[name=away]")["value"]))

    assert not page.select("[name=away]")
    assert session.scalar(select(func.count()).select_from(UploadContent)) == 0


def test_a_fourth_photo_and_a_wrong_file_get_a_sentence_and_nothing_is_lost(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    page = begin(browser, consultation)
    for _ in range(3):
        page = soup(send(browser, page, photo(), add="1"))
    answer = send(browser, page, photo(), add="1")
    assert answer.status_code == 422
    assert "You can add up to 3." in answer.text
    assert session.scalar(select(func.count()).select_from(Upload)) == 3
    answer = send(browser, page, b"words", add="1")
    assert "We cannot open this photo" in answer.text


def test_files_of_a_reply_that_was_given_up_are_forgotten(
    session: Session, browser: Browser, consultation: Consultation
) -> None:
    send(browser, begin(browser, consultation), photo(), add="1")
    session.delete(session.scalars(select(Draft)).one())
    session.commit()

    forget_lost_uploads(session, TODAY)

    assert session.scalars(select(UploadContent)).all() == []
    assert session.scalars(select(Upload)).all() == []


@pytest.fixture
def sent(session: Session, browser: Browser, consultation: Consultation) -> Upload:
    send(browser, begin(browser, consultation), photo())
    browser.submit(browser.open(f"/s/{consultation.slug}/young_person/check"))
    return session.scalars(select(Upload)).one()


def test_nobody_but_the_moderator_sees_a_file_that_waits(
    session: Session, browser: Browser, sent: Upload
) -> None:
    for role in (Role.ANALYST, Role.PARTICIPATION_OFFICER, Role.BOARD_MEMBER):
        browser.client.delete_cookie("session")
        browser.sign_in(make_user(session, role).email, PASSWORD)
        for address in (f"/staff/safeguarding/files/{sent.id}/content", f"/staff/files/{sent.id}"):
            assert browser.client.get(address).status_code in {403, 404}


def test_the_moderator_lets_a_file_through_and_analysts_see_it(
    session: Session, browser: Browser, consultation: Consultation, sent: Upload
) -> None:
    browser.sign_in(make_user(session, Role.SAFEGUARDING_LEAD).email, PASSWORD)
    page = browser.open("/staff/safeguarding/files")
    assert f"Photo {sent.id}" in page.get_text(" ", strip=True)
    shown = browser.client.get(f"/staff/safeguarding/files/{sent.id}/content")
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
    browser.submit(browser.open(f"/staff/safeguarding/files/{sent.id}"), verdict="allow")

    browser.client.delete_cookie("session")
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/files")
    assert page.select_one("main img")["src"] == f"/staff/files/{sent.id}"
    assert browser.client.get(f"/staff/files/{sent.id}").status_code == 200


def test_a_refused_file_needs_a_reason_and_is_deleted_at_once(
    session: Session, browser: Browser, sent: Upload
) -> None:
    browser.sign_in(make_user(session, Role.SAFEGUARDING_LEAD).email, PASSWORD)
    page = browser.open(f"/staff/safeguarding/files/{sent.id}")
    page = browser.submit(page, verdict="refuse")
    assert "Say why it is refused." in page.get_text(" ", strip=True)
    browser.submit(page, verdict="refuse", reason="It shows a face")

    assert session.scalars(select(UploadContent)).all() == []
    session.expire_all()
    assert session.get_one(Upload, sent.id).state is UploadState.REFUSED
