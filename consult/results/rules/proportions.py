"""Shares and the difference of two shares: intervals, and whether chance alone would explain it."""

import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
# Below this many expected in a cell the exact test takes the place of the usual one.
LEAST_EXPECTED = 5


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies, as far as the numbers tell."""

    low: float
    high: float

    @property
    def percents(self) -> tuple[int, int]:
        """The ends in whole per cent."""
        return round(100 * self.low), round(100 * self.high)


def z_of(confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors an interval reaches to each side."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(part: float, whole: float, confidence: float = CONFIDENCE) -> Interval:
    """Return Wilson's score interval of a share (Wilson 1927); the numbers may be weighted.

    Raises:
        ValueError: the part is not within a whole of more than nothing.
    """
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is no share")
    z, share = z_of(confidence), part / whole
    middle = share + z * z / (2 * whole)
    reach = z * math.sqrt(share * (1 - share) / whole + (z / (2 * whole)) ** 2)
    scale = 1 + z * z / whole
    return Interval(max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0))


def newcombe(
    part: float, whole: float, other_part: float, other_whole: float, confidence: float = CONFIDENCE
) -> Interval:
    """Return the interval of the difference of two shares (Newcombe 1998, method 10)."""
    one, other = wilson(part, whole, confidence), wilson(other_part, other_whole, confidence)
    share, other_share = part / whole, other_part / other_whole
    difference = share - other_share
    return Interval(
        difference - math.hypot(share - one.low, other.high - other_share),
        difference + math.hypot(one.high - share, other_share - other.low),
    )


def chance_of_difference(part: int, whole: int, other_part: int, other_whole: int) -> float:
    """Return how likely chance alone gives shares this far apart (two-sided).

    The test of two proportions with the pooled share; Fisher's exact test where few are expected.
    """
    total, said = whole + other_whole, part + other_part
    if said in {0, total}:
        return 1.0
    least = min(said, total - said) * min(whole, other_whole) / total
    if least < LEAST_EXPECTED:
        return fisher(part, whole, other_part, other_whole)
    pooled = said / total
    error = math.sqrt(pooled * (1 - pooled) * (1 / whole + 1 / other_whole))
    return math.erfc(abs(part / whole - other_part / other_whole) / error / math.sqrt(2))


def fisher(part: int, whole: int, other_part: int, other_whole: int) -> float:
    """Return the two-sided chance of Fisher's exact test: of all tables no likelier than this."""
    said = part + other_part
    least, most = max(0, said - other_whole), min(said, whole)
    logs = [_log_ways(each, whole, said - each, other_whole) for each in range(least, most + 1)]
    highest = max(logs)
    likely = [math.exp(each - highest) for each in logs]
    # What is as likely but for rounding counts as well, as in every library.
    limit = likely[part - least] * (1 + 1e-7)
    return math.fsum(each for each in likely if each <= limit) / math.fsum(likely)


def _log_ways(part: int, whole: int, other_part: int, other_whole: int) -> float:
    return _log_choose(whole, part) + _log_choose(other_whole, other_part)


def _log_choose(whole: int, part: int) -> float:
    return math.lgamma(whole + 1) - math.lgamma(part + 1) - math.lgamma(whole - part + 1)
