"""What makes an answer to children an answer."""

import pytest

from consult.board.rules import CommitmentStatus, Outcome, Standing
from consult.feedback.rules import (
    EmptyWords,
    FeedbackDraft,
    News,
    NotFinal,
    NothingSaid,
    check_feedback,
    news_of,
)

YES = FeedbackDraft("The bus is late.", we_did="It comes on time now.")
NO = FeedbackDraft("The bus is late.", why_not="There is no money for more drivers.")


def check(
    draft: FeedbackDraft = YES,
    *,
    standing: Standing = Standing.FINAL,
    outcome: Outcome = Outcome.CHANGE,
    promised: bool = True,
) -> None:
    check_feedback(draft, standing=standing, outcome=outcome, has_commitment=promised)


def test_yes_and_no_are_both_answers() -> None:
    check(YES)
    check(NO)
    check(NO, outcome=Outcome.KEEP, promised=False)


def test_only_a_final_decision_can_be_told() -> None:
    with pytest.raises(NotFinal):
        check(standing=Standing.PROVISIONAL)


@pytest.mark.parametrize(
    "draft", [FeedbackDraft("", we_did="All"), FeedbackDraft("The bus is late.")]
)
def test_an_answer_says_what_was_said_and_what_came_of_it(draft: FeedbackDraft) -> None:
    with pytest.raises(NothingSaid):
        check(draft)


def test_we_did_needs_a_commitment_or_a_change_behind_it() -> None:
    with pytest.raises(EmptyWords, match="say why not"):
        check(YES, outcome=Outcome.KEEP, promised=False)
    check(YES, outcome=Outcome.KEEP, promised=True)
    check(YES, outcome=Outcome.DROP, promised=False)


@pytest.mark.parametrize(
    ("says_yes", "outcome", "statuses", "news"),
    [
        (False, Outcome.CHANGE, [CommitmentStatus.DONE], News.NO),
        (True, Outcome.CHANGE, [CommitmentStatus.DONE, CommitmentStatus.LATE], News.LATE),
        (True, Outcome.CHANGE, [CommitmentStatus.DONE, None], News.UNDER_WAY),
        (True, Outcome.KEEP, [CommitmentStatus.DONE], News.DONE),
        (True, Outcome.DROP, [], News.CHANGED),
        (True, Outcome.KEEP, [], News.KEPT),
    ],
)
def test_one_word_says_what_came_of_an_answer(
    says_yes: bool, outcome: Outcome, statuses: list[CommitmentStatus | None], news: News
) -> None:
    assert news_of(says_yes, outcome, statuses) is news
