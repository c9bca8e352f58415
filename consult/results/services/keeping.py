"""Results that were worked out are kept in the process for as long as what they rest on stands."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.partnership.models import Area
from consult.respond.models import Comment, Submission
from consult.results.rules import QuestionResult
from consult.results.services.standing import standing
from consult.safeguarding.models import Concern
from consult.safeguarding.services import free_comments
from consult.survey.models import Survey, SurveyVersion

MOST_KEPT = 64

Results = list[QuestionResult]
Place = tuple[int, str | None]
Stamp = tuple[object, ...]

_kept: dict[Place, tuple[Stamp, Results]] = {}
_lock = Lock()


def kept(
    session: Session,
    consultation_id: int,
    area_key: str | None,
    work_out: Callable[[Session, int, str | None], Results],
) -> Results:
    """Return the results kept for a consultation or an area of it; work them out where changed.

    They cannot be stale. Answers come and go only with their submission, and nobody changes them:
    so results follow from which submissions stand, what was published (never changed either), the
    areas, and which words may be read. All that is in the stamp, read anew each time. What is kept
    is what may be shown: no count of a few people stays behind.
    """
    stamp, place = _stamp(session, consultation_id), (consultation_id, area_key)
    with _lock:
        known = _kept.get(place)
    # Where nobody answered, nothing tells one database from another.
    if known and known[0] == stamp and stamp[0]:
        return [*known[1]]
    results = work_out(session, consultation_id, area_key)
    with _lock:
        _kept.pop(place, None)
        _kept[place] = (stamp, results)
        if len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    return [*results]


def _stamp(session: Session, consultation_id: int) -> Stamp:
    """Return what tells one state from all others, in a few quick queries."""
    submissions = select(func.count(), func.sum(Submission.id), func.max(Submission.id))
    count, ids, newest = _first(session, standing(submissions, consultation_id, None))
    # Ids begin anew in another database; a receipt is never given out twice.
    receipt = session.scalar(select(Submission.receipt_hash).where(Submission.id == newest))
    versions = (
        select(func.count(), func.max(SurveyVersion.id))
        .join(Survey)
        .where(Survey.consultation_id == consultation_id)
    )
    concerns = select(func.count(), func.max(Concern.raised_at), func.max(Concern.closed_at))
    free = free_comments().where(Submission.consultation_id == consultation_id).limit(1)
    has_words = session.scalar(free.with_only_columns(Comment.id, maintain_column_froms=True))
    areas = session.execute(select(Area.key, Area.name).order_by(Area.id)).all()
    return (
        *(count, ids, receipt, has_words is None),
        *_first(session, versions),
        *_first(session, concerns),
        *map(tuple, areas),
    )


def _first(session: Session, query: Any) -> tuple[Any, ...]:
    return tuple(session.execute(query).one())
