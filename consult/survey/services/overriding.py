"""Launching though a check is not met: a named person's reason, for everybody to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.people.models import User
from consult.people.rules import ROLE_LABELS
from consult.survey.models import Consultation, LaunchOverride
from consult.survey.rules.gates import Check, Reason, ReasonNotFor, listed

LAUNCHED = "It has been launched: the reasons people read stay as they are."


@dataclass(frozen=True, slots=True)
class PublishedReason:
    """What was not met at the launch, and why, for everybody to read."""

    about: str
    reason: Reason


def with_reasons(session: Session, consultation_id: int, checks: Sequence[Check]) -> list[Check]:
    """Return checks with the reasons that were given and still fit what each says."""
    given = {row.check_key: row for row in _standing(session, consultation_id)}
    return [
        replace(check, reason=_reason(given[check.key]))
        if check.key in given and not check.done and given[check.key].about == check.found
        else check
        for check in checks
    ]


def give_reason(
    session: Session,
    consultation_id: int,
    check: Check,
    text: str,
    *,
    user_id: int,
    now: datetime,
) -> Check:
    """Leave a check unmet, for a reason that everybody can read.

    Raises:
        ReasonNotFor: the check is met, cannot be left unmet, or not by this person.
        RuleBroken: nothing was written, or it has been launched.
    """
    user = find(session, User, user_id)
    _check_may(session, consultation_id, check, user)
    if not text.strip():
        raise RuleBroken("Write the reason: everybody can read it.")
    for earlier in _standing(session, consultation_id):
        if earlier.check_key == check.key:
            earlier.withdrawn_at = now
    session.flush()
    row = LaunchOverride(
        consultation_id=consultation_id,
        check_key=check.key,
        about=check.found,
        reason=text.strip(),
        by=user,
        at=now,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # two people gave a reason at once
        session.rollback()
        raise RuleBroken("Somebody else has just given a reason. Read it first.") from error
    subject = f"consultation:{consultation_id}"
    audit.record(session, f"user:{user.id}", "give_reason", subject, now=now, check=check.key)
    session.commit()
    return replace(check, reason=_reason(row))


def _check_may(session: Session, consultation_id: int, check: Check, user: User) -> None:
    if find(session, Consultation, consultation_id).launched_on:
        raise RuleBroken(LAUNCHED)
    if check.done:
        raise ReasonNotFor("This is done, so it needs no reason.")
    if not check.may_override:
        raise ReasonNotFor("This cannot be left undone. " + check.to_do)
    if user.role not in check.may_override:
        raise ReasonNotFor(f"Only these people can agree to that: {who_may(check)}.")


def who_may(check: Check) -> str:
    """Return the roles that can give a reason for leaving a check unmet, in words."""
    return listed([label for role, label in ROLE_LABELS.items() if role in check.may_override])


def withdraw_reason(
    session: Session, consultation_id: int, check_key: str, *, actor: str, now: datetime
) -> None:
    """Take a reason back, so that the check must be met again.

    Raises:
        NotFound: no reason was given.
        RuleBroken: it has been launched.
    """
    if find(session, Consultation, consultation_id).launched_on:
        raise RuleBroken(LAUNCHED)
    rows = [r for r in _standing(session, consultation_id) if r.check_key == check_key]
    if not rows:
        raise NotFound("No reason was given for this.")
    rows[0].withdrawn_at = now
    subject = f"consultation:{consultation_id}"
    audit.record(session, actor, "withdraw_reason", subject, now=now, check=check_key)
    session.commit()


def published_reasons(session: Session, consultation_id: int) -> tuple[PublishedReason, ...]:
    """Return what was not met when a consultation was launched, and why."""
    return tuple(
        PublishedReason(row.about, _reason(row)) for row in _standing(session, consultation_id)
    )


def drop_idle_reasons(
    session: Session, consultation_id: int, checks: Sequence[Check], now: datetime
) -> None:
    """Withdraw, within the caller's commit, the reasons that no check needs any more."""
    needed = {check.key for check in checks if check.reason}
    for row in _standing(session, consultation_id):
        if row.check_key not in needed:
            row.withdrawn_at = now


def _standing(session: Session, consultation_id: int) -> Sequence[LaunchOverride]:
    return session.scalars(
        select(LaunchOverride)
        .options(joinedload(LaunchOverride.by))
        .where(
            LaunchOverride.consultation_id == consultation_id,
            LaunchOverride.withdrawn_at.is_(None),
        )
        .order_by(LaunchOverride.id)
    ).all()


def _reason(row: LaunchOverride) -> Reason:
    on: date = row.at.date()
    return Reason(row.reason, row.by.name, ROLE_LABELS[row.by.role], on)
