"""How easily words are read, and what would make them plainer: pure functions of the text."""

from consult.analysis.wording.hints import Hint, HintKind, hints
from consult.analysis.wording.reading import Reading, reading

__all__ = ["Hint", "HintKind", "Reading", "hints", "reading"]
