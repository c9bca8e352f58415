"""The one place where counts are made safe to show: nobody can be worked out from a number."""

THRESHOLD = 5
LEAST_BASE = 20
FEW = "fewer than 5"


def shown(count: int) -> str:
    """Return a count of people as it may be shown: 1 to 4 are never told (L-SDC-01)."""
    return FEW if 0 < count < THRESHOLD else f"{count:,}"


def share(count: int, base: int) -> int | None:
    """Return a whole percentage, or None where it could tell of a few people (L-SDC-03)."""
    few = 0 < count < THRESHOLD or 0 < base - count < THRESHOLD
    return None if base < LEAST_BASE or few else round(100 * count / base)
