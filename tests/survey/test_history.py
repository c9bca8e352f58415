"""Undo, redo, going back, and who did what; two people on one survey keep what each did."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.errors import NotFound, RuleBroken, Stale
from consult.people.rules import Role
from consult.survey import services as surveys
from consult.survey.models import Survey, SurveyChange
from consult.survey.rules import QuestionDraft, Start
from consult.survey.services.history import KEPT
from tests.builders import NOW, PASSWORD, make_consultation, make_survey, make_user
from tests.page import Browser, one

BY = "user:1"


@pytest.fixture
def survey(session: Session) -> Survey:
    return make_survey(session, make_consultation(session, stage="designing"))


def title(session: Session, survey: Survey, key: str = "one_thing") -> str:
    question = surveys.survey_of(session, survey.id)[1].question(key)
    assert question
    return question.title


def reword(session: Session, survey: Survey, words: str, *, actor: str = BY) -> None:
    draft = QuestionDraft(words, max_length=300)
    surveys.change_question(
        session, survey.id, "one_thing", draft, revision=survey.revision, actor=actor, now=NOW
    )


def undo(session: Session, survey: Survey) -> None:
    surveys.undo(session, survey.id, revision=survey.revision, actor=BY, now=NOW)


def redo(session: Session, survey: Survey) -> None:
    surveys.redo(session, survey.id, revision=survey.revision, actor=BY, now=NOW)


def test_steps_are_taken_back_one_by_one_and_done_again(session: Session, survey: Survey) -> None:
    first = survey.draft
    for words in ("One?", "Two?", "Three?"):
        reword(session, survey, words)

    undo(session, survey)
    undo(session, survey)
    assert title(session, survey) == "One?"
    redo(session, survey)
    assert title(session, survey) == "Two?"
    undo(session, survey)
    undo(session, survey)
    assert survey.draft == first
    with pytest.raises(RuleBroken, match="nothing to take back"):
        undo(session, survey)
    for _ in range(3):
        redo(session, survey)
    assert title(session, survey) == "Three?"
    with pytest.raises(RuleBroken, match="nothing to do again"):
        redo(session, survey)


def test_after_something_new_nothing_is_left_to_do_again(session: Session, survey: Survey) -> None:
    reword(session, survey, "One?")
    undo(session, survey)
    reword(session, survey, "New?")

    with pytest.raises(RuleBroken):
        redo(session, survey)
    undo(session, survey)
    assert title(session, survey) == "What one thing should change?"


def test_undo_takes_back_only_what_one_has_seen(session: Session, survey: Survey) -> None:
    reword(session, survey, "One?")
    reword(session, survey, "Two?", actor="user:2")

    with pytest.raises(Stale):
        surveys.undo(session, survey.id, revision=2, actor=BY, now=NOW)
    session.rollback()
    assert title(session, survey) == "Two?"


def test_saving_what_is_there_already_is_no_step(session: Session, survey: Survey) -> None:
    reword(session, survey, "One?")
    reword(session, survey, "One?")

    assert survey.revision == 2
    assert len(surveys.changes_of(session, survey.id)) == 1


def test_only_the_newest_drafts_are_kept_whole(session: Session, survey: Survey) -> None:
    for number in range(KEPT + 5):
        reword(session, survey, f"Number {number}?")

    kept = select(func.count()).where(SurveyChange.before.is_not(None))
    assert session.scalar(kept) == KEPT
    assert session.scalar(select(func.count(SurveyChange.id))) == KEPT + 5
    with pytest.raises(NotFound):
        surveys.go_back(session, survey.id, 2, actor=BY, now=NOW)
    surveys.go_back(session, survey.id, survey.revision - 50, actor=BY, now=NOW)
    assert title(session, survey) == "Number 54?"


def test_who_did_what_and_going_back(session: Session, survey: Survey, browser: Browser) -> None:
    officer = make_user(session, Role.PARTICIPATION_OFFICER, name="Kim Shaw")
    browser.sign_in(officer.email, PASSWORD)
    reword(session, survey, "One?", actor=f"user:{officer.id}")
    surveys.remove_question(session, survey.id, "area", revision=2, actor="system", now=NOW)

    page = browser.open(f"/staff/surveys/{survey.id}/history")
    told = [row.get_text() for row in page.select("tbody th")]
    assert told == [
        "The system took out a question: “Which town is near you?”",
        "Kim Shaw changed a question: “What one thing should change?”",
        "The draft before all this",
    ]
    browser.submit(page, form="form[action$='/history/2']")
    assert surveys.survey_of(session, survey.id)[1].question("area")
    assert title(session, survey) == "One?"


def test_undo_and_redo_are_buttons_of_the_builder(
    session: Session, survey: Survey, browser: Browser
) -> None:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    address = f"/staff/surveys/{survey.id}?question=one_thing"
    assert not browser.open(address).select("#undo, #redo")
    page = browser.submit(browser.open(address), form="#edit", title="New words?")

    page = browser.submit(page, form="form[action$='/undo']")
    assert title(session, survey) == "What one thing should change?"
    assert "Taken back: Ash Reed changed a question" in one(page, "#said").get_text()
    old = page
    page = browser.submit(page, form="form[action$='/redo']")
    assert title(session, survey) == "New words?"
    page = browser.submit(old, form="form[action$='/redo']")
    assert "changed meanwhile" in one(page, ".errors").get_text()


class TestTwoPeople:
    """Kim and Ash have the same survey open."""

    @pytest.fixture
    def kim(self, session: Session) -> str:
        return f"user:{make_user(session, Role.PARTICIPATION_OFFICER, name='Kim Shaw').id}"

    @pytest.fixture
    def ash(self, session: Session, browser: Browser) -> Browser:
        browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
        return browser

    def at(self, ash: Browser, survey: Survey, key: str) -> BeautifulSoup:
        return ash.open(f"/staff/surveys/{survey.id}?question={key}")

    def test_changes_to_different_questions_are_both_kept_and_told(
        self, session: Session, survey: Survey, kim: str, ash: Browser
    ) -> None:
        page = self.at(ash, survey, "area")
        reword(session, survey, "Kim’s words?", actor=kim)
        surveys.move_question(session, survey.id, "area", 1, actor=kim, now=NOW)

        page = ash.submit(page, form="#edit", title="Where do you live?")

        session.expire_all()
        assert title(session, survey, "area") == "Where do you live?"
        assert title(session, survey) == "Kim’s words?"
        said = one(page, "#said").get_text()
        assert "Kim Shaw changed a question: “What one thing should change?”" in said
        assert "Kim Shaw moved a question" in said
        assert "Both are kept" in said

    def test_the_second_on_one_question_is_told_who_did_what(
        self, session: Session, survey: Survey, kim: str, ash: Browser
    ) -> None:
        page = self.at(ash, survey, "one_thing")
        reword(session, survey, "Kim’s words?", actor=kim)

        page = ash.submit(page, form="#edit", title="Ash’s words?")

        assert "Kim Shaw changed this survey while you" in one(page, ".errors").get_text()
        newer = one(page, "#newer").get_text(" ")
        assert "changed a question" in newer
        assert "Kim’s words?" in newer
        assert one(page, "#title").get_text().strip() == "Ash’s words?"
        assert title(session, survey) == "Kim’s words?"
        ash.submit(page, form="#edit")
        session.expire_all()
        assert title(session, survey) == "Ash’s words?"

    def test_a_question_taken_out_by_another_stops_nothing_elsewhere(
        self, session: Session, survey: Survey, kim: str, ash: Browser
    ) -> None:
        start = ash.open(f"/staff/surveys/{survey.id}")
        surveys.remove_question(session, survey.id, "area", revision=1, actor=kim, now=NOW)

        ash.submit(start, form="#edit", title="Your plan")

        session.expire_all()
        definition = surveys.survey_of(session, survey.id)[1]
        assert definition.start.title == "Your plan"
        assert definition.question("area") is None

    def test_what_is_not_kept_any_more_is_never_overwritten(
        self, session: Session, survey: Survey, kim: str
    ) -> None:
        surveys.change_start(
            session, survey.id, Start(title="Kim’s"), "", revision=1, actor=kim, now=NOW
        )
        for revision in (0, 99):
            with pytest.raises(Stale):
                surveys.change_start(
                    session, survey.id, Start(title="?"), "", revision=revision, actor=BY, now=NOW
                )
            session.rollback()
