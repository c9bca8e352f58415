"""Reads of what people answered, and of who has come so far."""

from consult.results.services.comparing import Choices, choices_of, cross_table
from consult.results.services.grouping import AUDIENCE
from consult.results.services.population import area_keys, counts_by_area, import_population
from consult.results.services.questions import (
    areas_managed_by,
    question_results,
    results_as_csv,
    submissions_by_audience,
)
from consult.results.services.watching import AGE_LABELS, set_targets, targets_of, watch

__all__ = [
    "AGE_LABELS",
    "AUDIENCE",
    "Choices",
    "area_keys",
    "areas_managed_by",
    "choices_of",
    "counts_by_area",
    "cross_table",
    "import_population",
    "question_results",
    "results_as_csv",
    "set_targets",
    "submissions_by_audience",
    "targets_of",
    "watch",
]
