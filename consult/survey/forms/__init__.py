"""What staff type to design a consultation and its surveys."""

from consult.survey.forms.consultations import ConsultationForm, ExtendForm
from consult.survey.forms.questions import NewQuestionForm, QuestionForm
from consult.survey.forms.surveys import EMPTY, NewSurveyForm, RevisionForm, StartForm

__all__ = [
    "EMPTY",
    "ConsultationForm",
    "ExtendForm",
    "NewQuestionForm",
    "NewSurveyForm",
    "QuestionForm",
    "RevisionForm",
    "StartForm",
]
