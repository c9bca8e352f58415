"""Reads of what people answered, and of who has come so far."""

from consult.results.services.changing import changes_since, earlier_consultations
from consult.results.services.comparing import Choices, choices_of, cross_table
from consult.results.services.grouping import AUDIENCE, PLACES
from consult.results.services.population import (
    area_keys,
    counts_by_area,
    import_population,
    sources_of_counts,
)
from consult.results.services.questions import (
    areas_managed_by,
    question_results,
    results_as_csv,
    submissions_by_audience,
)
from consult.results.services.sizes import AGE_LABELS, OF_THEMSELVES
from consult.results.services.theme_groups import theme_table
from consult.results.services.watching import set_targets, targets_of, watch
from consult.results.services.weighted import weighted_question

__all__ = [
    "AGE_LABELS",
    "AUDIENCE",
    "OF_THEMSELVES",
    "PLACES",
    "Choices",
    "area_keys",
    "areas_managed_by",
    "changes_since",
    "choices_of",
    "counts_by_area",
    "cross_table",
    "earlier_consultations",
    "import_population",
    "question_results",
    "results_as_csv",
    "set_targets",
    "sources_of_counts",
    "submissions_by_audience",
    "targets_of",
    "theme_table",
    "watch",
    "weighted_question",
]
