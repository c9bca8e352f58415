"""Which submissions count: not taken back, and not late (L-CON-11)."""

from typing import TypeVarTuple

from sqlalchemy import Select

from consult.respond.models import Submission
from consult.respond.services import counts_in_figures

Columns = TypeVarTuple("Columns")


def standing(
    query: Select[*Columns], consultation_id: int, area_key: str | None
) -> Select[*Columns]:
    """Narrow a query to the submissions that count, in one area where one is named."""
    # What a group said together is in the pool of comments, and is nobody's own answer.
    query = query.where(
        Submission.consultation_id == consultation_id,
        Submission.withdrawn_on.is_(None),
        Submission.group_session_id.is_(None),
        counts_in_figures(),
    )
    return query if area_key is None else query.where(Submission.area_key == area_key)
