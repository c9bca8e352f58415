"""What a reader of evidence is told of those who spoke, and what vanishes when it must."""

import pytest
from sqlalchemy.orm import Session

from consult.errors import RuleBroken
from consult.evidence.services import (
    confirmed_themes,
    frozen_figures,
    offered_quotes,
    quotes_of,
    quotes_shown,
    report_consultation,
)
from consult.people.rules import Role
from consult.safeguarding.services import raise_concern
from consult.survey.rules import Audience
from consult.themes.models import Coding, ThemeRun
from consult.themes.rules import Source
from tests.builders import (
    NOW,
    PASSWORD,
    TODAY,
    make_comment,
    make_consultation,
    make_evidence,
    make_theme,
    make_user,
)
from tests.page import Browser

SAID = {"young_person": {"people": "12", "of": "60", "percent": 20}}


def test_a_quote_tells_of_audience_and_age_band_and_never_of_a_place(session: Session) -> None:
    consultation = make_consultation(session)
    comment = make_comment(session, consultation, age_band="11_12", area_key="saltby")
    shy = make_comment(session, consultation, "No", age_band="rather_not_say")
    quotes = quotes_shown(session, [comment, shy])
    assert quotes[comment.id].who == "Young person, 11 or 12"
    assert quotes[shy.id].who == "Young person"


def test_a_quote_vanishes_when_safeguarding_holds_it(session: Session) -> None:
    consultation = make_consultation(session)
    comment = make_comment(session, consultation)
    evidence = make_evidence(session, consultation, quotes=[comment])
    shown = quotes_of(session, [evidence.id])[evidence.id]
    assert [quote.comment_id for quote in shown] == [comment.id]
    raise_concern(session, comment.id, user_id=make_user(session).id, now=NOW)
    assert quotes_of(session, [evidence.id])[evidence.id] == []


def test_words_in_two_themes_are_offered_once(session: Session) -> None:
    consultation = make_consultation(session)
    comments = [make_comment(session, consultation, f"Bus {n}") for n in range(4)]
    run = ThemeRun(consultation_id=consultation.id, engine="", comments=4, finished_at=NOW)
    session.add(run)
    session.flush()
    for theme in (make_theme(session, consultation), make_theme(session, consultation)):
        for comment in comments:
            coding = {"source": Source.MACHINE, "run_id": run.id, "coded_at": NOW}
            session.add(Coding(comment_id=comment.id, theme_id=theme.id, **coding))
    session.commit()
    views = confirmed_themes(session, consultation.id)
    offered = offered_quotes(session, views, most=3)
    texts = [quote.text for each in offered for quote in each.quotes]
    assert sorted(texts) == ["Bus 0", "Bus 1", "Bus 2", "Bus 3"]


def test_figures_are_read_back_as_they_were_frozen(session: Session) -> None:
    evidence = make_evidence(session, make_consultation(session))
    evidence.figures = {
        "as_of": "2027-03-10",
        "answered": {"parent": "fewer than 5", "young_person": "60"},
        "themes": [{"id": 1, "name": "Buses", "said": SAID}],
        "top_three": {},
    }
    session.expunge(evidence)
    figures = frozen_figures(evidence)
    assert figures.as_of == TODAY
    assert figures.audiences == (Audience.YOUNG_PERSON, Audience.PARENT)
    assert [cell.text for cell in figures.rows[0].cells] == ["20% (12)", "not counted"]


@pytest.mark.parametrize(
    ("stage", "sentence"), [("designing", "not opened yet"), ("open", "can still answer")]
)
def test_only_what_has_closed_is_reported(session: Session, stage: str, sentence: str) -> None:
    consultation = make_consultation(session, stage=stage)
    make_evidence(session, consultation)
    with pytest.raises(RuleBroken, match=sentence):
        report_consultation(session, consultation.id, actor="user:1", today=TODAY, now=NOW)


def test_each_chart_on_the_page_has_a_name_of_its_own(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session)
    for code in ("P1", "P1", "P2"):
        make_evidence(session, consultation, code=code)
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)
    page = browser.open(f"/staff/consultations/{consultation.id}/evidence")
    names = [str(region["aria-label"]) for region in page.select("[role=region]")]
    assert len(names) == len(set(names))
    assert len(page.select("article")) == 3


def test_100_000_characters_are_refused_and_kept(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session)
    theme = make_theme(session, consultation)
    evidence = make_evidence(session, consultation)
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    place = f"/staff/consultations/{consultation.id}/evidence/new?priority={evidence.priority_id}"
    long = "otter " * 16_667
    page = browser.submit(browser.open(place), statement=long, strength="1", themes=[str(theme.id)])
    assert "Use at most 2,000 characters" in page.get_text()
    assert page.select_one("textarea[name=statement]").get_text().strip() == long.strip()
