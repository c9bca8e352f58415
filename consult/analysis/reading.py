"""Read comments before anything is counted, and set apart those that hold nothing to place.

Repeats are kept once, with counts. A comment in another language is listed by language and kept:
it may still be placed where the codebook knows its words. Cost: 0.02 s for 1,000 comments.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from consult.analysis.language import language_of_words
from consult.analysis.spelling import fold, words
from consult.analysis.wordlists import word_list

__all__ = ["Reading", "fold", "gather", "says_something", "why_apart", "words"]

EMPTY = "empty"
ONLY_SIGNS = "only signs"
NOTHING_TO_SAY = "nothing to say"
MASHING = "keyboard mashing"
APART = (EMPTY, ONLY_SIGNS, NOTHING_TO_SAY, MASHING)

MAX_WORDS_OF_NOTHING = 14
MAX_WORDS_OF_MASHING = 4
SHORTEST_MASHING = 4

_NO_VOWEL = re.compile(r"[^aeiouyw]+")
_HOME_ROW = re.compile(r"(?=.*[^a]{3})[asdfghjkl]{5,}|(?=.*[^eiou]{4})[qwertyuiop]{5,}")
_LONG_RUN = re.compile(r"[b-df-hj-np-tvxz]{6,}")
_ONE_SIGN = re.compile(r"(\w)\1*")
_LAUGHTER = re.compile(r"(?:a?(?:ha|he|hi|ja){2,}h?|(?:lo){2,}l?|lo+l|xd+)")

_NOTHING = word_list("nothing_to_say")
_EMPTY_WORDS = word_list("empty_words")
_REFUSALS = word_list("refusals")
_JOKES = word_list("jokes")
_FILLING_IN = re.compile("|".join(sorted(word_list("filling_in"))))
_FILLING_IN_MARKS = word_list("filling_in_marks")
_LETTERS_THAT_MEAN = word_list("letters_that_mean")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said, each wording once, folded; and for every row which it is (-1: set apart).

    Beside the texts: how many rows say each, and in which language. `apart` gives the rows that
    hold nothing to place by why (`APART`), `languages` the other rows' languages with counts.
    """

    texts: tuple[str, ...]
    first_rows: tuple[int, ...]
    of_row: tuple[int, ...]
    counts: tuple[int, ...] = ()
    spoken: tuple[str, ...] = ()
    apart: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> dict[str, int]:
        """Return how many rows are in each language, most first."""
        counted: Counter[str] = Counter()
        for code, times in zip(self.spoken, self.counts, strict=True):
            counted[code] += times
        return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def says_something(text: str) -> bool:
    """Tell whether a comment holds anything that could be placed."""
    return not why_apart(text)


def why_apart(text: str) -> str:
    """Return why a comment holds nothing to place (one of `APART`), "" where it may be placed."""
    folded = fold(text)
    return _why_apart(text, folded, words(folded))


def gather(texts: Sequence[str]) -> Reading:
    """Fold the comments, set apart those that hold nothing to place, keep each wording once."""
    at_of: dict[str, int] = {}
    said: list[str] = []
    first_rows: list[int] = []
    spoken: list[str] = []
    known: dict[str, int | str] = {}
    of_row: list[int] = []
    apart: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        found = known.get(text)
        if found is None:
            folded = fold(text)
            parts = words(folded)
            found = _why_apart(text, folded, parts) or at_of.setdefault(" ".join(parts), len(said))
            known[text] = found
            if found == len(said):
                said.append(folded)
                first_rows.append(row)
                spoken.append(language_of_words(parts, text))
        if isinstance(found, str):
            apart.setdefault(found, []).append(row)
        of_row.append(-1 if isinstance(found, str) else found)
    counted = Counter(of_row)
    return Reading(
        texts=tuple(said),
        first_rows=tuple(first_rows),
        of_row=tuple(of_row),
        counts=tuple(counted[at] for at in range(len(said))),
        spoken=tuple(spoken),
        apart={why: tuple(apart[why]) for why in APART if why in apart},
    )


def _why_apart(text: str, folded: str, found: tuple[str, ...]) -> str:
    if not any(word.isalpha() or not word.isdigit() for word in found):
        return ONLY_SIGNS if text.strip() and folded.strip("\x00") else EMPTY
    if len(found) > MAX_WORDS_OF_NOTHING:
        return ""
    if _says_nothing(found):
        return NOTHING_TO_SAY
    is_short = len(found) <= MAX_WORDS_OF_MASHING
    return MASHING if is_short and all(map(_is_mashing, found)) else ""


def _says_nothing(found: tuple[str, ...]) -> bool:
    """Tell a refusal, a joke, laughter or a word about filling the form in from an answer."""
    said = " ".join(found)
    if max(map(len, found)) == 1 and said.isascii():
        return True
    if said in _NOTHING or _JOKES.issuperset(found):
        return True
    if all(map(_LAUGHTER.fullmatch, found)):
        return True
    if not _FILLING_IN_MARKS.isdisjoint(found) and _FILLING_IN.search(said):
        return True
    return not _REFUSALS.isdisjoint(found) and _EMPTY_WORDS.issuperset(found)


def _is_mashing(word: str) -> bool:
    """Tell whether a "word" was made by a hand on the keyboard ("sdfkjhsdf")."""
    if not word.isascii() or len(word) < SHORTEST_MASHING or word in _LETTERS_THAT_MEAN:
        return bool(_ONE_SIGN.fullmatch(word)) and not word.isdigit()
    return any(pattern.fullmatch(word) for pattern in (_NO_VOWEL, _HOME_ROW, _ONE_SIGN)) or bool(
        _LONG_RUN.search(word)
    )
