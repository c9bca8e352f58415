"""What staff type to design a consultation and its surveys."""

from consult.survey.forms.adding import NewQuestionForm
from consult.survey.forms.calendar import CalendarFileForm, DaysForm
from consult.survey.forms.consultations import ConsultationForm, ExtendForm
from consult.survey.forms.exchange import ImportForm
from consult.survey.forms.launching import (
    ReachForm,
    ReasonForm,
    RecordsForm,
    SafetyForm,
    VoicesForm,
)
from consult.survey.forms.proposals import ProposalForm
from consult.survey.forms.questions import QuestionForm
from consult.survey.forms.surveys import EMPTY, NewSurveyForm, PlaceForm, RevisionForm, StartForm

__all__ = [
    "EMPTY",
    "CalendarFileForm",
    "ConsultationForm",
    "DaysForm",
    "ExtendForm",
    "ImportForm",
    "NewQuestionForm",
    "NewSurveyForm",
    "PlaceForm",
    "ProposalForm",
    "QuestionForm",
    "ReachForm",
    "ReasonForm",
    "RecordsForm",
    "RevisionForm",
    "SafetyForm",
    "StartForm",
    "VoicesForm",
]
