"""A hint of how a comment sounds, -1 to 1: never a measure, never for safeguarding.

TextBlob weighs the words. Before it reads, the comment is put into words it knows: what young
people say otherwise ("proper peng"), what it does not notice in this field ("bullied"), and
negations it would only see beside the word they turn round ("I don't feel safe").
"""

import re
from functools import lru_cache

from consult.analysis.reading import fold, words
from consult.analysis.wordlists import word_list

MAX_CHARACTERS = 1500
REACH = 4

_PLAIN_WORDS = {"excellent": "praise", "terrible": "blame", "bad": "hurt"}
_PLAINLY = {phrase: plain for plain, listed in _PLAIN_WORDS.items() for phrase in word_list(listed)}
_SPOKEN = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _PLAINLY), key=lambda p: (-len(p), p))) + r")\b"
)
_NEGATIONS = word_list("negations")
_TURNED = word_list("turned_by_negation")
_CLAUSE_ENDS = re.compile(r"[.!?;:,]|\bbut\b|\balthough\b")


@lru_cache(maxsize=65536)
def tone_of(text: str) -> float:
    """Return how a comment sounds, from -1 (against) over 0 (neither, or not clear) to 1 (for)."""
    said = plainly(text)
    return float(max(-1.0, min(1.0, _polarity(said)))) if said else 0.0


def plainly(text: str) -> str:
    """Put a comment into words that TextBlob weighs rightly."""
    clauses = _CLAUSE_ENDS.split(fold(text[:MAX_CHARACTERS]))
    return ". ".join(" ".join(_bring_negation_near(clause)) for clause in clauses if clause.strip())


def _bring_negation_near(clause: str) -> list[str]:
    """Move a negation to the word it turns round: "dont feel very safe" becomes "feel not safe"."""
    spoken = _SPOKEN.sub(lambda match: _PLAINLY[match.group()], " ".join(words(clause)))
    said: list[str] = []
    waiting = 0
    for word in spoken.split():
        if word in _NEGATIONS:
            waiting = REACH
            continue
        if waiting and word in _TURNED:
            said.append("not")
            waiting = 0
        waiting = max(0, waiting - 1)
        said.append(word)
    return said


def _polarity(said: str) -> float:
    """Ask TextBlob, imported late because its corpora reader is slow to load."""
    from textblob import TextBlob

    return float(TextBlob(said).sentiment.polarity)
