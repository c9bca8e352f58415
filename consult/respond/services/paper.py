"""Paper: typed in once, or twice by two people; then it is a submission like any other.

A sheet's number only says that it was typed in. Once it is, nothing joins it to the answers.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import RuleBroken
from consult.respond.models import Draft, PaperEntry
from consult.respond.receipts import key_hash
from consult.respond.rules import Route
from consult.respond.rules.paper import Difference, differences, settled
from consult.respond.services.offering import published_of
from consult.respond.services.receiving import receive_submission
from consult.survey.models import Survey, SurveyVersion

KEY_BYTES = 24


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet as somebody typed it: of which survey, its number, its answers."""

    version_id: int
    sheet: str
    answers: Mapping[str, Any]
    key_twice: bool = False


def sheets_of(session: Session, consultation_id: int) -> Sequence[PaperEntry]:
    """Return the sheets typed in for a consultation, those that wait for somebody first."""
    return session.scalars(
        select(PaperEntry)
        .join(SurveyVersion)
        .join(Survey)
        .where(Survey.consultation_id == consultation_id)
        .options(joinedload(PaperEntry.version).joinedload(SurveyVersion.survey))
        .options(joinedload(PaperEntry.first_by), joinedload(PaperEntry.second_by))
        .order_by(PaperEntry.settled_on.is_not(None), PaperEntry.id.desc())
    ).all()


def enter_sheet(
    session: Session,
    secret: str,
    typed: TypedSheet,
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> tuple[PaperEntry, str]:
    """Keep what somebody typed of a sheet; return it, and its receipt code once it is complete.

    Raises:
        RuleBroken: a sheet of this number was typed in already.
    """
    same = select(PaperEntry.id).where(
        PaperEntry.survey_version_id == typed.version_id, PaperEntry.sheet == typed.sheet
    )
    if session.scalar(same) is not None:
        raise RuleBroken(
            f"Sheet {typed.sheet} was typed in already. Check the number on the paper."
        )
    entry = PaperEntry(
        survey_version_id=typed.version_id,
        sheet=typed.sheet,
        key_twice=typed.key_twice,
        first_answers=dict(typed.answers),
        first_by_id=user_id,
    )
    session.add(entry)
    session.flush()
    audit.record(session, f"user:{user_id}", "enter_sheet", f"paper_entry:{entry.id}", now=now)
    if typed.key_twice:
        session.commit()
        return entry, ""
    return entry, _send(session, secret, entry, typed.answers, today)


def enter_again(
    session: Session,
    secret: str,
    entry_id: int,
    answers: Mapping[str, Any],
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> str:
    """Keep a second reading of a sheet; where both agree it is complete: return its receipt code.

    Raises:
        NotFound: there is no such sheet.
        RuleBroken: it is complete, or the same person typed it first.
    """
    entry = waiting_sheet(session, entry_id)
    if entry.first_by_id == user_id:
        raise RuleBroken("Somebody else must type it the second time.")
    entry.second_answers, entry.second_by_id = dict(answers), user_id
    audit.record(session, f"user:{user_id}", "enter_again", f"paper_entry:{entry.id}", now=now)
    if differences_of(session, entry):
        session.commit()
        return ""
    return _send(session, secret, entry, settled(entry.first_answers, answers, {}), today)


def settle_sheet(
    session: Session,
    secret: str,
    entry_id: int,
    chosen: Mapping[str, str],
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> str:
    """Choose between two readings, question by question; return the receipt code.

    Raises:
        NotFound: there is no such sheet.
        RuleBroken: it is complete, or was typed only once.
    """
    entry = waiting_sheet(session, entry_id)
    if entry.second_answers is None:
        raise RuleBroken("This sheet was typed only once so far.")
    answers = settled(entry.first_answers, entry.second_answers, chosen)
    audit.record(session, f"user:{user_id}", "settle_sheet", f"paper_entry:{entry.id}", now=now)
    return _send(session, secret, entry, answers, today)


def waiting_sheet(session: Session, entry_id: int) -> PaperEntry:
    """Return a sheet that is not complete yet.

    Raises:
        NotFound: there is no such sheet.
        RuleBroken: it is complete.
    """
    entry = find(session, PaperEntry, entry_id)
    if entry.settled_on is not None:
        raise RuleBroken("This sheet is complete already.")
    return entry


def differences_of(session: Session, entry: PaperEntry) -> list[Difference]:
    """Return where the two readings of a sheet differ."""
    definition = published_of(session, entry.survey_version_id).definition
    return differences(definition, entry.first_answers, entry.second_answers or {})


def _send(
    session: Session, secret: str, entry: PaperEntry, answers: Mapping[str, Any], today: date
) -> str:
    """Make a submission of a sheet's answers and forget them here, in one step."""
    key = secrets.token_urlsafe(KEY_BYTES)
    draft = Draft(
        key_hash=key_hash(secret, key),
        survey_version_id=entry.survey_version_id,
        answers=dict(answers),
        saved_on=today,
        route=Route.PAPER,
    )
    entry.settled_on = today
    entry.first_answers, entry.second_answers = {}, {} if entry.second_by_id else None
    session.add(draft)
    session.flush()
    code, _published = receive_submission(session, secret, key, today=today)
    return code
