"""Pages for staff: what we ask and why, the builder of surveys, the home of everybody signed in."""

from consult.survey.views import (
    all_wordings,
    arranging,
    bank,
    building,
    calendar,
    cloning,
    consultations,
    exchange,
    guide,
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
    "all_wordings",
    "arranging",
    "bank",
    "bp",
    "building",
    "calendar",
    "cloning",
    "consultations",
    "exchange",
    "guide",
    "history",
    "launching",
    "overview",
    "paper",
    "previewing",
    "proposals",
    "translating",
    "wording",
]
