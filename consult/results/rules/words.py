"""Which words of many people's answers may be listed: what five people used, and not all but a few.

Nothing adds up here: somebody may use several of the words or none, so that no word can be told
from the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.disclosure import LEAST_BASE, THRESHOLD, is_few, shown
from consult.results.rules.cells import READING_ORDER, Cell, Row, cell_of
from consult.survey.rules import Audience

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class UsedWords:
    """The words used most, and how many answers of each audience were read."""

    rows: tuple[Row, ...]
    read: Mapping[Audience, str]


def used_words(
    read: Mapping[Audience, int], people: Mapping[Audience, Mapping[str, int]]
) -> UsedWords:
    """Return the words used most: by five people or more of an audience of twenty or more."""
    large = [audience for audience in READING_ORDER if read.get(audience, 0) >= LEAST_BASE]
    most: dict[str, float] = {}
    for audience in large:
        for word, count in people[audience].items():
            if _may_be_shown(count, read[audience]):
                most[word] = max(most.get(word, 0), count / read[audience])
    listed = sorted(most, key=lambda word: (-most[word], word))[:MOST_WORDS]
    rows = (
        Row(word, word, {each: _cell(people[each].get(word, 0), read[each]) for each in large})
        for word in listed
    )
    return UsedWords(tuple(rows), {audience: shown(read[audience]) for audience in large})


def _may_be_shown(count: int, base: int) -> bool:
    return count >= THRESHOLD and not is_few(base - count)


def _cell(count: int, base: int) -> Cell:
    return cell_of(count if _may_be_shown(count, base) else None, base)
