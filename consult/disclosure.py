"""The one place where counts are made safe to show: nobody can be worked out from a number."""

THRESHOLD = 5
FEW = "fewer than 5"


def shown(count: int) -> str:
    """Return a count of people as it may be shown: 1 to 4 are never told (L-SDC-01)."""
    return FEW if 0 < count < THRESHOLD else f"{count:,}"
