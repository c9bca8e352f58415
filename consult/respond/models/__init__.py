"""Replies under way, submissions, and the ways they come to us."""

from consult.respond.models.answers import Answer, Comment, Draft, Submission
from consult.respond.models.progress import LeftAt, TimeTaken
from consult.respond.models.reaching import (
    AccessCard,
    Arrival,
    EntryLink,
    GroupSession,
    PaperEntry,
    Setting,
)
from consult.respond.models.uploads import Upload

__all__ = [
    "AccessCard",
    "Answer",
    "Arrival",
    "Comment",
    "Draft",
    "EntryLink",
    "GroupSession",
    "LeftAt",
    "PaperEntry",
    "Setting",
    "Submission",
    "TimeTaken",
    "Upload",
]
