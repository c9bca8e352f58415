"""What results are: raw tallies go in, what is safe to show comes out."""

from consult.results.rules.questions import (
    ADDS_UP,
    NOT_ANSWERED,
    READING_ORDER,
    TOP,
    WROTE,
    Cell,
    QuestionResult,
    Row,
    Tally,
    defanged,
    join_versions,
    result_of,
    too_few,
)

__all__ = [
    "ADDS_UP",
    "NOT_ANSWERED",
    "READING_ORDER",
    "TOP",
    "WROTE",
    "Cell",
    "QuestionResult",
    "Row",
    "Tally",
    "defanged",
    "join_versions",
    "result_of",
    "too_few",
]
