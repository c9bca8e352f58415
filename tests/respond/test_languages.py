"""A survey in other languages: whole or not offered, and nobody loses their way in it."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Submission
from consult.survey.models import Consultation
from consult.survey.rules import read_definition, texts_of, translated, write_definition
from consult.survey.services import about_of
from tests.builders import (
    NOW,
    definition,
    make_areas,
    make_consultation,
    make_survey,
    make_survey_version,
    version_for,
)
from tests.page import Browser, one


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: NOW)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """A consultation that is whole in Urdu and half done in Welsh."""
    make_areas(session)
    consultation = make_consultation(session)
    about = {path: text for path, text in about_of(consultation).items() if text}
    plain = read_definition(definition())
    texts = {path: f"ur {text}" for path, text in (texts_of(plain) | about).items()}
    spoken = translated(plain, "ur", texts, about)
    spoken = translated(spoken, "cy", {"start.title": "Beth ddylai newid?"}, about)
    survey = make_survey(session, consultation)
    survey.draft = write_definition(spoken)
    session.commit()
    make_survey_version(session, survey)
    return consultation


def address(consultation: Consultation, language: str = "") -> str:
    return f"/s/{consultation.slug}/young_person" + (f"/{language}" if language else "")


def offered(page: BeautifulSoup) -> dict[str, str]:
    """Return the languages a page leads to, by their own names."""
    return {link.get_text(): str(link["href"]) for link in page.select(".langs a")}


def test_only_whole_languages_are_offered(browser: Browser, consultation: Consultation) -> None:
    for path in (f"/s/{consultation.slug}", address(consultation)):
        assert list(offered(browser.open(path))) == ["English", "اردو"]

    browser.open(address(consultation, "cy"), status=404)
    browser.open(f"/s/{consultation.slug}/in/cy", status=404)


def test_a_survey_in_one_language_offers_no_choice(browser: Browser, session: Session) -> None:
    consultation = make_consultation(session)
    version_for(session, consultation)

    assert offered(browser.open(address(consultation))) == {}


def test_the_way_leads_through_pages_in_one_language(
    browser: Browser, consultation: Consultation
) -> None:
    page = browser.open(f"/s/{consultation.slug}")
    page = browser.open(offered(page)["اردو"])
    page = browser.open(str(one(page, ".picks a")["href"]))

    assert (page.html["lang"], page.html["dir"]) == ("ur", "rtl")
    assert one(page, "h1").get_text() == "ur What should change here?"
    assert "ur So that the plan does what you need." in page.get_text()
    assert "23 مئی 2027" in page.get_text()
    page = browser.submit(page)
    assert browser.path.endswith("/ur/q/1")
    assert page.html["dir"] == "rtl"
    assert one(page, "legend").get_text() == "ur Is there fun stuff to do near you?"


def test_an_answer_is_refused_in_the_language_of_the_page(
    browser: Browser, consultation: Consultation
) -> None:
    page = browser.submit(browser.open(address(consultation, "ur")))

    page = browser.submit(page, answer="9", status=422)

    assert one(page, ".errors li").get_text() == "اس صفحے کے جوابوں میں سے چنیں۔"


def test_changing_the_language_keeps_the_answers_and_says_which_it_was_sent_in(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = browser.submit(browser.open(address(consultation)))
    browser.submit(page, answer="4")

    page = browser.open(offered(browser.open(address(consultation)))["اردو"])
    page = browser.open(str(one(page, ".carry a")["href"]))
    assert browser.path.endswith("/ur/q/2")

    page = browser.open(address(consultation, "ur") + "/check")
    assert "ur Some" in page.get_text()
    browser.submit(page)
    assert session.scalars(select(Submission.language)).one() == "ur"


def test_words_changed_since_lead_nobody_new_into_a_language_and_nobody_out_of_it(
    browser: Browser, session: Session, consultation: Consultation
) -> None:
    page = browser.submit(browser.open(address(consultation, "ur")))
    consultation.contact = "ask@saltshire.example"
    session.commit()

    assert offered(browser.open(address(consultation))) == {}
    page = browser.submit(page, answer="4")
    assert browser.path.endswith("/ur/q/2")
    assert "ask@saltshire.example" in browser.open(address(consultation, "ur")).get_text()


def test_the_code_and_answers_keep_their_own_direction(
    browser: Browser, consultation: Consultation
) -> None:
    browser.submit(browser.open(address(consultation, "ur")))
    page = browser.submit(browser.open(address(consultation, "ur") + "/check"))

    assert one(page, "[data-receipt]")["dir"] == "ltr"
    assert "ur The board of the trust." in page.get_text()
