"""What other systems get wrong when a live survey is changed, each replayed here."""

import csv
import io
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from consult.people.models import User
from consult.people.rules import Role
from consult.results.services import question_results, results_as_csv
from consult.survey import services as surveys
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import AnswerLine, NewQuestion, QuestionDraft, QuestionType
from consult.survey.rules.drafting import draft_of
from tests.builders import (
    NOW,
    PASSWORD,
    make_consultation,
    make_submission,
    make_survey,
    make_user,
)
from tests.page import Browser, one

BY = "user:1"
KEY = "better_play"


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, Role.PARTICIPATION_OFFICER)


@pytest.fixture
def live(session: Session, user: User) -> Survey:
    """A survey that people answer already."""
    survey = make_survey(session, make_consultation(session))
    publish(session, survey, user)
    return survey


def publish(session: Session, survey: Survey, user: User) -> SurveyVersion:
    return surveys.publish_survey(session, survey.id, user_id=user.id, now=NOW)


def answer(session: Session, consultation: Consultation, option: str, people: int) -> None:
    for _ in range(people):
        make_submission(session, consultation, answers={KEY: [option]})


def draft(session: Session, survey: Survey) -> QuestionDraft:
    question = surveys.survey_of(session, survey.id)[1].question(KEY)
    assert question
    return draft_of(question)


def change(session: Session, survey: Survey, changed: QuestionDraft) -> None:
    surveys.change_question(
        session, survey.id, KEY, changed, revision=survey.revision, actor=BY, now=NOW
    )


def columns(session: Session, consultation: Consultation) -> dict[str, tuple[str, str]]:
    """Return the words and the count of each column of the export, by its key."""
    file = io.StringIO(results_as_csv(question_results(session, consultation.id)))
    return {
        row["option_key"]: (row["option"], row["count"])
        for row in csv.DictReader(file)
        if row["question_key"] == KEY
    }


def without(found: QuestionDraft, key: str, *added: AnswerLine) -> QuestionDraft:
    lines = [line for line in found.answers if line.key != key]
    return replace(found, answers=(*lines, *added))


def test_decidim_a_live_survey_cannot_be_changed_here_a_draft_stands_beside_it(
    session: Session, live: Survey, user: User
) -> None:
    change(session, live, replace(draft(session, live), title="What would be better?"))

    published = surveys.published_version(session, live.id)
    assert published
    assert published.number == 1
    there = surveys.differences_from(published, surveys.survey_of(session, live.id)[1])
    assert [(each.key, each.what) for each in there] == [(KEY, ("question reworded",))]
    assert publish(session, live, user).number == 2


def test_kobo_2089_removing_an_option_shifts_no_later_column(
    session: Session, live: Survey, user: User
) -> None:
    for option, people in (("parks", 10), ("clubs", 20), ("lights", 30)):
        answer(session, live.consultation, option, people)
    before = columns(session, live.consultation)

    change(session, live, without(draft(session, live), "parks"))
    publish(session, live, user)

    after = columns(session, live.consultation)
    assert (before["clubs"][1], before["lights"][1]) == ("20", "30")
    assert {key: after[key] for key in ("clubs", "lights")} == {
        key: before[key] for key in ("clubs", "lights")
    }
    assert after["parks"] == before["parks"]


def test_kobo_1358_relabelling_an_answer_renames_and_moves_no_column(
    session: Session, live: Survey, user: User
) -> None:
    for option, people in (("parks", 10), ("clubs", 20), ("lights", 30)):
        answer(session, live.consultation, option, people)
    before = columns(session, live.consultation)
    found = draft(session, live)

    relabelled = [replace(line, label=f"{line.label}, please") for line in found.answers]
    change(session, live, replace(found, title="What helps?", answers=tuple(relabelled)))
    publish(session, live, user)

    after = columns(session, live.consultation)
    assert list(after) == list(before)
    assert [count for _, count in after.values()] == [count for _, count in before.values()]


def test_kobo_1358_relabelling_a_question_keeps_its_column(
    session: Session, live: Survey, user: User
) -> None:
    change(session, live, replace(draft(session, live), title="Something else entirely?"))
    second = publish(session, live, user)

    assert [q["key"] for q in second.definition["questions"]][1] == KEY


def test_a_new_answer_never_takes_the_column_of_one_that_was_taken_out(
    session: Session, live: Survey, user: User
) -> None:
    change(session, live, without(draft(session, live), "parks"))
    publish(session, live, user)

    other = without(draft(session, live), "", AnswerLine("", "Parks!"))
    change(session, live, other)
    assert draft(session, live).answers[-1].key == "parks_2"

    same = without(draft(session, live), "parks_2", AnswerLine("", "Clean parks"))
    change(session, live, same)
    assert draft(session, live).answers[-1].key == "parks"


def test_a_new_question_never_takes_the_column_of_one_that_was_taken_out(
    session: Session, live: Survey
) -> None:
    surveys.remove_question(session, live.id, "area", revision=1, actor=BY, now=NOW)

    new = NewQuestion(QuestionType.LONG_TEXT, "Area")
    assert surveys.add_question(session, live.id, new, actor=BY, now=NOW) == "area_2"


def test_whoever_changes_a_live_survey_is_warned_that_people_have_answered(
    session: Session, live: Survey, user: User, browser: Browser
) -> None:
    browser.sign_in(user.email, PASSWORD)
    address = f"/staff/surveys/{live.id}"
    confirm = browser.open(f"{address}/questions/{KEY}/remove")
    assert "People may have answered it already" in one(confirm, "main").get_text()

    change(session, live, without(draft(session, live), "parks"))
    page = browser.open(f"{address}?question={KEY}")

    assert "answer “Clean parks” taken out" in one(page, "dl.facts").get_text()
    assert "new" not in one(page, ".pages a[aria-current] small").get_text()
    assert "changed" in one(page, ".pages a[aria-current] small").get_text()
