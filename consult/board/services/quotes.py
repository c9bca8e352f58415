"""Words that may be shown: with their writer's permission, and never enough to know who."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.evidence.models import EvidenceQuote
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import free_comments
from consult.survey.models import SurveyVersion
from consult.survey.rules import Audience, QuestionType, read_definition

WHO = {
    Audience.EASY_READ: "Child or young person",
    Audience.YOUNG_PERSON: "Young person",
    Audience.PARENT: "Parent or carer",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, and what kind of person said them."""

    comment_id: int
    text: str
    who: str


def quotes_of(session: Session, evidence_ids: Sequence[int]) -> dict[int, list[Quote]]:
    """Return the quotes of each piece of evidence that may still be shown.

    Left out: words withdrawn since, words held by safeguarding, words without permission.
    """
    rows = session.execute(
        free_comments()
        .join(EvidenceQuote, EvidenceQuote.comment_id == Comment.id)
        .where(EvidenceQuote.evidence_id.in_(evidence_ids), Submission.may_quote)
        .add_columns(EvidenceQuote.evidence_id, Submission)
        .order_by(EvidenceQuote.evidence_id, Comment.id)
    ).all()
    ages = _age_labels(session, {row.Submission.survey_version_id for row in rows})
    quotes: dict[int, list[Quote]] = defaultdict(list)
    for comment, evidence_id, submission in rows:
        age = ages.get((submission.survey_version_id, submission.age_band or ""), "")
        who = ", ".join(filter(None, (WHO[submission.audience], age)))
        quotes[evidence_id].append(Quote(comment.id, comment.text, who))
    return quotes


def _age_labels(session: Session, version_ids: set[int]) -> dict[tuple[int, str], str]:
    """Return the words for each age band, as each survey put them."""
    labels = {}
    for version in session.scalars(select(SurveyVersion).where(SurveyVersion.id.in_(version_ids))):
        question = read_definition(version.definition).of_type(QuestionType.AGE_BAND)
        for option in question.options if question else ():
            labels[version.id, option.key] = option.label
    return labels
