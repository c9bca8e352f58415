"""What results are: raw tallies go in, what is safe to show comes out."""

from consult.results.rules.cells import READING_ORDER, Cell, Row
from consult.results.rules.figures import Figure, Shared
from consult.results.rules.pictures import Card, cards_of
from consult.results.rules.places import TOP
from consult.results.rules.questions import (
    NOT_ANSWERED,
    WROTE,
    QuestionResult,
    Tally,
    is_one_each,
    join_versions,
    one_by_one,
    result_of,
    too_few,
)
from consult.results.rules.words import UsedWords, used_words

__all__ = [
    "NOT_ANSWERED",
    "READING_ORDER",
    "TOP",
    "WROTE",
    "Card",
    "Cell",
    "Figure",
    "QuestionResult",
    "Row",
    "Shared",
    "Tally",
    "UsedWords",
    "cards_of",
    "is_one_each",
    "join_versions",
    "one_by_one",
    "result_of",
    "too_few",
    "used_words",
]
