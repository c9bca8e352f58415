"""The order in which shuffled answers are shown: each person's own, and kept with what they sent.

It follows from the key of their reply, so that Back, another tab and a phone without a signal all
show the same.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from consult.respond.rules.answers import AnswerRefused, Given
from consult.respond.rules.reading import NOT_OFFERED
from consult.survey.rules import OTHER, Option, Question, QuestionType


def in_shown_order(question: Question, key: str) -> Question:
    """Return a question with its options in the order that the holder of a key is shown.

    Exclusive answers ("None of these") stay last.
    """
    if not _varies(question):
        return question
    if question.type is QuestionType.STATEMENTS:
        return replace(question, rows=tuple(_shuffled(question.rows, key, question.key)))
    moving = [option for option in question.options if not _stays(option)]
    staying = [option for option in question.options if _stays(option)]
    return replace(question, options=(*_shuffled(moving, key, question.key), *staying))


def shown_order(questions: Iterable[Question], key: str) -> dict[str, list[str]]:
    """Return the order in which each shuffled question was shown, by question key."""
    return {
        question.key: [
            option.key
            for shown in [in_shown_order(question, key)]
            for option in (shown.rows or shown.options)
        ]
        for question in questions
        if _varies(question)
    }


def with_ranked_first(question: Question, given: Given) -> Question:
    """Return a question to put in order with what has a place already at the top, in order."""
    if question.type is not QuestionType.RANKING or not given.ranks:
        return question
    places = {key: place for place, key in enumerate(given.ranks)}
    last = len(places)
    in_order = sorted(question.options, key=lambda option: places.get(option.key, last))
    return replace(question, options=tuple(in_order))


def moved(question: Question, given: Given, move: str) -> Given:
    """Return an order in which one option has moved: "KEY:up" or "KEY:down".

    Up gives an option without a place the last one, and Down takes the last one's place away.

    Raises:
        AnswerRefused: there is no such option.
    """
    key, _, way = move.rpartition(":")
    if key not in question.option_keys or way not in {"up", "down"}:
        raise AnswerRefused(NOT_OFFERED, given)
    ranks = [each for each in given.ranks if each != key]
    most = question.most or len(question.options)
    if key not in given.ranks:
        return Given(ranks=(*ranks[: most - 1], key) if way == "up" else given.ranks)
    at = given.ranks.index(key)
    if way == "up" or at < len(ranks):
        ranks.insert(max(0, at + (-1 if way == "up" else 1)), key)
    return Given(ranks=tuple(ranks))


def _varies(question: Question) -> bool:
    return question.shuffle and question.type.can_shuffle


def _stays(option: Option) -> bool:
    return option.exclusive or option.key in {OTHER, "not_sure", "rather_not_say"}


def _shuffled(options: Iterable[Option], key: str, question_key: str) -> list[Option]:
    def rank(option: Option) -> bytes:
        text = f"{key}:{question_key}:{option.key}"
        return hashlib.sha256(text.encode()).digest()

    return sorted(options, key=rank)
