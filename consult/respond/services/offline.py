"""Replies written where there was no signal: taken in whole, however often they are sent.

Each step can be made again: begun under its key, saved page by page, received once. So a phone
that was cut off, or a server that was killed, ends where it would have ended without.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Submission
from consult.respond.receipts import key_hash, receipt_code
from consult.respond.rules import (
    DRAFT_DAYS,
    MAY_QUOTE,
    REACHED,
    AlreadySent,
    AnswerRefused,
    Kept,
    Route,
    Typed,
    Way,
    fields_of,
    found,
    kept,
    read_answer,
)
from consult.respond.services.offering import Published, published_of
from consult.respond.services.receiving import receive_submission
from consult.respond.services.replying import ON_THEIR_OWN, Reply, save_page, start_reply
from consult.survey.models import SurveyVersion
from consult.survey.rules import ENGLISH

Pages = Mapping[int, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Whole:
    """What a device kept of a reply, read: what can be saved, and what has to be asked again."""

    answers: dict[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    refused: dict[int, AnswerRefused] = field(default_factory=dict)

    def change(self, reply: Reply) -> dict[str, Any]:
        """Return what it changes in a reply; to skip a question keeps what it had."""
        before = reply.answers
        reached = max(self.answers.get(REACHED, 1), before.get(REACHED, 1))
        left = {key: before.get(key, {}) for key in self.skipped}
        return {**left, **self.answers, REACHED: reached}


def read_whole(
    published: Published, pages: Pages, areas: Collection[str], *, may_quote: str = ""
) -> Whole:
    """Read the fields of each page, by its number; a number that is no question's is passed by.

    `may_quote` is "yes" or "no" where they said whether their words may be shown.
    """
    answers: dict[str, Any] = {REACHED: max(pages, default=0) + 1}
    skipped, refused = [], {}
    for number, question in enumerate(published.definition.questions, start=1):
        fields = pages.get(number)
        if fields is None or question.type.is_upload:
            continue
        if "skip" in fields:
            skipped.append(question.key)
            continue
        try:
            answers[question.key] = kept(read_answer(question, fields, areas))
        except AnswerRefused as refusal:
            refused[number] = refusal
    if may_quote in {"yes", "no"}:
        answers[MAY_QUOTE] = may_quote
    return Whole(answers, tuple(skipped), refused)


def version_at(session: Session, newest: Published, version_id: int | None) -> Published:
    """Return a version of the same survey, or the newest where there is no such version."""
    if version_id is None or version_id == newest.version_id:
        return newest
    survey = select(SurveyVersion.survey_id).where(SurveyVersion.id == newest.version_id)
    known = select(SurveyVersion.id).where(
        SurveyVersion.id == version_id, SurveyVersion.survey_id == survey.scalar_subquery()
    )
    return newest if session.scalar(known) is None else published_of(session, version_id)


def keep_whole(
    session: Session,
    secret: str,
    key: str,
    published: Published,
    whole: Whole,
    *,
    today: date,
    way: Way = ON_THEIR_OWN,
) -> bool:
    """Begin a reply if need be and save what a device kept of it; return whether it is under way.

    It is not where its answers were sent before. How long it took is not tallied: nobody knows.

    Raises:
        CardSpent: answers were sent with the card.
    """
    if start_reply(session, secret, key, published, today=today, way=way) is None:
        return False
    save_page(session, secret, key, whole.change, today=today)
    return True


def receive_whole(
    session: Session, secret: str, key: str, *, today: date, language: str = ENGLISH
) -> str:
    """Take a reply in and return its code; to a device that was not told, for a week.

    The key stands nowhere but on the device, until the device has been told.

    Raises:
        AlreadySent: it was sent longer ago, or on a shared tablet.
        NoReply, SurveyClosed: there is nothing to send, or it comes too late.
    """
    try:
        return receive_submission(session, secret, key, today=today, language=language)[0]
    except AlreadySent:
        if not _lately(session, secret, key, today):
            raise
        return receipt_code(secret, key)


def _lately(session: Session, secret: str, key: str, today: date) -> bool:
    return (
        session.scalar(
            select(Submission.id).where(
                Submission.key_hash == key_hash(secret, key),
                Submission.sent_on >= today - timedelta(days=DRAFT_DAYS),
                Submission.route != Route.KIOSK,
            )
        )
        is not None
    )


def typed_pages(published: Published, answers: Kept) -> dict[int, Typed]:
    """Return what a reply holds as a device would keep it: the fields of each page, by number."""
    return {
        number: fields_of(question, found(answers, question.key)) or [("skip", "1")]
        for number, question in enumerate(published.definition.questions, start=1)
        if question.key in answers
    }
