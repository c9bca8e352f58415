"""Surveys from LimeSurvey: its .lss files, of the newer kind and the older."""

from consult.survey.services.exchange.limesurvey.reading import survey_from_limesurvey

__all__ = ["survey_from_limesurvey"]
