"""When something was done, as people here read it."""

from datetime import datetime

from consult.clock import HERE, now
from consult.web.languages import day


def moment(at: datetime) -> str:
    """Return a time of today, or a day with its time, in local time."""
    local = at.astimezone(HERE)
    is_today = local.date() == now().astimezone(HERE).date()
    return f"at {local:%H:%M}" if is_today else f"{day(local.date())} at {local:%H:%M}"
