"""The pages: a survey goes out, comes in, onto paper and onto posters."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import BadFile
from consult.people.rules import Role
from consult.survey.models import Consultation, Survey
from consult.survey.rules import (
    Audience,
    read_definition,
    texts_of,
    translated,
    write_definition,
)
from consult.survey.services.exchange import (
    LOST,
    PaperUnavailable,
    pdf_of,
    read_survey_file,
    survey_as_json,
)
from consult.survey.services.exchange.paper import own_file
from tests.builders import (
    PASSWORD,
    QUESTIONS,
    definition,
    make_areas,
    make_consultation,
    make_survey,
    make_survey_version,
    make_user,
)
from tests.page import Browser, one
from tests.survey.exchange.test_xlsform import GO_OUT, form

STATIC = Path(__file__).parents[3] / "static"
WRITTEN = survey_as_json(read_definition(definition())).encode()


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session, stage="designing")


def upload(officer: Browser, consultation: Consultation, content: bytes, **fields: Any) -> Any:
    page = officer.open(f"/staff/consultations/{consultation.id}/surveys/import")
    file = (BytesIO(content), fields.pop("name", "survey.json"))
    return officer.submit(page, file=file, **{"audience": "parent", **fields})


def problems(page: BeautifulSoup) -> list[str]:
    return [line.get_text(strip=True) for line in page.select(".errors li")]


def test_a_survey_goes_out_as_our_own_file_and_comes_in_again(
    session: Session, officer: Browser, consultation: Consultation
) -> None:
    survey = make_survey(session, consultation)
    page = officer.open(f"/staff/surveys/{survey.id}/exchange")
    (link,) = (a for a in page.select("a.btn") if a.get_text(strip=True) == "JSON file")

    answer = officer.client.get(str(link["href"]))

    assert answer.headers["Content-Disposition"].endswith('-young_person.json"')
    assert json.loads(answer.data)["audience"] == "young_person"
    page = upload(officer, consultation, answer.data)
    assert one(page, "#left-title").get_text() == "Everything was carried over"
    officer.submit(page)
    made = session.scalars(select(Survey).where(Survey.audience == Audience.PARENT)).one()
    assert read_definition(made.draft) == read_definition(survey.draft)


def test_a_workbook_goes_out_and_comes_in_again(
    session: Session, officer: Browser, consultation: Consultation
) -> None:
    survey = make_survey(session, consultation)
    answer = officer.client.get(f"/staff/surveys/{survey.id}/export/xlsx")

    page = upload(officer, consultation, answer.data, name="form.xlsx")

    assert one(page, "#left-title").get_text() == "Everything was carried over"


def test_what_a_workbook_cannot_hold_is_on_the_page(
    session: Session, officer: Browser, consultation: Consultation
) -> None:
    survey = make_survey(session, consultation)

    page = officer.open(f"/staff/surveys/{survey.id}/exchange")

    assert [dt.get_text() for dt in page.select("dl dt")] == [name for name, _ in LOST]


def test_what_was_left_behind_is_shown_kept_and_counted_in_the_audit(
    session: Session, officer: Browser, consultation: Consultation
) -> None:
    page = upload(
        officer, consultation, form(GO_OUT, ["calculate", "c", ""]), name="going out.xlsx"
    )

    (left,) = page.select("#left li")
    assert left.get_text() == (
        "survey, row 3: “c” (calculate) is left out: there is no such type here."
    )
    officer.submit(page)
    page = officer.open(f"/staff/consultations/{consultation.id}/surveys/import/parent")
    assert page.select("#left li")
    assert not page.select("main form")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "read_survey_file")).one()
    assert entry.detail == {"file": "going out.xlsx", "left_behind": 1}


def test_a_priority_of_another_plan_and_words_too_long_are_named(
    officer: Browser, consultation: Consultation
) -> None:
    questions = [{**QUESTIONS[0], "priority": "P9", "title": "x" * 301}]
    content = survey_as_json(read_definition(definition(questions))).encode()

    page = upload(officer, consultation, content)

    said = [line.get_text() for line in page.select("#left li")]
    assert len(said) == 2
    assert "does not ask about the priority “P9”" in said[0]
    assert said[1].startswith("“q.things_to_do_ease.title” has more than 300 characters")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"otters", "We do not know this kind of file."),
        (b"", "We do not know this kind of file."),
        (b"\x89PNG\r\n", "We do not know this kind of file."),
        (b'{"format": "consult-survey"', "Line 1, column"),
        (b'{\n"\xff"}', "Line 2 holds signs that are not UTF-8."),
        (b"<html></html>", "This is no survey of LimeSurvey"),
        (b"PK\x03\x04 otters", "This is no workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_on_its_page(
    officer: Browser, consultation: Consultation, content: bytes, sentence: str
) -> None:
    (said,) = problems(upload(officer, consultation, content))

    assert sentence in said


def test_nothing_chosen_is_said(officer: Browser, consultation: Consultation) -> None:
    page = officer.open(f"/staff/consultations/{consultation.id}/surveys/import")

    assert problems(officer.submit(page)) == ["Choose who it is for", "Choose a file"]


def test_nobody_loses_a_survey_that_was_made_meanwhile(
    session: Session, officer: Browser, consultation: Consultation
) -> None:
    page = upload(officer, consultation, WRITTEN)
    make_survey(session, consultation, Audience.PARENT)

    (said,) = problems(officer.submit(page))

    assert said == "There is a survey for these people already. Open that one."


@pytest.mark.parametrize(
    "tail",
    [
        "consultations/999/surveys/import",
        "consultations/1/surveys/import/parent",
        "consultations/1/surveys/import/otters",
        "consultations/1/posters/parent.svg",
        "consultations/1/posters/otters.pdf",
        "surveys/1/export/doc",
        "surveys/999/export/json",
        "surveys/1/paper?language=cy",
        "surveys/1/paper?size=huge",
        "surveys/999/paper.pdf",
    ],
)
def test_what_is_not_there_is_not_found(
    session: Session, officer: Browser, consultation: Consultation, tail: str
) -> None:
    make_survey(session, consultation)

    officer.open(f"/staff/{tail}", status=404)


WAY: list[dict[str, Any]] = [
    {
        "key": "go_out",
        "type": "yes_no",
        "title": "Do you go out?",
        "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}],
        "jumps": [{"to": "area", "when": {"question": "go_out", "is": ["no"]}}],
    },
    {
        "key": "places",
        "type": "statements",
        "title": "How are these?",
        "options": [{"key": "good", "label": "Good"}, {"key": "poor", "label": "Poor"}],
        "rows": [{"key": "parks", "label": "Parks"}, {"key": "town", "label": "Town"}],
    },
    {
        "key": "why",
        "type": "long_text",
        "title": "You said [[go_out]]. Why?",
        "show_if": {"not": {"question": "places", "is": ["good"], "row": "town"}},
    },
    {"key": "area", "type": "area", "title": "Which town is near you?"},
    {"key": "age", "type": "number", "title": "How old are you?", "unit": "years"},
]


@pytest.fixture
def on_paper(session: Session, consultation: Consultation) -> Survey:
    make_areas(session)
    return make_survey(session, consultation, questions=WAY)


def test_paper_says_in_words_where_to_go(officer: Browser, on_paper: Survey) -> None:
    page = officer.open(f"/staff/surveys/{on_paper.id}/paper")

    assert [p.get_text() for p in page.select(".go")] == [
        "If you chose “No”, go to question 4.",
        "Answer this only if you did not choose “Good” for “Town” in question 2.",
    ]
    assert "You said (your answer to question 1). Why?" in page.get_text()
    assert [td.get_text() for td in page.select("tbody th")] == ["Parks", "Town"]
    assert "Saltby" in page.get_text()
    assert "0800 1111" in one(page, ".help").get_text()
    assert "Draft, not for use" in page.get_text()
    assert "hello@saltshire.example" in one(page, ".back").get_text()


def test_paper_of_a_published_survey_is_what_people_answer(
    session: Session, officer: Browser, on_paper: Survey
) -> None:
    make_survey_version(session, on_paper)
    on_paper.draft = definition()
    session.commit()

    page = officer.open(f"/staff/surveys/{on_paper.id}/paper?size=large")

    assert "Do you go out?" in page.get_text()
    assert "Draft" not in page.get_text()
    assert page.select("body.large")


def marked(content: bytes) -> pikepdf.Pdf:
    """Return a PDF once it is sure that everybody can read it."""
    book = pikepdf.open(BytesIO(content))
    assert book.Root.MarkInfo.Marked
    assert book.Root.StructTreeRoot
    assert str(book.Root.Lang).lower().startswith("en")
    assert book.Root.ViewerPreferences.DisplayDocTitle
    with book.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
    return book


def kinds(book: pikepdf.Pdf) -> set[str]:
    return {
        str(each.S)
        for each in book.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
    }


def test_paper_is_a_tagged_pdf_with_headings_lists_and_a_table(
    officer: Browser, on_paper: Survey
) -> None:
    answer = officer.client.get(f"/staff/surveys/{on_paper.id}/paper.pdf")

    assert answer.mimetype == "application/pdf"
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH"} <= kinds(marked(answer.data))


def test_paper_in_arabic_runs_from_right_to_left(
    session: Session, officer: Browser, on_paper: Survey
) -> None:
    whole = read_definition(on_paper.draft)
    arabic = translated(whole, "ar", dict.fromkeys(texts_of(whole), "نعم"))
    on_paper.draft = write_definition(arabic)
    session.commit()

    page = officer.open(f"/staff/surveys/{on_paper.id}/paper?language=ar")

    assert one(page, "html")["dir"] == "rtl"
    assert one(page, "html")["lang"] == "ar"
    assert page.select(".go")[0].get_text() != "If you chose “No”, go to question 4."
    links = officer.open(f"/staff/surveys/{on_paper.id}/exchange").select("a[href*='language=ar']")
    assert len(links) == 3


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/otter.css",
        "https://paper.invalid.example/static/css/paper.css",
        "https://paper.invalid/static/../../etc/passwd",
        "https://paper.invalid/static/%2e%2e/%2e%2e/pyproject.toml",
        "https://paper.invalid/other/css/paper.css",
        "https://paper.invalid/static/thread.py",
        "file:///etc/hostname",
    ],
)
def test_a_pdf_reads_no_file_but_our_own(address: str) -> None:
    with pytest.raises(ValueError, match="no file of ours"):
        own_file(address, STATIC)


def test_a_pdf_is_made_without_what_it_may_not_read() -> None:
    page = '<html lang="en"><title>T</title><h1>Otters</h1><img alt="x" src="file:///etc/hostname">'

    assert "/H1" in kinds(marked(pdf_of(page, static=STATIC)))


def test_where_no_pdf_can_be_made_there_is_the_page_to_print(
    officer: Browser, on_paper: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_page: Any, **_static: Any) -> bytes:
        raise PaperUnavailable

    monkeypatch.setattr("consult.survey.services.exchange.pdf_of", missing)

    page = officer.open(f"/staff/surveys/{on_paper.id}/paper.pdf")

    assert "Open the page to print instead." in one(page, ".flash").get_text()
    assert page.select(f"a[href^='/staff/surveys/{on_paper.id}/paper?']")


def test_each_published_wording_has_its_code_and_its_posters(
    session: Session, officer: Browser, consultation: Consultation
) -> None:
    for audience in Audience:
        make_survey_version(session, make_survey(session, consultation, audience))

    page = officer.open(f"/staff/consultations/{consultation.id}/posters")

    assert len(page.select("svg.qr[aria-label]")) == 3
    here = f"/staff/consultations/{consultation.id}/posters/parent"
    drawn = officer.client.get(f"{here}.svg")
    words = "".join(ElementTree.fromstring(drawn.text).itertext())
    assert "What should change" in words
    assert f"localhost/s/{consultation.slug}/parent" in words.replace("\n", "")
    assert {"/H1", "/Figure"} <= kinds(marked(officer.client.get(f"{here}.pdf").data))


def test_before_anything_is_published_there_is_no_poster(
    officer: Browser, consultation: Consultation
) -> None:
    page = officer.open(f"/staff/consultations/{consultation.id}/posters")

    assert "No survey is published yet" in page.get_text()


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadFile, match="larger than 2 MB"):
        read_survey_file(b"{" + b" " * 2_000_000)


def test_a_file_comes_in_by_its_content_not_by_its_name() -> None:
    assert read_survey_file(b"\xef\xbb\xbf\n" + WRITTEN).definition.questions
