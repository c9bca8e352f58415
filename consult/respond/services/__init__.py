"""Taking replies: what is open, replies under way, submissions received once."""

from consult.respond.services.offering import (
    Promise,
    Published,
    audiences_of,
    consultation_at,
    current_areas,
    forget_published,
    in_language,
    launched_consultations,
    promise_of,
    survey_at,
)
from consult.respond.services.receiving import receive_submission
from consult.respond.services.replying import (
    Reply,
    answer_to,
    reply_of,
    save_page,
    start_reply,
    was_sent,
)
from consult.respond.services.voices import age_labels, age_of, speaker

__all__ = [
    "Promise",
    "Published",
    "Reply",
    "age_labels",
    "age_of",
    "answer_to",
    "audiences_of",
    "consultation_at",
    "current_areas",
    "forget_published",
    "in_language",
    "launched_consultations",
    "promise_of",
    "receive_submission",
    "reply_of",
    "save_page",
    "speaker",
    "start_reply",
    "survey_at",
    "was_sent",
]
