"""Stages of a plan and the five outcomes every priority serves."""

from enum import StrEnum


class PlanStage(StrEnum):
    """How far a version of the plan has come."""

    DRAFT = "draft"
    CONSULTING = "consulting"
    ADOPTED = "adopted"


class Outcome(StrEnum):
    """The five outcomes of section 10(2) of the Children Act 2004 (S1-HAR-17, S3-DCS-01)."""

    HEALTHY = "healthy"
    SAFE = "safe"
    ENJOY_AND_ACHIEVE = "enjoy_and_achieve"
    POSITIVE_CONTRIBUTION = "positive_contribution"
    ECONOMIC_WELL_BEING = "economic_well_being"


OUTCOME_LABELS = {
    Outcome.HEALTHY: "Be healthy",
    Outcome.SAFE: "Stay safe",
    Outcome.ENJOY_AND_ACHIEVE: "Enjoy and do well",
    Outcome.POSITIVE_CONTRIBUTION: "Make a difference",
    Outcome.ECONOMIC_WELL_BEING: "Have enough to live on",
}

STAGE_LABELS = {
    PlanStage.DRAFT: "Draft",
    PlanStage.CONSULTING: "We are asking about it",
    PlanStage.ADOPTED: "Agreed",
}
