"""Evidence is written on the page, from themes people stand behind and words we may quote."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.clock import today
from consult.evidence.models import Evidence, EvidenceQuote
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.themes.models import Theme
from tests.builders import (
    PASSWORD,
    TODAY,
    make_comment,
    make_consultation,
    make_evidence,
    make_theme,
    make_user,
    priority_of,
)
from tests.page import Browser

STATEMENT = "Many of us cannot get home after six."


@dataclass
class Desk:
    """What lies before the analyst: a closed consultation, a theme and its words."""

    consultation: Consultation
    theme: Theme
    comments: list[Comment]
    private: Comment

    @property
    def evidence(self) -> str:
        return f"/staff/consultations/{self.consultation.id}/evidence"

    def new(self, session: Session) -> str:
        return f"{self.evidence}/new?priority={priority_of(session, self.consultation).id}"

    def typed(self, **more: object) -> dict[str, object]:
        typed = {"statement": STATEMENT, "strength": "2", "themes": [str(self.theme.id)]}
        return {**typed, **more}


@pytest.fixture
def desk(session: Session) -> Desk:
    consultation = make_consultation(session, stage="closed", today=today())
    comments = [
        make_comment(session, consultation, f"No bus after {hour}", answers={"top_three": ["p1"]})
        for hour in range(6, 12)
    ]
    private = make_comment(session, consultation, "My road has no bus", may_quote=False)
    theme = make_theme(session, consultation, comments=[*comments, private])
    return Desk(consultation, theme, comments, private)


@pytest.fixture
def analyst(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    return browser


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def count(session: Session) -> int | None:
    return session.scalar(select(func.count(Evidence.id)))


def withdraw(session: Session, comment: Comment) -> None:
    comment.submission.withdrawn_on = TODAY
    session.commit()


def test_from_check_boxes_to_evidence_the_board_can_read(
    session: Session, analyst: Browser, desk: Desk
) -> None:
    page = analyst.open(desk.new(session))
    assert "Buses stop too early (7" in text_of(page)
    assert "No bus after 6 Young person" in text_of(page)
    quote = desk.comments[0]
    few = "One child is afraid on the way home."
    page = analyst.submit(page, **desk.typed(quotes=[str(quote.id)], said_by_few=few))
    assert analyst.path == desk.evidence
    text = text_of(page)
    assert "The evidence is written." in text
    assert STATEMENT in text
    assert few in text
    assert "They are not a sample of everyone." in text
    assert "Fair: several people, one source" in text
    assert page.select("figure, blockquote")
    assert quote.text in text
    assert desk.comments[1].text not in text
    evidence = session.scalars(select(Evidence)).one()
    assert evidence.figures["answered"] == {"young_person": "7"}
    assert evidence.figures["themes"][0]["said"] == {
        "young_person": {"people": "7", "of": "7", "percent": None}
    }


def test_a_top_three_that_nearly_everybody_chose_tells_of_nobody(
    session: Session, analyst: Browser, desk: Desk
) -> None:
    analyst.submit(analyst.open(desk.new(session)), **desk.typed())
    evidence = session.scalars(select(Evidence)).one()
    assert evidence.figures["top_three"]["young_person"]["people"] == "hidden"


def test_figures_stay_as_they_were_written(session: Session, analyst: Browser, desk: Desk) -> None:
    analyst.submit(analyst.open(desk.new(session)), **desk.typed())
    for comment in desk.comments[:3]:
        withdraw(session, comment)
    session.expire_all()
    evidence = session.scalars(select(Evidence)).one()
    assert evidence.figures["answered"] == {"young_person": "7"}
    assert "fewer than 5" not in text_of(analyst.open(desk.evidence))


def test_the_words_of_somebody_who_withdraws_vanish(
    session: Session, analyst: Browser, desk: Desk
) -> None:
    quotes = [str(comment.id) for comment in desk.comments[:2]]
    page = analyst.submit(analyst.open(desk.new(session)), **desk.typed(quotes=quotes))
    assert desk.comments[0].text in text_of(page)
    withdraw(session, desk.comments[0])
    page = analyst.open(desk.evidence)
    assert desk.comments[0].text not in text_of(page)
    assert desk.comments[1].text in text_of(page)


def test_words_without_permission_are_neither_offered_nor_taken(
    session: Session, analyst: Browser, desk: Desk
) -> None:
    page = analyst.open(desk.new(session))
    assert desk.private.text not in text_of(page)
    page = analyst.submit(page, **desk.typed(quotes=[str(desk.private.id)]))
    assert page.title
    assert page.title.get_text().startswith("Error:")
    assert STATEMENT in text_of(page)
    assert count(session) == 0
    assert session.scalar(select(func.count()).select_from(EvidenceQuote)) == 0


@pytest.mark.parametrize("forged", ["999", "9" * 40, "-1", "one"])
@pytest.mark.parametrize("field", ["themes", "quotes"])
def test_what_was_not_offered_is_refused(
    session: Session, analyst: Browser, desk: Desk, field: str, forged: str
) -> None:
    page = analyst.submit(analyst.open(desk.new(session)), **desk.typed(**{field: [forged]}))
    assert page.title
    assert page.title.get_text().startswith("Error:")
    assert count(session) == 0


def test_a_theme_nobody_confirmed_is_not_offered(
    session: Session, analyst: Browser, desk: Desk
) -> None:
    guess = make_theme(session, desk.consultation, name="A guess", confirmed=False)
    page = analyst.open(desk.new(session))
    assert "A guess" not in text_of(page)
    analyst.submit(page, **desk.typed(themes=[str(guess.id)]))
    assert count(session) == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"statement": ""}, "Write what you heard"),
        ({"statement": "x" * 2001}, "2,000 characters"),
        ({"limits": " "}, "Say what this cannot tell us"),
        ({"strength": "9"}, ""),
        ({"themes": []}, "Choose at least one confirmed theme"),
        ({"csrf_token": "stale"}, "open for a long time"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    session: Session, analyst: Browser, desk: Desk, typed: dict[str, object], sentence: str
) -> None:
    few = "Two are afraid."
    page = analyst.submit(analyst.open(desk.new(session)), **desk.typed(said_by_few=few, **typed))
    assert sentence in text_of(page)
    assert few in text_of(page)
    assert page.title
    assert page.title.get_text().startswith("Error:")
    assert bool(page.select("input[name=themes][checked]")) == ("themes" not in typed)
    assert count(session) == 0


@pytest.mark.parametrize("query", ["", "?priority=999", "?priority=one"])
def test_evidence_is_on_a_priority_that_people_were_asked_about(
    analyst: Browser, desk: Desk, query: str
) -> None:
    analyst.open(f"{desk.evidence}/new{query}", status=404)


def test_without_a_confirmed_theme_the_page_says_where_to_go(
    session: Session, analyst: Browser
) -> None:
    consultation = make_consultation(session)
    priority = priority_of(session, consultation)
    address = f"/staff/consultations/{consultation.id}/evidence/new?priority={priority.id}"
    assert "No theme is confirmed yet" in text_of(analyst.open(address))


def test_reporting_opens_the_way_for_the_board(
    session: Session, analyst: Browser, desk: Desk
) -> None:
    make_evidence(session, desk.consultation, themes=[desk.theme])
    report = f"form[action$='/consultations/{desk.consultation.id}/report']"
    page = analyst.submit(analyst.open(desk.evidence), form=report)
    assert "Reported. The board can decide now." in text_of(page)
    assert not page.select(report)


@pytest.mark.parametrize(
    ("stage", "written", "sentence"),
    [
        ("open", True, "People can still answer."),
        ("closed", False, "Write at least one piece of evidence"),
    ],
)
def test_a_report_too_early_is_refused(
    session: Session, analyst: Browser, stage: str, written: bool, sentence: str
) -> None:
    consultation = make_consultation(session, stage=stage, today=today())
    if written:
        make_evidence(session, consultation)
    page = analyst.open(f"/staff/consultations/{consultation.id}/evidence")
    assert sentence in text_of(analyst.submit(page, form="form[action$='/report']"))
    session.refresh(consultation)
    assert consultation.reported_on is None


def test_a_stale_press_reports_nothing(session: Session, analyst: Browser, desk: Desk) -> None:
    make_evidence(session, desk.consultation, themes=[desk.theme])
    page = analyst.open(desk.evidence)
    page = analyst.submit(page, form="form[action$='/report']", csrf_token="stale")
    assert "open for a long time" in text_of(page)
    session.refresh(desk.consultation)
    assert desk.consultation.reported_on is None


def test_the_board_reads_and_does_not_write(session: Session, browser: Browser, desk: Desk) -> None:
    make_evidence(session, desk.consultation, themes=[desk.theme])
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)
    page = browser.open(desk.evidence)
    assert "Many young people cannot get home after six." in text_of(page)
    assert "Write evidence" not in text_of(page)
    browser.open(desk.new(session), status=403)


def test_a_local_manager_reads_no_evidence_of_the_whole_county(
    session: Session, browser: Browser, desk: Desk
) -> None:
    browser.sign_in(make_user(session, Role.LOCAL_MANAGER).email, PASSWORD)
    browser.open(desk.evidence, status=403)
