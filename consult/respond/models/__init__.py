"""Replies under way, submissions, and the ways they come to us."""

from consult.respond.models.answers import Answer, Comment, Draft, Submission
from consult.respond.models.late import LateDecision
from consult.respond.models.progress import LeftAt, TimeTaken
from consult.respond.models.reaching import (
    AccessCard,
    Arrival,
    EntryLink,
    GroupSession,
    PaperEntry,
    Setting,
)
from consult.respond.models.uploads import Upload, UploadContent

__all__ = [
    "AccessCard",
    "Answer",
    "Arrival",
    "Comment",
    "Draft",
    "EntryLink",
    "GroupSession",
    "LateDecision",
    "LeftAt",
    "PaperEntry",
    "Setting",
    "Submission",
    "TimeTaken",
    "Upload",
    "UploadContent",
]
