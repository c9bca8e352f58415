"""Keeping children safe in what they send: concerns about words, files looked at first."""

from consult.safeguarding.services.concerns import (
    LONGEST_REASON,
    WORDS_KEPT_DAYS,
    close_concern,
    closed_concerns,
    forget_old_words,
    free_comment,
    free_comments,
    open_concern,
    open_concerns,
    raise_concern,
)
from consult.safeguarding.services.files import (
    allowed_files,
    judge_file,
    next_files,
    seen_file,
    waiting_file,
)
from consult.safeguarding.services.holding import holding_concerns

__all__ = [
    "LONGEST_REASON",
    "WORDS_KEPT_DAYS",
    "allowed_files",
    "close_concern",
    "closed_concerns",
    "forget_old_words",
    "free_comment",
    "free_comments",
    "holding_concerns",
    "judge_file",
    "next_files",
    "open_concern",
    "open_concerns",
    "raise_concern",
    "seen_file",
    "waiting_file",
]
