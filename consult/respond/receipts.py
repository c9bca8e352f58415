"""The code by which a child comes back without an account: made of words, kept only as a hash.

The code is worked out from the key that the child's browser holds and the secret of this
installation, so that a form sent twice gives the same code though we never keep it. What we keep
is a keyed hash: a stolen database alone cannot be searched for codes.
"""

import hashlib
import hmac
import re
from functools import cache
from pathlib import Path

WORDS_IN_CODE = 3
NUMBERS = 10_000
MOST_CHARACTERS = 80


@cache
def words() -> tuple[str, ...]:
    """Return the words that codes are made of."""
    return tuple((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())


def receipt_code(secret: str, key: str) -> str:
    """Return the code that belongs to a browser's key, such as amber-otter-lantern-4071."""
    number = int.from_bytes(_keyed(secret, "receipt code", key), "big")
    parts = []
    for _ in range(WORDS_IN_CODE):
        number, position = divmod(number, len(words()))
        parts.append(words()[position])
    return "-".join([*parts, f"{number % NUMBERS:04d}"])


def receipt_hash(secret: str, code: str) -> str:
    """Return what we keep of a code, however it was typed."""
    return _keyed(secret, "receipt hash", tidy_code(code)).hex()


def key_hash(secret: str, key: str) -> str:
    """Return what we keep of a browser's key."""
    return _keyed(secret, "reply key", key).hex()


def tidy_code(code: str) -> str:
    """Return a code as it was given out: small letters, single dashes."""
    return "-".join(re.findall(r"[a-z]+|\d+", code[:MOST_CHARACTERS].lower()))


def _keyed(secret: str, purpose: str, text: str) -> bytes:
    return hmac.new(secret.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()
