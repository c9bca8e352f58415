"""The only reader of the clock: views and commands ask it and pass the answer down."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date."""
    return now().date()
