"""How far a consultation has come is told by its dates alone."""

from datetime import date, timedelta

import pytest

from consult.survey.rules import Stage, stage_of

OPENS, CLOSES = date(2027, 3, 1), date(2027, 5, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (OPENS - DAY, Stage.COMING),
        (OPENS, Stage.OPEN),
        (CLOSES, Stage.OPEN),
        (CLOSES + DAY, Stage.CLOSED),
    ],
)
def test_a_launched_one_is_open_from_its_first_day_to_its_last(today: date, stage: Stage) -> None:
    assert stage == stage_of(
        launched_on=OPENS - DAY, opens_on=OPENS, closes_on=CLOSES, reported_on=None, today=today
    )


@pytest.mark.parametrize("today", [OPENS - DAY, OPENS, CLOSES + DAY])
def test_one_never_launched_is_being_designed_whatever_the_day(today: date) -> None:
    found = stage_of(
        launched_on=None, opens_on=OPENS, closes_on=CLOSES, reported_on=None, today=today
    )

    assert found is Stage.DESIGNING


def test_it_is_reported_once_the_board_has_it() -> None:
    found = stage_of(
        launched_on=OPENS,
        opens_on=OPENS,
        closes_on=CLOSES,
        reported_on=CLOSES + 9 * DAY,
        today=CLOSES + 10 * DAY,
    )

    assert found is Stage.REPORTED
