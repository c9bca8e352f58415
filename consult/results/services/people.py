"""Whoever counts in the figures, as an array: how many of each audience are among some ids."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.respond.models import Submission
from consult.results.rules import READING_ORDER
from consult.results.services.standing import standing
from consult.survey.rules import Audience

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class People:
    """At each id of a submission, 1 and on for its audience; 0 counts nowhere."""

    group_of: NDArray[np.int8]

    def counted(self, ids: Ids) -> dict[Audience, int]:
        """Return how many of each audience are among these, none of them twice."""
        groups = self.group_of[ids[ids < len(self.group_of)]]
        counts = np.bincount(groups, minlength=len(READING_ORDER) + 1)[1:]
        return dict(zip(READING_ORDER, counts.tolist(), strict=True))


def people_of(session: Session, consultation_id: int, area_key: str | None) -> People:
    """Return who counts in the figures of a consultation."""
    query = standing(select(Submission.audience, listed(Submission.id)), consultation_id, area_key)
    rows = session.execute(query.group_by(Submission.audience))
    found = {audience: numbers_in(text) for audience, text in rows}
    last = max((ids.max() for ids in found.values()), default=0)
    group_of = np.zeros(last + 1, dtype=np.int8)
    for audience, ids in found.items():
        group_of[ids] = READING_ORDER.index(audience) + 1
    return People(group_of)


def listed(number: ColumnElement[int] | InstrumentedAttribute[int]) -> Any:
    """Return what gives all numbers of a group as one text."""
    return func.aggregate_strings(cast(number, String), ",")


def numbers_in(text: str) -> Ids:
    """Return the numbers that `listed` wrote."""
    return np.fromstring(text, dtype=np.int64, sep=",")
