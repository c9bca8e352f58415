"""Who wrote about a clause sees it as it was and is; a group sees what its notes are about."""

import pytest
from sqlalchemy.orm import Session

from consult.clock import today
from consult.respond.models import Submission
from consult.respond.rules import about_priority
from tests.builders import make_consultation, make_submission, make_survey, make_survey_version
from tests.feedback.threads import CODE, give_code
from tests.page import Browser
from tests.respond.test_commenting import NOW, QUESTIONS, THEN, add, newer


@pytest.fixture
def submission(session: Session) -> Submission:
    consultation = make_consultation(session, today=today())
    add(session, consultation.version, {"4.2": THEN})
    make_survey_version(session, make_survey(session, consultation, questions=QUESTIONS))
    words = {"paths": "Light the path first.", about_priority("P1"): "Ask us first."}
    submission = make_submission(session, consultation, comments=words, sent_on=today())
    give_code(session, submission)
    return submission


@pytest.mark.parametrize(
    ("clauses", "says"),
    [
        ({"4.2": THEN}, f"It still says (4.2) {THEN}"),
        ({"4.2": NOW}, f"Then (4.2) {THEN} Now (4.2) {NOW}"),
        ({}, f"Then (4.2) {THEN} It is not in the plan any more."),
    ],
)
def test_the_receipt_shows_the_clause_before_and_after(
    session: Session, browser: Browser, submission: Submission, clauses: dict[str, str], says: str
) -> None:
    newer(session, submission, clauses)

    page = browser.submit(browser.open("/receipt"), code=CODE)

    assert says in page.get_text(" ", strip=True)


def test_a_note_about_a_priority_says_what_it_is_about(
    session: Session, browser: Browser, submission: Submission
) -> None:
    page = browser.submit(browser.open("/receipt"), code=CODE)

    headings = [each.get_text(strip=True) for each in page.select("main section > h2")]
    assert all(headings)
    assert any(heading.startswith("About “") for heading in headings)
