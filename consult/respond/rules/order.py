"""The order in which shuffled answers are shown: each person's own, and kept with what they sent.

It follows from the key of their reply, so that Back, another tab and a phone without a signal all
show the same.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from consult.survey.rules import OTHER, Option, Question


def in_shown_order(question: Question, key: str) -> Question:
    """Return a question with its options in the order that the holder of a key is shown.

    Exclusive answers ("None of these") stay last.
    """
    if not question.shuffle:
        return question
    moving = [option for option in question.options if not _stays(option)]
    staying = [option for option in question.options if _stays(option)]
    return replace(
        question,
        options=(*_shuffled(moving, key, question.key), *staying),
        rows=tuple(_shuffled(question.rows, key, question.key)),
    )


def shown_order(questions: Iterable[Question], key: str) -> dict[str, list[str]]:
    """Return the order in which each shuffled question was shown, by question key."""
    return {
        question.key: [
            option.key
            for shown in [in_shown_order(question, key)]
            for option in (shown.rows or shown.options)
        ]
        for question in questions
        if question.shuffle
    }


def _stays(option: Option) -> bool:
    return option.exclusive or option.key in {OTHER, "not_sure", "rather_not_say"}


def _shuffled(options: Iterable[Option], key: str, question_key: str) -> list[Option]:
    def rank(option: Option) -> bytes:
        text = f"{key}:{question_key}:{option.key}"
        return hashlib.sha256(text.encode()).digest()

    return sorted(options, key=rank)
