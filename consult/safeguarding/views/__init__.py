"""Pages for safeguarding leads: concerns about words, and files to be looked at first."""

from consult.safeguarding.views import concerns, files
from consult.safeguarding.views.blueprint import bp

__all__ = ["bp", "concerns", "files"]
