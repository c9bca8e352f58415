"""Young people and parents side by side, from the figures that evidence froze."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.evidence.models import Evidence


@dataclass(frozen=True, slots=True)
class Bars:
    """What each group said, row by row, ready to draw."""


def bars_of(evidence: Sequence[Evidence], consultation_id: int) -> Bars | None:
    return None
