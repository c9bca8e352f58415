"""Verbs and reads of this station: consultations, their surveys, what was published."""

from consult.survey.services.building import (
    add_question,
    change_question,
    change_start,
    create_survey,
    move_question,
    remove_question,
    survey_of,
)
from consult.survey.services.consultations import (
    ConsultationCard,
    change_consultation,
    consultations,
    create_consultation,
    draft_of,
    priorities_of,
    stage,
)
from consult.survey.services.launching import extend, launch, launch_checks
from consult.survey.services.offering import (
    Source,
    areas,
    audiences_to_add,
    offered_bodies,
    offered_priorities,
    offered_versions,
    questions_elsewhere,
    sources,
)
from consult.survey.services.publishing import (
    SurveyState,
    publish_survey,
    published_version,
    published_versions_of,
    surveys_of,
)

__all__ = [
    "ConsultationCard",
    "Source",
    "SurveyState",
    "add_question",
    "areas",
    "audiences_to_add",
    "change_consultation",
    "change_question",
    "change_start",
    "consultations",
    "create_consultation",
    "create_survey",
    "draft_of",
    "extend",
    "launch",
    "launch_checks",
    "move_question",
    "offered_bodies",
    "offered_priorities",
    "offered_versions",
    "priorities_of",
    "publish_survey",
    "published_version",
    "published_versions_of",
    "questions_elsewhere",
    "remove_question",
    "sources",
    "stage",
    "survey_of",
    "surveys_of",
]
