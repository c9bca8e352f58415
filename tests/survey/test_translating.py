"""Translating a survey: line by line, nobody's work lost, changed English marked."""

import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from consult.errors import BadFile
from consult.people.rules import Role
from consult.survey.models import Survey
from consult.survey.rules import Audience, read_definition
from consult.survey.services import (
    TypedLine,
    import_translations,
    save_lines,
    standing_in,
    translations_as_csv,
)
from tests.builders import NOW, PASSWORD, QUESTIONS, make_consultation, make_survey, make_user
from tests.page import Browser, one

TITLE = "start.title"
THANKS = "thanks"
WHO = {"actor": "user:1", "now": NOW}


@pytest.fixture
def survey(session: Session) -> Survey:
    return make_survey(session, make_consultation(session, stage="designing"))


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def address(survey: Survey, language: str = "cy") -> str:
    return f"/staff/surveys/{survey.id}/languages/{language}"


def typed(session: Session, survey: Survey, **texts: str) -> dict[str, TypedLine]:
    """Return lines as somebody types them who sees the survey as it is now."""
    marks = {line.path: line.mark for line in standing_in(session, survey.id, "cy")[1].lines}
    names = {path.replace(".", "_"): path for path in marks}
    return {names[name]: TypedLine(text, marks[names[name]]) for name, text in texts.items()}


def text_at(session: Session, survey: Survey, path: str) -> str:
    lines = standing_in(session, survey.id, "cy")[1].lines
    return next(line.text for line in lines if line.path == path)


def reword(session: Session, survey: Survey, title: str) -> None:
    survey.draft = {**survey.draft, "start": {**survey.draft["start"], "title": title}}
    session.commit()


def notice(page: BeautifulSoup) -> str:
    return one(page, ".errors").get_text(" ", strip=True)


def test_half_a_translation_is_saved_and_counted(officer: Browser, survey: Survey) -> None:
    page = officer.open(address(survey))
    before = len(page.select("textarea"))

    page = officer.submit(page, **{f"t:{TITLE}": "Beth ddylai newid?"})

    assert f"{before - 1} missing" in page.get_text()
    assert one(page, f"[name='t:{TITLE}']").get_text().strip() == "Beth ddylai newid?"


def test_two_people_translate_different_lines_and_keep_both(
    session: Session, survey: Survey
) -> None:
    mine = typed(session, survey, start_title="Fy un i", thanks="")
    theirs = typed(session, survey, start_title="", thanks="Diolch")

    assert save_lines(session, survey.id, "cy", theirs, **WHO) == []
    assert save_lines(session, survey.id, "cy", mine, **WHO) == []

    assert text_at(session, survey, TITLE) == "Fy un i"
    assert text_at(session, survey, THANKS) == "Diolch"


def test_whoever_is_second_on_a_line_is_told_and_loses_nothing(
    officer: Browser, session: Session, survey: Survey
) -> None:
    page = officer.open(address(survey))
    theirs = typed(session, survey, start_title="Eu hun nhw")
    save_lines(session, survey.id, "cy", theirs, **WHO)

    page = officer.submit(page, **{f"t:{TITLE}": "Fy un i", f"t:{THANKS}": "Diolch"})

    assert "Somebody else changed 1 of these lines meanwhile" in notice(page)
    assert one(page, f"[name='t:{TITLE}']").get_text().strip() == "Fy un i"
    assert "Eu hun nhw" in page.get_text()
    assert text_at(session, survey, THANKS) == "Diolch"
    officer.submit(page)
    assert text_at(session, survey, TITLE) == "Fy un i"


def test_changed_english_is_marked_until_somebody_says_it_is_still_right(
    officer: Browser, session: Session, survey: Survey
) -> None:
    save_lines(session, survey.id, "cy", typed(session, survey, start_title="Beth?"), **WHO)
    reword(session, survey, "What would you change?")

    page = officer.open(address(survey))
    assert "1 out of date" in page.get_text()
    assert "It was: What should change here?" in page.get_text()
    page = officer.submit(page, **{f"r:{TITLE}": "1"})
    assert "0 out of date" in page.get_text()


def test_a_text_too_long_is_refused_and_stays_on_the_page(officer: Browser, survey: Survey) -> None:
    page = officer.submit(officer.open(address(survey)), **{f"t:{TITLE}": "a" * 4001})

    assert "4,000 characters" in notice(page)
    assert len(one(page, f"[name='t:{TITLE}']").get_text().strip()) == 4001


def test_urdu_is_written_from_right_to_left(officer: Browser, survey: Survey) -> None:
    page = officer.open(address(survey, "ur"))

    assert {(box["lang"], box["dir"]) for box in page.select("textarea")} == {("ur", "rtl")}


@pytest.mark.parametrize("language", ["en", "xx"])
def test_only_languages_we_offer_are_translated_into(
    officer: Browser, survey: Survey, language: str
) -> None:
    officer.open(address(survey, language), status=404)


def test_a_table_goes_out_and_comes_back(session: Session, survey: Survey) -> None:
    save_lines(session, survey.id, "cy", typed(session, survey, start_title="=Beth?"), **WHO)
    table = translations_as_csv(standing_in(session, survey.id, "cy")[1].lines)

    assert import_translations(session, survey.id, "ro", table.encode(), **WHO) == []

    welsh, romanian = (standing_in(session, survey.id, code)[1].lines for code in ("cy", "ro"))
    assert [line.text for line in welsh] == [line.text for line in romanian]
    assert "'=Beth?" in table


def test_rows_that_do_not_fit_are_named_and_the_others_taken(
    officer: Browser, session: Session, survey: Survey
) -> None:
    table = (
        "path,source,translation\n"
        "thanks,Thank you. Your words are in.,Diolch\n"
        "q.nothing.title,What?,Beth?\n"
        "start.title,What was here before?,Beth?\n"
    )
    file = (io.BytesIO(table.encode()), "cy.csv")
    page = officer.submit(officer.open(address(survey)), form="form[enctype]", file=file)

    said = one(page, "#left-out").get_text(" ", strip=True)
    assert "Row 3: this survey has no text “q.nothing.title”." in said
    assert "Row 4: the English has changed since." in said
    assert text_at(session, survey, THANKS) == "Diolch"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Row 1 must say: path, source, translation."),
        (b"\xff\xfe", "We cannot read this file."),
        (b"path,source,translation\nthanks,only two", "Row 2 has 2 cells"),
        (b"a" * 1_000_001, "too large"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(
    session: Session, survey: Survey, content: bytes, sentence: str
) -> None:
    with pytest.raises(BadFile, match=sentence):
        import_translations(session, survey.id, "cy", content, **WHO)


def test_wordings_stand_side_by_side_with_what_is_missing(
    officer: Browser, session: Session, survey: Survey
) -> None:
    other = make_survey(session, survey.consultation, Audience.PARENT, questions=[*QUESTIONS[1:]])

    page = officer.open(f"/staff/consultations/{survey.consultation_id}/wordings")

    first = page.select("tbody tr")[0]
    assert "Is there fun stuff to do near you?" in first.get_text()
    assert f"/staff/surveys/{other.id}/add" in str(first)
    assert len(page.select("tbody tr")) == len(read_definition(survey.draft).questions)
