"""Pages for staff: what we ask and why, the builder of surveys, the home of everybody signed in."""

from consult.survey.views import building, consultations, overview, previewing, wording
from consult.survey.views.blueprint import bp

__all__ = ["bp", "building", "consultations", "overview", "previewing", "wording"]
