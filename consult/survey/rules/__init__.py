"""What a survey and a consultation are, without a computer."""

from consult.survey.rules.definition import (
    LABELS_OF_TYPES,
    OTHER,
    BadDefinition,
    Definition,
    Option,
    Question,
    QuestionType,
    Start,
    read_definition,
    write_definition,
)
from consult.survey.rules.editing import (
    AnswerLine,
    NewQuestion,
    QuestionDraft,
    key_from,
)
from consult.survey.rules.launching import (
    AlreadyPromised,
    Check,
    ClosesTooEarly,
    ConsultationDraft,
)
from consult.survey.rules.stages import (
    AUDIENCE_LABELS,
    SPEAKER_LABELS,
    STAGE_LABELS,
    Audience,
    CannotLaunch,
    Stage,
    stage_of,
)

__all__ = [
    "AUDIENCE_LABELS",
    "LABELS_OF_TYPES",
    "OTHER",
    "SPEAKER_LABELS",
    "STAGE_LABELS",
    "AlreadyPromised",
    "AnswerLine",
    "Audience",
    "BadDefinition",
    "CannotLaunch",
    "Check",
    "ClosesTooEarly",
    "ConsultationDraft",
    "Definition",
    "NewQuestion",
    "Option",
    "Question",
    "QuestionDraft",
    "QuestionType",
    "Stage",
    "Start",
    "key_from",
    "read_definition",
    "stage_of",
    "write_definition",
]
