"""Read comments before anything is counted: fold spellings, drop empty answers, gather repeats."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from consult.analysis.wordlists import word_list

MAX_CHARACTERS = 4000
MAX_WORDS_OF_NOTHING = 12
SHORTEST_MASHING = 4

_HIDDEN = frozenset({"Mn", "Me", "Cf"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LONG_RUN = re.compile(r"(\w)\1{2,}")

_NOTHING = word_list("nothing_to_say")
_EMPTY_WORDS = word_list("empty_words")
_REFUSALS = word_list("refusals")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said, each thing once, folded; and for every row which it is (-1: nothing)."""

    texts: tuple[str, ...]
    first_rows: tuple[int, ...]
    of_row: tuple[int, ...]


def fold(text: str) -> str:
    """Return the text in small letters without accents, curly quotes, hidden signs or long runs."""
    text = text[:MAX_CHARACTERS].lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ł", "l"))
        text = "".join(sign for sign in text if unicodedata.category(sign) not in _HIDDEN).lower()
    return " ".join(_LONG_RUN.sub(r"\1\1", text).split())


@lru_cache(maxsize=65536)
def words(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text, apostrophes taken out ("dont", "thats")."""
    return tuple(word.replace("'", "") for word in _WORD.findall(folded))


def says_something(text: str) -> bool:
    """Tell whether a comment holds anything that could be placed."""
    return _says_something(words(fold(text)))


def _says_something(found: tuple[str, ...]) -> bool:
    if not any(character.isalpha() for word in found for character in word):
        return False
    if max(map(len, found)) == 1 or " ".join(found) in _NOTHING or _is_mashing(found):
        return False
    is_refusal = len(found) <= MAX_WORDS_OF_NOTHING and not _REFUSALS.isdisjoint(found)
    return not (is_refusal and _EMPTY_WORDS.issuperset(found))


def gather(texts: Sequence[str]) -> Reading:
    """Fold the comments, drop those that say nothing and keep each wording once."""
    index: dict[str, int] = {}
    said: list[str] = []
    first_rows: list[int] = []
    of_row: list[int] = []
    for row, text in enumerate(texts):
        folded = fold(text)
        found = words(folded)
        if not _says_something(found):
            of_row.append(-1)
            continue
        key = " ".join(found)
        if key not in index:
            index[key] = len(first_rows)
            said.append(folded)
            first_rows.append(row)
        of_row.append(index[key])
    return Reading(tuple(said), tuple(first_rows), tuple(of_row))


def _is_mashing(found: tuple[str, ...]) -> bool:
    """Tell whether one "word" was made by a hand on the keyboard ("sdfkjhsdf")."""
    if len(found) != 1 or not found[0].isascii():
        return False
    return len(found[0]) >= SHORTEST_MASHING and not set(found[0]) & set("aeiouyw")
