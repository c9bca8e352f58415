"""Publish answers, take words back, tell the story of a comment."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.board.rules import Outcome
from consult.errors import NotFound
from consult.feedback import services as feedback
from consult.feedback.models import Feedback
from consult.feedback.rules import (
    EmptyWords,
    News,
    NotFinal,
    Sewn,
)
from consult.people.rules import Role
from consult.respond.models import Answer, Submission
from consult.respond.rules import TooLateToWithdraw, UnknownCode
from consult.respond.services import submission_of_receipt
from consult.safeguarding.rules import ConcernOutcome
from consult.safeguarding.services import close_concern, raise_concern
from consult.themes.services import placements
from tests.builders import (
    NOW,
    TODAY,
    make_agenda_item,
    make_comment,
    make_consultation,
    make_decision,
    make_submission,
    make_theme,
    make_user,
)
from tests.feedback.threads import CODE, WORDS, give_code, make_thread, provisional, publish
from tests.servers import SECRET


def test_a_newer_answer_stands_beside_the_older(session: Session) -> None:
    thread = make_thread(session)
    newer = publish(session, thread.decision, we_did="The late bus runs on Friday.")

    assert newer.id > thread.feedback.id
    assert feedback.standing_feedback(session, thread.decision.priority_id) is newer
    assert session.scalar(select(func.count(Feedback.id))) == 2


def test_the_same_answer_sent_twice_is_published_once(session: Session) -> None:
    thread = make_thread(session)
    assert publish(session, thread.decision) is thread.feedback


def test_a_provisional_or_superseded_decision_is_not_told(session: Session) -> None:
    thread = make_thread(session)
    newer = provisional(session, thread)
    for decision in (thread.decision, newer):
        with pytest.raises(NotFinal):
            publish(session, decision)


def test_we_did_is_not_said_of_nothing(session: Session) -> None:
    item = make_agenda_item(session, make_consultation(session, stage="reported"))
    decision = make_decision(session, item, outcome=Outcome.KEEP, promised=False)
    with pytest.raises(EmptyWords):
        publish(session, decision)
    assert publish(session, decision, why_not="There is no money for it.").why_not


def test_what_is_owed_says_who_was_told_what(session: Session) -> None:
    thread = make_thread(session)
    before = feedback.owed(session, thread.consultation.id)
    assert [each.is_told for each in before] == [True, False, False, False, False]
    provisional(session, thread)
    first = feedback.owed(session, thread.consultation.id)[0]
    assert first.feedback is thread.feedback
    assert not first.is_told


@pytest.mark.parametrize("typed", [CODE, "Amber Otter LANTERN 4071", "  amber-otter-lantern-4071 "])
def test_a_code_opens_its_submission_however_it_is_typed(session: Session, typed: str) -> None:
    thread = make_thread(session)
    found = submission_of_receipt(session, typed, SECRET)
    assert found.id == thread.comment.submission_id


@pytest.mark.parametrize("code", ["", "amber-otter-lantern-4072", "x" * 100_000, "'; --"])
def test_a_wrong_code_opens_nothing(session: Session, code: str) -> None:
    make_thread(session)
    with pytest.raises(UnknownCode, match="We do not know this code"):
        submission_of_receipt(session, code, SECRET)


def test_words_taken_back_are_gone_and_counts_follow(session: Session) -> None:
    thread = make_thread(session)
    mine = make_submission(
        session,
        thread.consultation,
        answers={"top_three": ["p1", "p2"]},
        comments={"one_thing": "Mine"},
        age_band="13_15",
    )
    withdrawn = feedback.withdraw(session, mine.id, today=TODAY)

    assert withdrawn.withdrawn_on == TODAY
    assert (withdrawn.age_band, withdrawn.may_quote) == (None, False)
    assert not session.scalars(select(Answer).where(Answer.submission_id == mine.id)).all()
    assert len(placements(session, thread.consultation.id)) == 6
    feedback.withdraw(session, thread.comment.submission_id, today=TODAY)
    assert len(placements(session, thread.consultation.id)) == 5
    session.refresh(thread.comment)
    assert thread.comment.text == ""


def test_words_can_be_taken_back_until_the_day_that_was_named(session: Session) -> None:
    thread = make_thread(session)
    last = thread.consultation.withdraw_until
    with pytest.raises(TooLateToWithdraw):
        feedback.withdraw(session, thread.comment.submission_id, today=last + timedelta(days=1))
    first = feedback.withdraw(session, thread.comment.submission_id, today=last)
    again = feedback.withdraw(session, first.id, today=last + timedelta(days=9))
    assert again.withdrawn_on == last


def test_what_safeguarding_holds_is_kept_for_them_alone(session: Session) -> None:
    consultation = make_consultation(session)
    comment = make_comment(session, consultation, "I am not safe at home", age_band="13_15")
    lead = make_user(session, Role.SAFEGUARDING_LEAD)
    raise_concern(session, comment.id, user_id=lead.id, now=NOW)

    submission = feedback.withdraw(session, comment.submission_id, today=TODAY)

    assert (comment.text, submission.age_band) == ("I am not safe at home", "13_15")


def story_of(session: Session, submission: Submission) -> feedback.Story:
    receipt = feedback.receipt_for(session, submission, today=TODAY)
    assert len(receipt.stories) == 1
    return receipt.stories[0]


def test_a_whole_thread_is_a_whole_story(session: Session) -> None:
    thread = make_thread(session)
    story = story_of(session, thread.comment.submission)

    assert story.comment.text == WORDS
    assert story.sorted
    assert (story.sorted.people, story.sorted.by_person) == ("6", True)
    assert list(story.evidence) == [thread.evidence]
    assert story.is_decided
    assert story.decision
    assert story.decision.commitments[0].updates[0].text == "Drivers are found."
    assert story.feedback is thread.feedback
    assert story.next_on == thread.commitment.due_on


def test_few_people_are_never_counted_out(session: Session) -> None:
    thread = make_thread(session, people=3)
    story = story_of(session, thread.comment.submission)
    assert story.sorted
    assert story.sorted.people == "fewer than 5"


def test_a_story_that_has_hardly_begun_says_so(session: Session) -> None:
    consultation = make_consultation(session)
    comment = make_comment(session, consultation)
    story = story_of(session, comment.submission)

    assert (story.sorted, list(story.evidence), story.decision) == (None, [], None)
    assert story.priority
    assert story.priority.code == "P2"
    assert story.next_on == consultation.decides_on
    make_agenda_item(session, consultation, code="P2", held_on=TODAY + timedelta(days=7))
    assert story_of(session, comment.submission).meets_on == TODAY + timedelta(days=7)


def test_a_machines_guess_is_told_as_a_guess(session: Session) -> None:
    consultation = make_consultation(session)
    comment = make_comment(session, consultation)
    make_theme(session, consultation, comments=[comment], confirmed=False)
    story = story_of(session, comment.submission)
    assert story.sorted
    # Whoever made the theme put the comment in by hand.
    assert story.sorted.by_person


def test_a_held_comment_is_in_no_theme(session: Session) -> None:
    thread = make_thread(session)
    lead = make_user(session, Role.SAFEGUARDING_LEAD)
    concern = raise_concern(session, thread.comment.id, user_id=lead.id, now=NOW)
    story = story_of(session, thread.comment.submission)
    assert story.held is concern
    assert story.sorted is None

    close_concern(
        session, concern.id, ConcernOutcome.NOT_A_CONCERN, "A story for school",
        user_id=lead.id, now=NOW,
    )  # fmt: skip
    assert story_of(session, thread.comment.submission).held is None


def test_ticks_alone_have_no_story(session: Session) -> None:
    consultation = make_consultation(session)
    ticked = make_submission(session, consultation, answers={"things_to_do_ease": "3"})
    give_code(session, ticked)
    assert not feedback.receipt_for(session, ticked, today=TODAY).stories


def test_the_public_reads_what_was_published_and_nothing_else(session: Session) -> None:
    thread = make_thread(session)
    plan = thread.consultation.version.plan
    answers = feedback.answers_for(session, plan.slug, today=TODAY)

    assert len(answers.told) == 1
    told = answers.told[0]
    assert told.news is News.UNDER_WAY
    assert [quote.who for quote in told.quotes] == ["Young person, 13 to 15"]
    assert [step.state for step in told.steps] == [Sewn.DONE, Sewn.DONE, Sewn.NOW, Sewn.NEXT]
    assert told.steps[-1].when == "By 9 April 2027"
    assert not told.is_overtaken
    provisional(session, thread)
    assert feedback.answers_for(session, plan.slug, today=TODAY).told[0].is_overtaken


def test_a_plan_without_answers_says_when_they_come(session: Session) -> None:
    consultation = make_consultation(session)
    answers = feedback.answers_for(session, consultation.version.plan.slug, today=TODAY)
    assert (list(answers.told), answers.next_on) == ([], consultation.feedback_on)
    with pytest.raises(NotFound):
        feedback.answers_for(session, "no-such-plan", today=TODAY)
