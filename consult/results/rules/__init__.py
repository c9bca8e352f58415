"""What results are: raw tallies go in, what is safe to show comes out."""

from consult.results.rules.figures import Figure, Shared
from consult.results.rules.questions import (
    NOT_ANSWERED,
    READING_ORDER,
    TOP,
    WROTE,
    Cell,
    QuestionResult,
    Row,
    Tally,
    is_one_each,
    join_versions,
    one_by_one,
    result_of,
    too_few,
)

__all__ = [
    "NOT_ANSWERED",
    "READING_ORDER",
    "TOP",
    "WROTE",
    "Cell",
    "Figure",
    "QuestionResult",
    "Row",
    "Shared",
    "Tally",
    "is_one_each",
    "join_versions",
    "one_by_one",
    "result_of",
    "too_few",
]
