"""What somebody commented on: a clause as the plan had it then, and as it reads now."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.plan.services import clauses_of, newest_clauses_of
from consult.respond.models import Submission
from consult.survey.rules import read_definition


@dataclass(frozen=True, slots=True)
class ClauseStory:
    """A clause of the plan by its number; empty words mean it was taken out."""

    number: str
    then: str
    now: str

    @property
    def changed(self) -> bool:
        """Whether it reads differently since somebody commented on it."""
        return self.now != self.then


def clause_of(session: Session, submission: Submission, question_key: str) -> ClauseStory | None:
    """Return the clause that somebody's comment is about, before and after.

    Nothing where the question is about no clause of the plan they were asked about.
    """
    asked = read_definition(submission.version.definition).question(question_key)
    version_id = submission.consultation.plan_version_id
    then = clauses_of(session, version_id).get(asked.clause) if asked and asked.clause else None
    if asked is None or then is None:
        return None
    now = newest_clauses_of(session, version_id).get(asked.clause, "")
    return ClauseStory(asked.clause, then, now)
