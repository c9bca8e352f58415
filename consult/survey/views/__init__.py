"""Pages for staff: what we ask and why, the builder of surveys, the home of everybody signed in."""

from consult.survey.views import (
    building,
    calendar,
    consultations,
    launching,
    overview,
    previewing,
    proposals,
    wording,
)
from consult.survey.views.blueprint import bp

__all__ = [
    "bp",
    "building",
    "calendar",
    "consultations",
    "launching",
    "overview",
    "previewing",
    "proposals",
    "wording",
]
