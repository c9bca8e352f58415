"""The only reader of the clock: views and commands ask it and pass the answer down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# Consultations open and close at midnight where the children are.
HERE = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date here, which in summer is not always the date in UTC."""
    return now().astimezone(HERE).date()


def minute() -> int:
    """Return this minute, counted from 1970."""
    return int(now().timestamp()) // 60
