"""Roles, what each may open, and what makes a password good enough."""

from consult.people.rules.accounts import (
    MAX_PASSWORD,
    MIN_PASSWORD,
    EmailTaken,
    NobodyLeft,
    PasswordTooWeak,
    WrongSignIn,
    check_password_strength,
    tidy_email,
)
from consult.people.rules.policies import POLICIES, PUBLIC, READERS_OF_WORDS, may_open
from consult.people.rules.roles import ROLE_LABELS, Role

__all__ = [
    "MAX_PASSWORD",
    "MIN_PASSWORD",
    "POLICIES",
    "PUBLIC",
    "READERS_OF_WORDS",
    "ROLE_LABELS",
    "EmailTaken",
    "NobodyLeft",
    "PasswordTooWeak",
    "Role",
    "WrongSignIn",
    "check_password_strength",
    "may_open",
    "tidy_email",
]
