"""The tables of this station: consultations and their surveys, what is proposed, what is ready."""

from consult.survey.models.bank import BankQuestion
from consult.survey.models.calendar import CalendarDayRange
from consult.survey.models.changes import SurveyChange
from consult.survey.models.consultations import (
    Consultation,
    ConsultationPriority,
    Survey,
    SurveyVersion,
)
from consult.survey.models.exchange import SurveyImport
from consult.survey.models.launching import (
    HeardConsultee,
    LaunchOverride,
    LaunchRecord,
    RotaTurn,
    YouthReview,
)
from consult.survey.models.proposals import Proposal, ProposalWording
from consult.survey.models.wording import AcceptedWording

__all__ = [
    "AcceptedWording",
    "BankQuestion",
    "CalendarDayRange",
    "Consultation",
    "ConsultationPriority",
    "HeardConsultee",
    "LaunchOverride",
    "LaunchRecord",
    "Proposal",
    "ProposalWording",
    "RotaTurn",
    "Survey",
    "SurveyChange",
    "SurveyImport",
    "SurveyVersion",
    "YouthReview",
]
