"""Which languages people are offered, and what a consultation says of itself in them."""

from consult.respond.services.offering import Published
from consult.survey.models import Consultation
from consult.survey.rules import ENGLISH, Definition, about_in, languages_of
from consult.survey.services import about_of, lines_to_translate


def offered_languages(published: Published, consultation: Consultation) -> tuple[str, ...]:
    """Return the languages in which a survey, given in English, lacks nothing; English first.

    Whoever is in one of them already may stay, even where staff have reworded something since.
    """
    said = {path: text for path, text in about_of(consultation).items() if text.strip()}
    proposed = lines_to_translate(published.proposals.values())
    return languages_of(published.definition, said | proposed)


def about(consultation: Consultation, published: Published | None) -> dict[str, str]:
    """Return what a consultation says of itself, by name, in the language of a survey of it."""
    if published is None:
        return about_in(Definition(), ENGLISH, about_of(consultation))
    return about_in(published.definition, published.language, about_of(consultation))
