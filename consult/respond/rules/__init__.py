"""What an answer can be, and the ways it can come to us."""

from consult.respond.rules.answers import (
    DRAFT_DAYS,
    MAY_QUOTE,
    REACHED,
    AlreadySent,
    AnswerRefused,
    Given,
    NoReply,
    SurveyClosed,
    refuse_closed,
)
from consult.respond.rules.keeping import (
    ChosenOption,
    chosen_options,
    found,
    has_words,
    kept,
    left_at,
    path_for,
    said,
    words_of,
    written_words,
)
from consult.respond.rules.order import in_shown_order, shown_order
from consult.respond.rules.reading import read_answer
from consult.respond.rules.routes import LinkKind, Route, SettingKind, UploadKind, UploadState

__all__ = [
    "DRAFT_DAYS",
    "MAY_QUOTE",
    "REACHED",
    "AlreadySent",
    "AnswerRefused",
    "ChosenOption",
    "Given",
    "LinkKind",
    "NoReply",
    "Route",
    "SettingKind",
    "SurveyClosed",
    "UploadKind",
    "UploadState",
    "chosen_options",
    "found",
    "has_words",
    "in_shown_order",
    "kept",
    "left_at",
    "path_for",
    "read_answer",
    "refuse_closed",
    "said",
    "shown_order",
    "words_of",
    "written_words",
]
