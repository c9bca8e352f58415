"""The pages and files of the themes report, who reads which, and the command that checks it."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from docx import Document
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import cli
from consult.audit import AuditEntry
from consult.people.rules import Role
from consult.results.models import FrozenReport
from consult.results.rules.report import as_json
from consult.results.services import report as reports
from consult.survey.services.exchange import PaperUnavailable
from consult.themes.services import move_comments
from consult.web import commands
from tests.builders import NOW, PASSWORD, TODAY, make_consultation, make_user
from tests.page import Browser, one
from tests.results.reporting import Told, tell

FREEZE = "main form[action$='/freeze']"
PUBLISH = "main form[action$='/publish']"


@pytest.fixture
def told(session: Session) -> Told:
    return tell(session)


@pytest.fixture
def address(told: Told) -> str:
    return f"/staff/consultations/{told.consultation.id}/report"


@pytest.fixture
def analyst(session: Session, browser: Browser) -> Browser:
    return enter(session, browser, Role.ANALYST)


def enter(session: Session, browser: Browser, role: Role) -> Browser:
    browser.sign_in(make_user(session, role).email, PASSWORD)
    return browser


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def keep(session: Session, told: Told, change: tuple[str, str] = ("", "")) -> int:
    """Keep a report, perhaps with something planted in it, and publish it."""
    report = reports.write_report(session, told.consultation.id, today=TODAY)
    content = json.loads(json.dumps(as_json(report)).replace(*change) if change[0] else "null")
    analyst = make_user(session).id
    kept = FrozenReport(
        consultation_id=told.consultation.id,
        content=content or as_json(report),
        made_at=NOW,
        made_by_id=analyst,
    )
    session.add(kept)
    session.commit()
    reports.publish_report(session, told.consultation.id, kept.id, user_id=analyst, now=NOW)
    return kept.id


def test_every_number_leads_to_what_is_behind_it(
    told: Told, analyst: Browser, address: str
) -> None:
    page = analyst.open(address)
    links = {str(link["href"]) for link in page.select(f"main a[href^='{address}/figures/']")}
    assert len(links) > 20
    kinds = {link.split("/")[-1].split(":")[0]: link for link in links}
    assert len(kinds) > 12
    for link in kinds.values():
        assert "There is no such number" not in text_of(analyst.open(link)), link


def test_a_number_shows_its_meaning_its_cells_and_its_comments(
    told: Told, analyst: Browser, address: str
) -> None:
    page = analyst.open(f"{address}/figures/people_in_theme:{told.late.id}:young_person")
    text = text_of(page)
    assert "Whoever said it twice counts once." in text
    assert "Young people: 14 of the 30 who wrote (47%)." in text
    assert (
        one(page, "dl.facts").get_text(" ", strip=True).startswith("Audience Young person Now 14")
    )
    assert len(page.select("blockquote")) == 10
    link = one(page, f"a[href^='/staff/themes/{told.late.id}']")
    analyst.open(str(link["href"]))


@pytest.mark.parametrize(
    "query", ["otters", "people_in_theme", "people_in_theme:x", "day:opens_on:1"]
)
def test_there_is_no_such_number(analyst: Browser, address: str, query: str) -> None:
    status = 200 if query.split(":", maxsplit=1)[0] in {"people_in_theme", "day"} else 404
    page = analyst.open(f"{address}/figures/{query}", status=status)
    assert status == 404 or "There is no such number now." in text_of(page)


def test_the_board_reads_what_is_published_and_no_comments(
    session: Session, told: Told, browser: Browser, address: str
) -> None:
    member = enter(session, browser, Role.BOARD_MEMBER)
    assert "No report is published yet." in text_of(member.open(address))
    assert member.client.get(f"{address}/files/pdf").status_code == 404
    frozen = reports.freeze_report(
        session, told.consultation.id, "", user_id=make_user(session).id, today=TODAY, now=NOW
    )
    assert "No report is published yet." in text_of(member.open(address))
    member.open(f"{address}?report={frozen.id}", status=404)
    keep(session, told)
    page = member.open(address)
    assert "frozen by Ash Reed. Published 10 March 2027." in text_of(page)
    assert len(page.select("main blockquote")) >= 4
    assert not page.select(PUBLISH)
    assert not page.select("a[href*='/report/check']")
    figure = member.open(f"{address}/figures/people_in_theme:{told.late.id}:young_person")
    assert not figure.select("blockquote")
    for unpublished in (f"share_in_theme:{told.late.id}:parent", "people_in_theme:0:parent"):
        member.open(f"{address}/figures/{unpublished}", status=404)
    member.open(f"{address}/check", status=403)


@pytest.mark.parametrize(
    ("moved", "facts"),
    [(1, "In the report 22 Query"), (8, "In the report 22 Now 14 Query")],
)
def test_beside_a_frozen_number_a_few_cannot_be_worked_out(
    session: Session, told: Told, browser: Browser, address: str, moved: int, facts: str
) -> None:
    number = keep(session, told)
    away, analyst = [one.id for one in told.comments[:moved]], make_user(session)
    move_comments(session, told.consultation.id, away, None, user_id=analyst.id, now=NOW)
    query = f"people_in_theme:{told.buses.id}:young_person"
    for role, wanted in (
        (Role.ANALYST, f"Audience Young person {facts}"),
        (Role.BOARD_MEMBER, "Audience Young person In the report 22 Query"),
    ):
        enter(session, browser, role)
        page = browser.open(f"{address}/figures/{query}?report={number}")
        assert one(page, "dl.facts").get_text(" ", strip=True).startswith(wanted)
        assert "22 (73%)" in text_of(page)
        assert "changed since" in text_of(page) or moved > 1 or role is Role.BOARD_MEMBER


def test_from_a_draft_to_a_report_for_the_board(told: Told, analyst: Browser, address: str) -> None:
    page = analyst.open(address)
    assert "This report is not frozen" in text_of(page)
    page = analyst.open(f"{address}/freeze")
    page = analyst.submit(page, form=FREEZE, introduction="Read {people_wrote:nobody}.")
    assert "A number between { and } is not there." in text_of(page)
    assert one(page, "textarea").get_text().strip() == "Read {people_wrote:nobody}."
    page = analyst.submit(page, form=FREEZE, introduction="{people_wrote:parent} parents wrote.")
    assert "24 parents wrote." in text_of(page)
    assert "The report is frozen." in one(page, ".flash").get_text()
    page = analyst.submit(page, form=PUBLISH)
    assert "Staff and the board can read it." in one(page, ".flash").get_text()
    assert not page.select(PUBLISH)
    assert "As it stands now" in text_of(page)


def test_publishing_twice_or_what_is_not_there(
    session: Session, told: Told, analyst: Browser, address: str
) -> None:
    frozen = reports.freeze_report(
        session, told.consultation.id, "", user_id=make_user(session).id, today=TODAY, now=NOW
    )
    page = analyst.open(f"{address}?report={frozen.id}")
    analyst.submit(page, form=PUBLISH)
    assert "published already" in text_of(analyst.submit(page, form=PUBLISH))
    other = make_consultation(session)
    analyst.open(f"/staff/consultations/{other.id}/report?report={frozen.id}", status=404)
    analyst.open(f"{address}?report=٣", status=404)


@pytest.mark.parametrize(
    ("planted", "why"),
    [
        (('"20", "tone_of', '"57", "tone_of'), "It says 57."),
        (("A consultation is not a vote.", "Of 77 people, most agreed."), "No query stands behind"),
        (('"mark": "', '"mark": "0'), "This is not what was written, word for word."),
    ],
)
def test_the_check_shows_what_does_not_hold(
    session: Session, told: Told, analyst: Browser, address: str, planted: tuple[str, str], why: str
) -> None:
    number = keep(session, told, planted)
    page = analyst.open(f"{address}/check?report={number}")
    assert why in text_of(one(page, "main"))  # type: ignore[arg-type]
    assert "All of it holds" in text_of(analyst.open(f"{address}/check"))


def test_the_word_document_has_headings_tables_and_links(
    session: Session, told: Told, analyst: Browser, address: str
) -> None:
    number = keep(session, told)
    answer = analyst.client.get(f"{address}/files/docx?report={number}")
    document: Any = Document(BytesIO(answer.data))
    styles = [(one.style.name, one.text) for one in document.paragraphs]
    assert ("Heading 1", "What people said: Our plan: what do you think?") in styles
    assert ("Heading 3", "Buses cost too much") in styles
    assert ("Heading 4", "The last bus is too early") in styles
    assert any("young_person 1 and I mean it" in text for style, text in styles if style == "Quote")
    assert len(document.tables) == 3
    for table in document.tables:
        assert "tblHeader" in table.rows[0]._tr.xml
    assert document.core_properties.title == "What people said: Our plan: what do you think?"
    assert 'w:val="en-GB"' in document.styles.element.xml
    links = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert f"http://localhost{address}/figures/people_answered:parent?report={number}" in links


def test_the_pdf_can_be_read_by_everybody(analyst: Browser, address: str) -> None:
    answer = analyst.client.get(f"{address}/files/pdf")
    assert answer.mimetype == "application/pdf"
    book = pikepdf.open(BytesIO(answer.data))
    assert book.Root.MarkInfo.Marked
    assert str(book.Root.Lang) == "en-GB"
    with book.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    kinds = {
        str(each.S)
        for each in book.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
    }
    assert {"/H1", "/H2", "/H3", "/H4", "/L", "/Table", "/TH", "/Link", "/BlockQuote"} <= kinds


def test_what_is_hidden_stays_hidden_in_page_word_and_pdf(
    session: Session,
    told: Told,
    analyst: Browser,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[str] = []

    def prints(page: str, **_static: Any) -> bytes:
        printed.append(page)
        return b"%PDF"

    monkeypatch.setattr("consult.survey.services.exchange.pdf_of", prints)
    analyst.client.get(f"{address}/files/pdf")
    document: Any = Document(BytesIO(analyst.client.get(f"{address}/files/docx").data))
    cells = [cell.text for row in document.tables[1].rows for cell in row.cells]
    page = one(analyst.open(address), f"section[aria-labelledby=theme-{told.late.id}]")
    paper = one(BeautifulSoup(printed[0], "html.parser"), f"[aria-labelledby=theme-{told.late.id}]")
    for text in (text_of(page), text_of(paper)):  # type: ignore[arg-type]
        assert "Parents and carers: hidden ." in text
        assert "of the 24 who wrote" not in text
    assert cells == [
        "Theme",
        "Young person",
        "Parent or carer",
        "Buses cost too much",
        "22 (73%)",
        "hidden",
    ]


def test_each_file_is_written_down(
    session: Session, told: Told, analyst: Browser, address: str
) -> None:
    analyst.client.get(f"{address}/files/docx")
    newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (newest.action, newest.detail) == ("take_report", {"file": "docx", "report": None})
    assert analyst.client.get(f"{address}/files/exe").status_code == 404


def test_where_no_pdf_can_be_made(
    analyst: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_page: Any, **_static: Any) -> bytes:
        raise PaperUnavailable

    monkeypatch.setattr("consult.survey.services.exchange.pdf_of", missing)
    page = analyst.open(f"{address}/files/pdf")
    assert "the library Pango is missing" in one(page, ".flash").get_text()


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["check-report", *arguments])


def test_the_command_says_what_does_not_hold(
    session: Session, told: Told, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "ready_app", lambda: app)
    number = keep(session, told, ('"20", "tone_of', '"57", "tone_of'))
    slug = told.consultation.slug
    assert (check(slug).exit_code, check(slug).output) == (0, "All of it holds.\n")
    wrong = check(slug, "--report", str(number))
    assert wrong.exit_code == 1
    assert "It says 57." in wrong.output
    assert wrong.output.endswith("1 do not hold.\n")
    for bad in (("otters",), (slug, "--report", "999"), (slug, "--report", "x")):
        assert check(*bad).exit_code == 2
