"""A survey in other languages: its texts beside their translations, saved line by line."""

from sqlalchemy.orm import Session

from consult.survey.models import Consultation
from consult.survey.rules import ABOUT, Audience
from consult.survey.rules.languages import Texts
from consult.survey.services.proposals import lines_to_translate, proposals_for


def about_of(consultation: Consultation) -> Texts:
    """Return what a consultation says of itself, by path: it is translated with each survey."""
    return {f"about.{name}": getattr(consultation, name) for name in ABOUT}


def texts_beside(session: Session, consultation: Consultation, audience: Audience) -> Texts:
    """Return all that is translated with a survey though it stands outside it, by path.

    That is what the consultation says of itself, and what it proposes to this audience.
    """
    said = {path: text for path, text in about_of(consultation).items() if text.strip()}
    return said | lines_to_translate(proposals_for(session, consultation.id, audience))
