"""The tables of this station: consultations and their surveys, and what helps to word them."""

from consult.survey.models.consultations import (
    Consultation,
    ConsultationPriority,
    Survey,
    SurveyVersion,
)

__all__ = ["Consultation", "ConsultationPriority", "Survey", "SurveyVersion"]
