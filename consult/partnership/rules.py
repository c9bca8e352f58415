"""Kinds of bodies and who may fill a seat."""

from enum import StrEnum

from consult.errors import RuleBroken


class BodyKind(StrEnum):
    """What a body is."""

    TRUST = "trust"
    BOARD = "board"
    YOUTH_COUNCIL = "youth_council"
    PARENT_FORUM = "parent_forum"
    LOCAL_PARTNERSHIP = "local_partnership"
    SUB_GROUP = "sub_group"


class SeatNotYours(RuleBroken):
    """A seat nominated by another body was to be filled without it (S1-HAR-09)."""

    def __init__(self, nominating_body: str) -> None:
        super().__init__(f"Only {nominating_body} can say who sits here.")


class SeatTakenLater(RuleBroken):
    """Somebody was to sit down before the person who holds the seat did."""

    def __init__(self) -> None:
        super().__init__("Somebody took this seat on that day or later. Choose a later day.")
