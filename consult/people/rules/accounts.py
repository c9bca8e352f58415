"""Emails and passwords: what makes one good enough, and what is wrong with it."""

from consult.errors import RuleBroken

MIN_PASSWORD = 12
MAX_PASSWORD = 256
LEAST_CHARACTERS = 4


class WrongSignIn(RuleBroken):
    """The email or the password did not fit; which one is nobody's business."""

    def __init__(self) -> None:
        super().__init__("That email and password do not match. Check both and try again.")


class EmailTaken(RuleBroken):
    """Two people cannot sign in with one email."""

    def __init__(self) -> None:
        super().__init__("Somebody already signs in with this email.")


class NobodyLeft(RuleBroken):
    """The last administrator who can sign in was to be sent away."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only administrator who can sign in. Make somebody else one first."
        )


class PasswordTooWeak(RuleBroken):
    """A password that a machine guesses in no time."""

    def __init__(self) -> None:
        super().__init__(
            f"Use a password of {MIN_PASSWORD} characters or more that is not one letter over "
            "and over."
        )


def check_password_strength(password: str) -> None:
    """Raise when a new password is too short, too long or the same few letters."""
    long_enough = MIN_PASSWORD <= len(password) <= MAX_PASSWORD
    if not long_enough or len(set(password)) < LEAST_CHARACTERS:
        raise PasswordTooWeak


def tidy_email(email: str) -> str:
    """Return an email as we keep and compare it."""
    return email.strip().casefold()
