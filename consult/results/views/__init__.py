"""Pages for staff: what people chose, and who has come so far."""

from consult.results.views import comparing, exporting, report, results, watching
from consult.results.views.blueprint import bp

__all__ = ["bp", "comparing", "exporting", "report", "results", "watching"]
