"""The board's work: meetings and agendas, the case on a priority, decisions, what came of them."""

from consult.board.services.case import Asked, Case, Weighed, case_for
from consult.board.services.commitments import (
    commitment_of,
    commitments_of,
    update_commitment,
    updates_of,
)
from consult.board.services.decisions import (
    CommitmentStory,
    DecisionStory,
    early_consultation,
    history_of,
    record_decision,
    standing_decision,
    standing_decisions,
    stories_of,
)
from consult.board.services.gates import nothing_decided
from consult.board.services.meetings import (
    AgendaEntry,
    add_item,
    add_meeting,
    agenda_of,
    askable,
    can_ask,
    item_of,
    meetings,
    next_meeting_on,
    write_minutes,
)

__all__ = [
    "AgendaEntry",
    "Asked",
    "Case",
    "CommitmentStory",
    "DecisionStory",
    "Weighed",
    "add_item",
    "add_meeting",
    "agenda_of",
    "askable",
    "can_ask",
    "case_for",
    "commitment_of",
    "commitments_of",
    "early_consultation",
    "history_of",
    "item_of",
    "meetings",
    "next_meeting_on",
    "nothing_decided",
    "record_decision",
    "standing_decision",
    "standing_decisions",
    "stories_of",
    "update_commitment",
    "updates_of",
    "write_minutes",
]
