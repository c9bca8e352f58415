"""The page of results, its file, and who may see which."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.partnership.models import Area, AreaManager
from consult.people.models import User
from consult.people.rules import Role
from consult.survey.models import Consultation
from tests.builders import PASSWORD, make_consultation, make_user
from tests.page import Browser, one
from tests.results.county import say_all


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return say_all(session)


@pytest.fixture
def results(consultation: Consultation) -> str:
    return f"/staff/consultations/{consultation.id}/results"


def enter(session: Session, browser: Browser, role: Role) -> User:
    user = make_user(session, role)
    browser.sign_in(user.email, PASSWORD)
    return user


def manager_of(session: Session, browser: Browser, *names: str) -> None:
    manager = enter(session, browser, Role.LOCAL_MANAGER)
    for area in session.scalars(select(Area).where(Area.name.in_(names))):
        session.add(AreaManager(area_id=area.id, user_id=manager.id))
    session.commit()


def test_the_board_reads_every_question_with_its_table(
    session: Session, browser: Browser, results: str
) -> None:
    enter(session, browser, Role.BOARD_MEMBER)
    page = browser.open(results)
    text = page.get_text(" ", strip=True)
    assert "A consultation is not a vote." in text
    assert "Some numbers are hidden so that nobody can be worked out." in text
    cards = page.select("section.card[aria-labelledby^=q-]")
    assert len(cards) == 7
    for card in cards:
        tables = card.select("table")
        assert tables
        for table in tables:
            assert table.caption
            assert all(th.get("scope") for th in table.select("th"))
    assert cards[0].select("svg.bar")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ANALYST, 200),
        (Role.BOARD_MEMBER, 200),
        (Role.YOUTH_COUNCIL_MEMBER, 200),
        (Role.SAFEGUARDING_LEAD, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_who_may_read_the_results(
    session: Session, browser: Browser, results: str, role: Role, status: int
) -> None:
    enter(session, browser, role)
    browser.open(results, status=status)
    assert browser.client.get(f"{results}.csv").status_code == status


def test_the_file_says_what_the_page_says(session: Session, browser: Browser, results: str) -> None:
    enter(session, browser, Role.ANALYST)
    page = browser.open(results)
    said = set()
    for card in page.select("section.card[aria-labelledby^=q-]"):
        table = card.select("table")[-1]
        audiences = [th.get_text() for th in table.select("thead th")][1:]
        for row in table.select("tbody tr")[:-1]:
            cells = zip(audiences, row.select("td"), strict=True)
            label = one(row, "th").get_text()
            for audience, cell in cells:
                said.add((one(card, "h2").get_text(), label, audience, cell.get_text()))
    response = browser.client.get(f"{results}.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=results-")
    filed = set()
    # How often each thing came first, second and third stands in a table of its own.
    lines = csv.DictReader(io.StringIO(response.text))
    for line in (each for each in lines if "(put " not in each["option"]):
        number = f"{line['count']} ({line['percent']}%)" if line["percent"] else line["count"]
        words = (line["question"], line["option"], line["audience"], number)
        filed.add(tuple(word.removeprefix("'") for word in words))
    assert filed == {each for each in said if each[3] != "not asked"}


def test_a_local_manager_sees_their_own_area_only(
    session: Session, browser: Browser, results: str
) -> None:
    manager_of(session, browser, "Saltby")
    page = browser.open(results)
    assert "Who answered in Saltby" in page.get_text()
    assert "20 (80%)" in page.get_text()
    assert "20 (50%)" not in page.get_text()
    assert "20,80" in browser.client.get(f"{results}.csv").text
    browser.open(f"{results}?area=eastquay", status=404)
    assert browser.client.get(f"{results}.csv?area=eastquay").status_code == 404


def test_an_area_with_too_few_people_has_a_sentence_instead(
    session: Session, browser: Browser, results: str
) -> None:
    manager_of(session, browser, "Saltby", "Eastquay")
    page = browser.open(results)
    assert "Too few people answered in Eastquay." in page.get_text()
    assert not page.select("main table")
    assert browser.client.get(f"{results}.csv").text.count("\r\n") == 1
    assert "Who answered in Saltby" in browser.open(f"{results}?area=saltby").get_text()


def test_a_local_manager_without_an_area_sees_nobody(
    session: Session, browser: Browser, results: str
) -> None:
    manager_of(session, browser)
    page = browser.open(results)
    assert "You have no area yet." in page.get_text()
    assert not page.select("main table")


def test_before_anything_is_published(session: Session, browser: Browser) -> None:
    enter(session, browser, Role.ANALYST)
    consultation = make_consultation(session, stage="designing")
    page = browser.open(f"/staff/consultations/{consultation.id}/results")
    assert "No survey is published yet." in page.get_text()


def test_there_is_no_such_consultation(session: Session, browser: Browser) -> None:
    enter(session, browser, Role.ANALYST)
    browser.open("/staff/consultations/999/results", status=404)
