"""Choose what to quote: comments at the heart of a theme, unlike each other; and one against it.

Only what is handed in can be chosen: leave out what may not be quoted. Cost: 1 ms a theme for a
hundred candidates.
"""

from collections.abc import Sequence

from consult.analysis.reading import words
from consult.analysis.tone import spread_of
from consult.analysis.vectors import content_words
from consult.analysis.wordlists import word_list

QUOTES = 3
SHORT, LONG = 6, 40
TOO_ALIKE = 0.4
CANDIDATES = 60
DISAGREES = 0.3
OF_THE_OTHER_SIDE, SWEARS = 0.8, 0.5


def choose_quotes(
    candidates: Sequence[int],
    texts: Sequence[str],
    centrality: Sequence[float],
    tones: Sequence[float],
) -> tuple[int, ...]:
    """Return up to three of the candidates, most typical first, no two of them much alike.

    The sequences run side by side: candidate ids, their folded texts, how central they are (0..1)
    and their tone (-1..1). Fewer come back where the others only say the same again.
    """
    side = usual_side(tones)
    worth = [
        _worth(text, near) * (OF_THE_OTHER_SIDE if tone * side < 0 else 1.0)
        for text, near, tone in zip(texts, centrality, tones, strict=True)
    ]
    chosen: list[int] = []
    for at in _best_first(worth)[:CANDIDATES]:
        if len(chosen) < QUOTES and _is_unlike(texts[at], [texts[one] for one in chosen]):
            chosen.append(at)
    return tuple(candidates[at] for at in chosen)


def disagreeing(
    candidates: Sequence[int],
    texts: Sequence[str],
    centrality: Sequence[float],
    tones: Sequence[float],
) -> int | None:
    """Return the candidate to quote against the others, None where nobody clearly disagrees.

    To disagree is to sound clearly otherwise than most who take a side: praise (a tone of 0.3 or
    more) among complaints, or the other way round. It is a hint, as tone is: it finds who feels
    differently about a subject, not who argues against a proposal in even words. Where both
    sides are as many, the first candidate that takes one stands for most.
    """
    side = usual_side(tones) or next((tone for tone in tones if abs(tone) >= DISAGREES), 0.0)
    side = 1 if side > 0 else -1 if side < 0 else 0
    worth = [
        _worth(text, near) if tone * side <= -DISAGREES else 0.0
        for text, near, tone in zip(texts, centrality, tones, strict=True)
    ]
    best = next(iter(_best_first(worth)), None)
    return candidates[best] if best is not None and worth[best] > 0 else None


def usual_side(tones: Sequence[float]) -> int:
    """Return the side most take: -1 negative, 1 positive, 0 where neither has more."""
    against, _, in_favour = spread_of(tones)
    return (in_favour > against) - (in_favour < against)


def _best_first(worth: Sequence[float]) -> list[int]:
    return sorted(range(len(worth)), key=lambda at: (-worth[at], at))


def _worth(text: str, centrality: float) -> float:
    """Prefer what can be read out: neither a single word nor a whole page, and no swearing."""
    said = words(text)
    readable = min(1.0, len(said) / SHORT) * min(1.0, LONG / max(1, len(said)))
    return centrality * readable * (1.0 if word_list("swearing").isdisjoint(said) else SWEARS)


def _is_unlike(text: str, others: Sequence[str]) -> bool:
    told = frozenset(content_words(text))
    return all(_likeness(told, frozenset(content_words(other))) < TOO_ALIKE for other in others)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
