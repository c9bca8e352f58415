"""Counting what people chose."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Submission
from consult.results.rules import QuestionResult
from consult.results.services import question_results, results_as_csv, submissions_by_audience
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation, Survey, SurveyVersion
from consult.survey.rules import Audience
from tests.builders import NOW, QUESTIONS, TODAY, definition, make_consultation, make_submission
from tests.builders import make_user as somebody
from tests.results.county import say_all, withdraw

YOUNG, PARENT = Audience.YOUNG_PERSON, Audience.PARENT


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return say_all(session)


def result(results: list[QuestionResult], key: str) -> QuestionResult:
    return next(each for each in results if each.key == key)


def texts(result: QuestionResult, audience: Audience) -> dict[str, str]:
    return {row.label: row.cells[audience].text for row in result.rows if audience in row.cells}


def test_who_answered(session: Session, consultation: Consultation) -> None:
    assert submissions_by_audience(session, consultation.id) == {YOUNG: 40, PARENT: 12}


def test_one_question_is_joined_over_audiences_in_young_peoples_words(
    session: Session, consultation: Consultation
) -> None:
    ease = result(question_results(session, consultation.id), "things_to_do_ease")
    assert ease.title == "Is there fun stuff to do near you?"
    assert ease.bases == {YOUNG: "40", PARENT: "12"}
    assert [row.label for row in ease.rows][-1] == "Did not answer"


def test_two_who_did_not_answer_cannot_be_worked_out(
    session: Session, consultation: Consultation
) -> None:
    ease = result(question_results(session, consultation.id), "things_to_do_ease")
    assert texts(ease, YOUNG) == {
        "No": "hidden",
        "Not much": "hidden",
        "In the middle": "hidden",
        "Some": "12 (30%)",
        "Lots": "20 (50%)",
        "Did not answer": "hidden",
    }


def test_few_parents_have_counts_and_no_percentages(
    session: Session, consultation: Consultation
) -> None:
    ease = result(question_results(session, consultation.id), "things_to_do_ease")
    assert texts(ease, PARENT)["No"] == "7"
    assert texts(ease, PARENT)["Not much"] == "5"


def test_of_several_choices_each_stands_alone(session: Session, consultation: Consultation) -> None:
    better = result(question_results(session, consultation.id), "better_play")
    assert texts(better, YOUNG) == {
        "Clean parks": "hidden",
        "Free clubs": "15 (38%)",
        "More lights": "hidden",
        "Something else": "0 (0%)",
    }


def test_top_threes_comments_and_areas_are_counted(
    session: Session, consultation: Consultation
) -> None:
    results = question_results(session, consultation.id)
    assert texts(result(results, "top_three"), YOUNG)["Priority number 3"] == "40 (100%)"
    assert texts(result(results, "top_three"), YOUNG)["Priority number 4"] == "0 (0%)"
    assert texts(result(results, "one_thing"), YOUNG) == {"Wrote a comment": "10 (25%)"}
    assert texts(result(results, "area"), YOUNG) == {
        "Eastquay": "15 (38%)",
        "Saltby": "25 (62%)",
        "Thornwick": "0 (0%)",
        "Did not answer": "0 (0%)",
    }


def test_who_was_not_asked_has_no_cell(session: Session, consultation: Consultation) -> None:
    results = question_results(session, consultation.id)
    assert set(result(results, "better_play").bases) == {YOUNG}
    assert set(result(results, "home_help").bases) == {PARENT}
    assert results[-1].key == "home_help"


def test_who_withdraws_vanishes_from_every_number(
    session: Session, consultation: Consultation
) -> None:
    lots = session.scalars(
        select(Submission)
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Answer.question_key == "things_to_do_ease", Answer.option_key == "5")
    ).all()
    withdraw(session, *lots[:8], on=TODAY)
    ease = result(question_results(session, consultation.id), "things_to_do_ease")
    assert texts(ease, YOUNG)["Lots"] == "12 (38%)"
    assert ease.bases[YOUNG] == "32"
    one_thing = result(question_results(session, consultation.id), "one_thing")
    assert texts(one_thing, YOUNG) == {"Wrote a comment": "hidden"}


def test_what_the_safeguarding_lead_holds_is_counted_nowhere(
    session: Session, consultation: Consultation
) -> None:
    held = session.scalars(select(Comment)).first()
    assert held is not None
    raise_concern(session, held.id, user_id=somebody(session).id, now=NOW)
    one_thing = result(question_results(session, consultation.id), "one_thing")
    assert texts(one_thing, YOUNG) == {"Wrote a comment": "9 (22%)"}


def test_an_area_has_only_its_own_people(session: Session, consultation: Consultation) -> None:
    results = question_results(session, consultation.id, area_key="saltby")
    assert texts(result(results, "things_to_do_ease"), YOUNG)["Lots"] == "20 (80%)"
    assert result(results, "things_to_do_ease").bases == {YOUNG: "25", PARENT: "0"}
    assert "area" not in {each.key for each in results}


def test_answers_to_an_older_wording_still_count(
    session: Session, consultation: Consultation
) -> None:
    survey = session.scalars(
        select(Survey).where(Survey.consultation_id == consultation.id, Survey.audience == YOUNG)
    ).one()
    options = [{"key": "clubs", "label": "Clubs for free"}, {"key": "bus", "label": "A bus"}]
    newer = {**QUESTIONS[1], "title": "What would help?", "options": options}
    version = SurveyVersion(
        survey=survey,
        number=2,
        definition=definition([newer]),
        published_at=NOW + timedelta(days=1),
        published_by=somebody(session),
    )
    session.add(version)
    session.commit()
    results = question_results(session, consultation.id)
    better = result(results, "better_play")
    assert better.title == "What would help?"
    assert texts(better, YOUNG)["Clubs for free"] == "15 (38%)"
    assert texts(better, YOUNG)["Clean parks"] == "hidden"
    assert result(results, "top_three").bases == {YOUNG: "40"}


def test_a_handful_of_people_are_hidden_altogether(session: Session) -> None:
    consultation = make_consultation(session)
    for _ in range(4):
        make_submission(session, consultation, answers={"better_play": ["parks"]})
    for each in question_results(session, consultation.id):
        assert {row.cells[YOUNG].text for row in each.rows} <= {"hidden"}
        assert each.bases == {YOUNG: "fewer than 5"}


def test_results_take_a_few_queries_however_many_answered(
    session: Session, consultation: Consultation
) -> None:
    queries: list[str] = []

    def note(*given: Any) -> None:
        queries.append(given[2])

    event.listen(session.get_bind(), "before_cursor_execute", note)
    question_results(session, consultation.id)
    event.remove(session.get_bind(), "before_cursor_execute", note)
    assert len([query for query in queries if query.startswith("SELECT")]) <= 14


def test_a_spreadsheet_runs_nothing(session: Session, consultation: Consultation) -> None:
    file = results_as_csv(question_results(session, consultation.id))
    lines = file.split("\r\n")
    assert lines[0] == "question_key,question,option_key,option,audience,count,percent,figure"
    assert "home_help,'=Do you get help at home?,yes,'+Yes,Parent or carer,hidden,," in lines
    assert "better_play,What would make it better?,parks,Clean parks,Young person,hidden,," in lines
    assert "better_play,What would make it better?,clubs,Free clubs,Young person,15,38," in lines
