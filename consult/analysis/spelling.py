"""Fold spellings so that the same words look the same, and take a text apart into its words."""

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 4000

_HIDDEN = frozenset({"Mn", "Me", "Cf"})
_INDIC = ("\u0900", "\u0e7f")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WORD_WITH_SIGNS = re.compile(r"(?:[^\W_]|[\u0900-\u0e7f])+(?:'[^\W_]+)?")
_LONG_RUN = re.compile(r"(\w)\1{2,}")
_UNFOLDED = str.maketrans({"’": "'", "ł": "l", "Ł": "l", "ı": "i"})


def fold(text: str) -> str:
    """Return the text in small letters without accents, curly quotes, hidden signs or long runs."""
    text = text[:MAX_CHARACTERS].lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UNFOLDED))
        text = "".join(sign for sign in text if not _is_hidden(sign)).lower()
    return " ".join(_LONG_RUN.sub(r"\1\1", text).split())


def _is_hidden(sign: str) -> bool:
    """Tell whether a sign only decorates; in the scripts of South Asia it is a vowel."""
    is_vowel = _INDIC[0] <= sign <= _INDIC[1]
    return not is_vowel and unicodedata.category(sign) in _HIDDEN


@lru_cache(maxsize=65536)
def words(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text, apostrophes taken out ("dont", "thats")."""
    found = (_WORD if folded.isascii() else _WORD_WITH_SIGNS).findall(folded)
    return tuple([word.replace("'", "") for word in found] if "'" in folded else found)
