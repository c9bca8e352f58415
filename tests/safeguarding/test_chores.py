"""What is forgotten, and when: drafts after a week, words a year after people were told."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.jobs import do_chores
from consult.people.rules import Role
from consult.respond.models import Draft
from consult.safeguarding.services import raise_concern
from tests.builders import NOW, TODAY, make_comment, make_consultation, make_user, version_for


def test_a_reply_nobody_came_back_to_is_forgotten_after_a_week(session: Session) -> None:
    version = version_for(session, make_consultation(session))
    for key, days in (("old", 8), ("new", 7)):
        saved_on = TODAY - timedelta(days=days)
        session.add(
            Draft(key_hash=key, survey_version_id=version.id, answers={}, saved_on=saved_on)
        )
    session.commit()
    do_chores(session, today=TODAY)
    assert [draft.key_hash for draft in session.query(Draft)] == ["new"]


def test_words_are_forgotten_a_year_after_people_were_told(session: Session) -> None:
    consultation = make_consultation(session, stage="reported")
    words = make_comment(session, consultation)
    held = make_comment(session, consultation, "I am not safe at home")
    officer = make_user(session, Role.PARTICIPATION_OFFICER)
    raise_concern(session, held.id, user_id=officer.id, now=NOW)

    do_chores(session, today=consultation.feedback_on + timedelta(days=365))
    session.refresh(words)
    assert words.text != ""

    do_chores(session, today=consultation.feedback_on + timedelta(days=366))
    session.refresh(words)
    session.refresh(held)
    assert (words.text, held.text) == ("", "I am not safe at home")
