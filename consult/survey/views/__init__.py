"""Pages for staff: what we ask and why, the builder of surveys, the home of everybody signed in."""

from consult.survey.views import (
    arranging,
    bank,
    building,
    calendar,
    cloning,
    consultations,
    exchange,
    history,
    launching,
    overview,
    paper,
    previewing,
    proposals,
    translating,
    wording,
)
from consult.survey.views.blueprint import bp

__all__ = [
    "arranging",
    "bank",
    "bp",
    "building",
    "calendar",
    "cloning",
    "consultations",
    "exchange",
    "history",
    "launching",
    "overview",
    "paper",
    "previewing",
    "proposals",
    "translating",
    "wording",
]
