"""What staff type while a consultation is open: targets, and the population as a file."""

from consult.results.forms.watching import PopulationForm, TargetsForm

__all__ = ["PopulationForm", "TargetsForm"]
