"""What kind of person said something: audience and age band, and never more (L-SDC-07)."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Submission
from consult.survey.models import SurveyVersion
from consult.survey.rules import SPEAKER_LABELS, QuestionType, read_definition

NOT_TOLD = "rather_not_say"

AgeLabels = Mapping[tuple[int, str], str]


def age_labels(session: Session, version_ids: Collection[int]) -> AgeLabels:
    """Return the words for each age band, by survey version and key; none for "not told"."""
    labels = {}
    for version in session.scalars(select(SurveyVersion).where(SurveyVersion.id.in_(version_ids))):
        asked = read_definition(version.definition).of_type(QuestionType.AGE_BAND)
        for option in asked.options if asked else ():
            if option.key != NOT_TOLD:
                labels[version.id, option.key] = option.label
    return labels


def age_of(submission: Submission, labels: AgeLabels) -> str:
    """Return somebody's age band in words, or nothing where they did not say."""
    return labels.get((submission.survey_version_id, submission.age_band or ""), "")


def speaker(submission: Submission, labels: AgeLabels) -> str:
    """Return who is speaking, as it stands under a quote."""
    who = SPEAKER_LABELS[submission.audience], age_of(submission, labels)
    return ", ".join(filter(None, who))
