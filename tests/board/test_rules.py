"""What makes a decision sound, without a computer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consult.board.rules import (
    CommitmentIncomplete,
    DecisionDraft,
    DecisionUnsupported,
    DueInThePast,
    Outcome,
    ReasonTooShort,
    Standing,
    check_commitment,
    check_decision,
)
from tests.builders import TODAY

SOUND = DecisionDraft(
    outcome=Outcome.CHANGE,
    standing=Standing.FINAL,
    reason="The last bus goes too early.",
    evidence_ids=(1,),
)


def check(draft: DecisionDraft, *, cited: int = 1) -> None:
    check_decision(draft, priority_label="Getting around", cited=cited)


def test_a_reason_and_evidence_make_a_decision_sound() -> None:
    check(SOUND)


@pytest.mark.parametrize("reason", ["", "   ", "Because we say so"])
def test_a_reason_has_five_words_at_least(reason: str) -> None:
    with pytest.raises(ReasonTooShort, match="Children will read it"):
        check(replace(SOUND, reason=reason))


def test_a_final_decision_without_evidence_says_why_there_is_none() -> None:
    with pytest.raises(DecisionUnsupported, match="Getting around"):
        check(replace(SOUND, no_evidence_reason="  "), cited=0)
    check(replace(SOUND, no_evidence_reason="The law changed."), cited=0)


def test_a_provisional_decision_may_wait_for_evidence() -> None:
    check(replace(SOUND, standing=Standing.PROVISIONAL), cited=0)


@pytest.mark.parametrize(
    ("owner", "deed", "day"),
    [(1, "", None), (None, "Run a bus", None), (None, "", TODAY), (1, "Run a bus", None),
     (1, "  ", TODAY), (None, "Run a bus", TODAY)],
)  # fmt: skip
def test_a_commitment_has_an_owner_a_deed_and_a_day(
    owner: int | None, deed: str, day: date | None
) -> None:
    with pytest.raises(CommitmentIncomplete):
        check_commitment(
            replace(SOUND, organisation_id=owner, commitment=deed, due_on=day), today=TODAY
        )


def test_a_commitment_is_due_in_days_to_come() -> None:
    promise = replace(SOUND, organisation_id=1, commitment="Run a bus", due_on=TODAY)
    check_commitment(promise, today=TODAY)
    check_commitment(SOUND, today=TODAY)
    with pytest.raises(DueInThePast):
        check_commitment(promise, today=TODAY + timedelta(days=1))
