"""The code by which a child comes back without an account: made of words, kept only as a hash.

The code is worked out from the key that the child's browser holds and the secret of this
installation, so that a form sent twice gives the same code though we never keep it. What we keep
is a keyed hash: a stolen database alone cannot be searched for codes.
"""

import hashlib
import hmac
import re
import secrets
from functools import cache
from pathlib import Path

WORDS_IN_CODE = 3
NUMBERS = 10_000
MOST_CHARACTERS = 80

_DIGITS = "23456789"
_LOOK_ALIKE = str.maketrans("01", "ol")


@cache
def words() -> tuple[str, ...]:
    """Return the words that codes are made of."""
    return tuple((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())


def receipt_code(secret: str, key: str) -> str:
    """Return the code that belongs to a browser's key, such as amber-otter-lantern-4071."""
    return _in_words(_keyed(secret, "receipt code", key))


def return_code(secret: str, key: str) -> str:
    """Return the code by which a reply under way goes on elsewhere; it opens no receipt."""
    return _in_words(_keyed(secret, "return code", key))


def _in_words(drawn: bytes) -> str:
    number = int.from_bytes(drawn, "big")
    parts = []
    for _ in range(WORDS_IN_CODE):
        number, position = divmod(number, len(words()))
        parts.append(words()[position])
    return "-".join([*parts, f"{number % NUMBERS:04d}"])


def receipt_hash(secret: str, code: str) -> str:
    """Return what we keep of a code, however it was typed."""
    return _keyed(secret, "receipt hash", tidy_code(code)).hex()


def return_hash(secret: str, code: str) -> str:
    """Return what we keep of a code to go on with, however it was typed."""
    return _keyed(secret, "return hash", tidy_code(code)).hex()


def key_hash(secret: str, key: str) -> str:
    """Return what we keep of a browser's key."""
    return _keyed(secret, "reply key", key).hex()


def card_hash(secret: str, code: str) -> str:
    """Return what we keep of the code on a card."""
    return _keyed(secret, "card hash", tidy_way(code)).hex()


def host_hash(secret: str, code: str) -> str:
    """Return what we keep of the code with which a teacher opens a class."""
    return _keyed(secret, "host hash", tidy_way(code)).hex()


def new_way(number_of_words: int) -> str:
    """Return a code that opens something, such as otter-lantern-42, which nobody can guess.

    It has no 0 and no 1 in it: on a card they look like letters.
    """
    chosen = [secrets.choice(words()) for _ in range(number_of_words)]
    return "-".join([*chosen, secrets.choice(_DIGITS) + secrets.choice(_DIGITS)])


def tidy_way(code: str) -> str:
    """Return a code that opens something as it was given out, however it was typed."""
    return tidy_code(code[:MOST_CHARACTERS].lower().translate(_LOOK_ALIKE))


def tidy_code(code: str) -> str:
    """Return a code as it was given out: small letters, single dashes."""
    return "-".join(re.findall(r"[a-z]+|\d+", code[:MOST_CHARACTERS].lower()))


def _keyed(secret: str, purpose: str, text: str) -> bytes:
    return hmac.new(secret.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()
