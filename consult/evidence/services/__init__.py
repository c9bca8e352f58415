"""Evidence: written once, its figures frozen; read with the quotes that may still be shown."""

from consult.evidence.services.figures import Figures, frozen_figures
from consult.evidence.services.reading import (
    OfferedQuotes,
    Quote,
    asked_about,
    confirmed_themes,
    evidence_on,
    offered_quotes,
    quotes_of,
    quotes_shown,
    themes_behind,
)
from consult.evidence.services.writing import report_consultation, write_evidence

__all__ = [
    "Figures",
    "OfferedQuotes",
    "Quote",
    "asked_about",
    "confirmed_themes",
    "evidence_on",
    "frozen_figures",
    "offered_quotes",
    "quotes_of",
    "quotes_shown",
    "report_consultation",
    "themes_behind",
    "write_evidence",
]
