"""Reads of what people answered, and of who has come so far."""

from consult.results.services.questions import (
    areas_managed_by,
    question_results,
    results_as_csv,
    submissions_by_audience,
)

__all__ = [
    "areas_managed_by",
    "question_results",
    "results_as_csv",
    "submissions_by_audience",
]
