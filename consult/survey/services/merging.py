"""Two people on one survey: each keeps what they did, unless both changed the same thing."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from consult.errors import Stale
from consult.survey.models import Survey
from consult.survey.rules import Definition
from consult.survey.services.history import Change, changes_of, draft_at

NOTHING_LOST = "What you wrote is still here. Save again to use it."


def check_not_overtaken(
    session: Session,
    survey: Survey,
    definition: Definition,
    revision: int,
    part: Callable[[Definition], object],
) -> None:
    """Refuse a change to a part of the draft that somebody else changed since a revision.

    What was changed elsewhere stands beside it: nothing is in the way.

    Raises:
        Stale: the part is not as it was; the sentence says who changed it.
    """
    if revision == survey.revision:
        return
    there = draft_at(session, survey, revision) if 0 < revision < survey.revision else None
    if there is None or part(there) != part(definition):
        raise Stale(f"{_who(session, survey, revision)} while you were writing. {NOTHING_LOST}")


def _who(session: Session, survey: Survey, revision: int) -> str:
    names = {change.who for change in changes_of(session, survey.id, since=revision)}
    return f"{' and '.join(sorted(names)) or 'Somebody else'} changed this survey"


def meanwhile(
    session: Session, survey_id: int, *, since: int, actor: str, until: int | None = None
) -> Sequence[Change]:
    """Return what other people did to a survey between two revisions, the newest first."""
    return [
        change
        for change in changes_of(session, survey_id, since=since)
        if change.actor != actor and (until is None or change.revision < until)
    ]
