"""Surveys as XLSForm, which ODK, KoboToolbox and others read: a workbook with three sheets."""

from consult.survey.services.exchange.xlsform.layout import LOST
from consult.survey.services.exchange.xlsform.reading import survey_from_xlsform
from consult.survey.services.exchange.xlsform.writing import survey_as_xlsform

__all__ = ["LOST", "survey_as_xlsform", "survey_from_xlsform"]
