"""Days begin and end where the children are."""

from datetime import UTC, date, datetime

import pytest

from consult import clock


def test_a_summer_night_is_the_next_day_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: datetime(2027, 7, 1, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2027, 7, 2)


def test_a_winter_night_is_the_same_day_as_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.clock.now", lambda: datetime(2027, 1, 1, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2027, 1, 1)
