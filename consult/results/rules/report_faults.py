"""What can be wrong with a report: numbers without a query, words in quotation marks, faults."""

import re
from dataclasses import dataclass

from consult.errors import RuleBroken

LONGEST_INTRODUCTION = 4000
SHORTEST_QUOTE = 3

_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    "(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    "hundreds?|thousands?|millions?|dozens?|half|thirds?|quarters?|per cent|percent"
)
_NUMBER = re.compile(rf"[\d٠-٩]+(?:[.,:/]\d+)*\s?%?|\b(?:{_WORDS})\b", re.IGNORECASE)
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"")


class BadIntroduction(RuleBroken):
    """An introduction that cannot stand in a report."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a report that does not hold: where, what it says, and why it does not hold."""

    where: str
    said: str
    why: str


def loose_numbers(text: str) -> list[str]:
    """Return the numbers in a text, in digits or in words."""
    return [found.strip() for found in _NUMBER.findall(text)]


def quoted_in(text: str) -> list[str]:
    """Return what a text has in quotation marks, if it is more than a word or two."""
    found = (either or other for either, other in _QUOTED.findall(text))
    return [one for one in found if len(one.split()) >= SHORTEST_QUOTE]
