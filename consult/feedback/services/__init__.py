"""Tell people what came of their words: publish answers, open receipts, walk the thread."""

from consult.feedback.services.public import Answers, Told, answers_for
from consult.feedback.services.publishing import (
    Owed,
    owed,
    publish_feedback,
    standing_answers,
    standing_feedback,
)
from consult.feedback.services.receipts import withdraw
from consult.feedback.services.story import Receipt, Story, receipt_for
from consult.feedback.services.thread import Entry, Thread, thread_of

__all__ = [
    "Answers",
    "Entry",
    "Owed",
    "Receipt",
    "Story",
    "Thread",
    "Told",
    "answers_for",
    "owed",
    "publish_feedback",
    "receipt_for",
    "standing_answers",
    "standing_feedback",
    "thread_of",
    "withdraw",
]
