"""A comment on a clause stays with the words it was about."""

import pytest
from sqlalchemy.orm import Session

from consult.plan.models import Clause, PlanVersion
from consult.plan.rules import PlanStage
from consult.respond.models import Submission
from consult.respond.services import ClauseStory, clause_of
from tests.builders import make_consultation, make_submission, make_survey, make_survey_version

THEN, NOW = "We will light some paths.", "We will light the path to every bus stop."
QUESTIONS = [
    {"key": "paths", "type": "clause", "title": "What do you think of this?", "clause": "4.2"},
    {"key": "more", "type": "long_text", "title": "What else?"},
]


@pytest.fixture
def submission(session: Session) -> Submission:
    consultation = make_consultation(session)
    add(session, consultation.version, {"4.1": "We listen.", "4.2": THEN})
    make_survey_version(session, make_survey(session, consultation, questions=QUESTIONS))
    return make_submission(session, consultation, comments={"paths": "Light the path first."})


def add(session: Session, version: PlanVersion, clauses: dict[str, str]) -> None:
    session.add_all(
        Clause(plan_version_id=version.id, number=number, rank=rank, text=text)
        for rank, (number, text) in enumerate(clauses.items(), start=1)
    )
    session.commit()


def newer(session: Session, submission: Submission, clauses: dict[str, str]) -> PlanVersion:
    """Write the next version of the plan, as it was adopted."""
    before = submission.consultation.version
    after = PlanVersion(
        plan=before.plan,
        number=before.number + 1,
        stage=PlanStage.ADOPTED,
        summary="What we will do.",
        starts_on=before.starts_on,
        ends_on=before.ends_on,
    )
    session.add(after)
    session.flush()
    add(session, after, clauses)
    return after


def test_before_anything_changes_both_are_the_same(
    session: Session, submission: Submission
) -> None:
    story = clause_of(session, submission, "paths")

    assert story == ClauseStory("4.2", THEN, THEN)
    assert not story.changed


def test_the_next_version_stands_beside_the_words_commented_on(
    session: Session, submission: Submission
) -> None:
    newer(session, submission, {"4.2": NOW})

    story = clause_of(session, submission, "paths")
    assert story == ClauseStory("4.2", THEN, NOW)
    assert story.changed


def test_a_draft_that_nobody_may_read_yet_shows_nothing(
    session: Session, submission: Submission
) -> None:
    newer(session, submission, {"4.2": NOW}).stage = PlanStage.DRAFT
    session.commit()

    assert clause_of(session, submission, "paths") == ClauseStory("4.2", THEN, THEN)


def test_a_clause_that_was_taken_out_has_no_words_now(
    session: Session, submission: Submission
) -> None:
    newer(session, submission, {"4.1": "We listen."})

    assert clause_of(session, submission, "paths") == ClauseStory("4.2", THEN, "")


def test_other_questions_are_about_no_clause(session: Session, submission: Submission) -> None:
    assert clause_of(session, submission, "more") is None
    assert clause_of(session, submission, "nowhere") is None
