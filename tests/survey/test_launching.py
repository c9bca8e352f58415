"""A consultation opens only when it is fair, and what was promised then stands."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.errors import NotFound, RuleBroken
from consult.survey import services as surveys
from consult.survey.models import Consultation
from consult.survey.rules import (
    AlreadyPromised,
    Audience,
    CannotLaunch,
    ClosesTooEarly,
    Stage,
)
from tests.builders import (
    NOW,
    QUESTIONS,
    TODAY,
    make_agenda_item,
    make_consultation,
    make_plan_version,
    make_survey,
    make_survey_version,
)
from tests.survey.ready import BY, DAY, make_ready


def ready(session: Session) -> Consultation:
    """Make a consultation that has everything it needs to be launched."""
    return make_ready(session, make_consultation(session, stage="designing"))


def change(session: Session, consultation: Consultation, **changes: Any) -> Consultation:
    draft = replace(surveys.draft_of(session, consultation), **changes)
    return surveys.change_consultation(session, consultation.id, draft, actor=BY, now=NOW)


def to_do(session: Session, consultation: Consultation) -> list[str]:
    checks = surveys.launch_checks(session, consultation.id, TODAY)
    return [check.key for check in checks if check.blocks]


def launch(session: Session, consultation: Consultation) -> Consultation:
    return surveys.launch(session, consultation.id, actor=BY, today=TODAY, now=NOW)


def extend(session: Session, consultation: Consultation, days: int) -> Consultation:
    until = consultation.closes_on + days * DAY
    return surveys.extend(session, consultation.id, until, actor=BY, today=TODAY, now=NOW)


def test_what_is_ready_is_launched_before_its_first_day(session: Session) -> None:
    consultation = ready(session)

    launch(session, consultation)

    assert surveys.stage(consultation, TODAY) is Stage.COMING
    with pytest.raises(CannotLaunch, match="already"):
        launch(session, consultation)


def test_nothing_published_cannot_be_launched(session: Session) -> None:
    consultation = make_consultation(session, stage="designing")

    with pytest.raises(CannotLaunch, match="Publish at least one survey"):
        launch(session, consultation)
    assert consultation.launched_on is None


def test_a_wording_that_leaves_a_priority_out_is_named(session: Session) -> None:
    consultation = ready(session)
    parents = make_survey(session, consultation, Audience.PARENT, questions=QUESTIONS)
    make_survey_version(session, parents)

    check = surveys.launch_check(session, consultation.id, "priorities", TODAY)

    assert check.found == "Parent or carer does not ask about P3, P4 and P5."
    assert "priorities" in to_do(session, consultation)


@pytest.mark.parametrize(
    "name", ["why", "what_can_change", "what_is_fixed", "who_reads", "who_decides", "contact"]
)
def test_what_people_must_know_is_asked_for(session: Session, name: str) -> None:
    consultation = ready(session)

    change(session, consultation, **{name: " "})

    assert to_do(session, consultation) == ["start_page"]


def test_dates_out_of_order_are_named(session: Session) -> None:
    consultation = ready(session)

    change(
        session,
        consultation,
        decides_on=consultation.closes_on,
        withdraw_until=consultation.closes_on - DAY,
    )

    assert to_do(session, consultation) == ["order", "withdrawal"]


def test_one_whose_first_day_has_passed_cannot_be_launched(session: Session) -> None:
    consultation = ready(session)
    change(session, consultation, opens_on=TODAY - DAY)

    with pytest.raises(CannotLaunch, match="That day has passed"):
        launch(session, consultation)


def test_it_cannot_close_before_it_opens(session: Session) -> None:
    consultation = ready(session)

    with pytest.raises(ClosesTooEarly):
        change(session, consultation, closes_on=consultation.opens_on - DAY)


def test_after_the_launch_only_a_later_last_day_and_words_may_change(session: Session) -> None:
    consultation = launch(session, ready(session))
    promised = surveys.draft_of(session, consultation)

    for name in ("opens_on", "decides_on", "feedback_on", "withdraw_until"):
        with pytest.raises(AlreadyPromised):
            change(session, consultation, **{name: getattr(promised, name) + DAY})
    with pytest.raises(AlreadyPromised):
        change(session, consultation, priority_ids=frozenset())
    with pytest.raises(ClosesTooEarly):
        change(session, consultation, closes_on=promised.closes_on - DAY)

    change(session, consultation, closes_on=promised.closes_on + DAY, lead="In short: help us.")
    assert consultation.closes_on == promised.closes_on + DAY


def test_its_words_may_change_when_a_meeting_has_taken_up_what_it_asks(session: Session) -> None:
    consultation = make_consultation(session, stage="closed")
    make_agenda_item(session, consultation)

    change(session, consultation, lead="In short: help us.")
    assert consultation.lead == "In short: help us."


def test_priorities_come_and_go_until_the_launch(session: Session) -> None:
    consultation = make_consultation(session, stage="designing")
    first, *others = [one.id for one in surveys.priorities_of(session, consultation.id)]

    for chosen in (frozenset({first}), frozenset({first, *others})):
        change(session, consultation, priority_ids=chosen)
        asked = {one.id for one in surveys.priorities_of(session, consultation.id)}
        assert asked == chosen


def test_it_is_kept_open_longer_never_shorter(session: Session) -> None:
    consultation = launch(session, ready(session))
    before = consultation.closes_on

    for days in (-1, 0, 100):
        with pytest.raises(ClosesTooEarly):
            extend(session, consultation, days)
    extend(session, consultation, 30)

    assert consultation.closes_on == before + 30 * DAY


def test_words_can_be_taken_back_as_long_as_it_is_open(session: Session) -> None:
    consultation = ready(session)
    change(session, consultation, withdraw_until=consultation.closes_on)
    launch(session, consultation)

    extend(session, consultation, 7)

    assert consultation.withdraw_until == consultation.closes_on


@pytest.mark.parametrize("stage", ["designing", "reported"])
def test_only_what_is_launched_and_not_reported_stays_open_longer(
    session: Session, stage: str
) -> None:
    consultation = make_consultation(session, stage=stage)

    with pytest.raises(ClosesTooEarly):
        extend(session, consultation, 30)


def test_addresses_are_made_from_titles_and_differ(session: Session) -> None:
    draft = replace(
        surveys.draft_of(session, make_consultation(session)), title="Héllo, 15 buses? 🚌"
    )

    made = [surveys.create_consultation(session, draft, actor=BY, now=NOW).slug for _ in range(2)]

    assert made == ["hello-15-buses", "hello-15-buses-2"]


def test_another_plans_priorities_are_refused(session: Session) -> None:
    other = make_plan_version(session)
    draft = surveys.draft_of(session, make_consultation(session))

    with pytest.raises(RuleBroken, match="no others"):
        surveys.create_consultation(
            session, replace(draft, plan_version_id=other.id), actor=BY, now=NOW
        )
    with pytest.raises(NotFound):
        surveys.create_consultation(session, replace(draft, body_id=999), actor=BY, now=NOW)


def test_open_ones_come_first(session: Session) -> None:
    for stage in ("reported", "designing", "open", "closed"):
        make_consultation(session, stage=stage)

    stages = [card.stage for card in surveys.consultations(session, TODAY)]

    assert stages == [Stage.OPEN, Stage.DESIGNING, Stage.CLOSED, Stage.REPORTED]
