"""A survey in other languages: its texts beside their translations, saved line by line."""

from consult.survey.models import Consultation
from consult.survey.rules import ABOUT
from consult.survey.rules.languages import Texts


def about_of(consultation: Consultation) -> Texts:
    """Return what a consultation says of itself, by path: it is translated with each survey."""
    return {f"about.{name}": getattr(consultation, name) for name in ABOUT}
