"""Signing in and out, adding people, changing what they may do."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find, only_reading
from consult.errors import RuleBroken
from consult.people.models import SignIn, User
from consult.people.rules import (
    EmailTaken,
    NobodyLeft,
    Role,
    WrongSignIn,
    check_password_strength,
    tidy_email,
)

TOUCH_EVERY = timedelta(minutes=2)
LONGEST = timedelta(hours=12)

_hasher = PasswordHasher()


def everyone(session: Session) -> Sequence[User]:
    """Return all staff and members, by name."""
    return session.scalars(select(User).order_by(User.name)).all()


def names(session: Session) -> Mapping[str, str]:
    """Return the names behind the actors of the audit, such as "user:7"."""
    return {f"user:{user.id}": user.name for user in everyone(session)}


def add_user(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    actor: str,
    now: datetime,
) -> User:
    """Let somebody sign in from now on.

    Raises:
        RuleBroken: the email is taken, or the password too weak.
    """
    check_password_strength(password)
    email = tidy_email(email)
    if session.scalar(select(User.id).where(User.email == email)):
        raise EmailTaken
    user = User(email=email, name=name.strip(), role=role, password_hash=_hasher.hash(password))
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:  # two people added the same person at once
        session.rollback()
        raise EmailTaken from error
    audit.record(session, actor, "add_user", f"user:{user.id}", now=now, role=role.value)
    session.commit()
    return user


def change_user(
    session: Session, user_id: int, *, role: Role, is_active: bool, actor: str, now: datetime
) -> User:
    """Change what somebody may do; whoever is switched off is signed out at once.

    Raises:
        NotFound: there is no such person.
        NobodyLeft: no administrator could sign in any more.
    """
    user = find(session, User, user_id)
    if not (is_active and role is Role.ADMINISTRATOR) and _administrators(session) == [user.id]:
        raise NobodyLeft
    user.role, user.is_active = role, is_active
    if not is_active:
        _end_sign_ins(session, user.id, now)
    audit.record(
        session, actor, "change_user", f"user:{user.id}", now=now, role=role.value, active=is_active
    )
    session.commit()
    return user


def change_password(session: Session, user_id: int, *, old: str, new: str, now: datetime) -> None:
    """Give somebody a new password and end their sign-ins everywhere.

    Raises:
        RuleBroken: the old one is wrong, or the new one too weak.
    """
    user = find(session, User, user_id)
    if not _fits(user.password_hash, old):
        raise RuleBroken("Your present password is not right.")
    check_password_strength(new)
    user.password_hash = _hasher.hash(new)
    _end_sign_ins(session, user.id, now)
    audit.record(session, f"user:{user.id}", "change_password", f"user:{user.id}", now=now)
    session.commit()


def sign_in(session: Session, email: str, password: str, *, now: datetime) -> str:
    """Open a session and return its token; only the token's hash is kept.

    Raises:
        WrongSignIn: email and password do not fit. It takes as long whichever is wrong.
    """
    with only_reading():  # nobody waits for us while the password is worked out
        user = session.scalar(select(User).where(User.email == tidy_email(email)))
        session.commit()
    fits = _fits(user.password_hash if user else _nobody(), password)
    if user is None or not fits or not user.is_active:
        raise WrongSignIn
    token = secrets.token_urlsafe(32)
    session.add(SignIn(user_id=user.id, token_hash=_hash(token), started_at=now, seen_at=now))
    audit.record(session, f"user:{user.id}", "sign_in", f"user:{user.id}", now=now)
    session.commit()
    return token


def signed_in_user(
    session: Session, token: str, *, length: timedelta, now: datetime
) -> User | None:
    """Return whose sign-in this is, unless it has ended or gone quiet for too long."""
    row = session.execute(
        select(SignIn, User)
        .join(User, User.id == SignIn.user_id)
        .where(SignIn.token_hash == _hash(token), SignIn.ended_at.is_(None), User.is_active)
    ).first()
    if row is None or row.SignIn.seen_at < now - length or row.SignIn.started_at < now - LONGEST:
        return None
    if row.SignIn.seen_at < now - TOUCH_EVERY:
        row.SignIn.seen_at = now
    session.commit()
    user: User = row.User
    return user


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End a session."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == _hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.commit()


def _administrators(session: Session) -> Sequence[int]:
    """Return the ids of the administrators who may sign in."""
    return session.scalars(
        select(User.id).where(User.is_active, User.role == Role.ADMINISTRATOR)
    ).all()


def _end_sign_ins(session: Session, user_id: int, now: datetime) -> None:
    session.execute(
        update(SignIn)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
