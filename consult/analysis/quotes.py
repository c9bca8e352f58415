"""Choose what to quote: comments at the heart of a theme, unlike each other, one that disagrees."""

from collections.abc import Sequence

from consult.analysis.vectors import content_words

QUOTES = 3
SHORT, LONG = 6, 45
TOO_ALIKE = 0.4
CANDIDATES = 60
AGREES = 0.1


def choose_quotes(
    candidates: Sequence[int],
    texts: Sequence[str],
    centrality: Sequence[float],
    tones: Sequence[float],
) -> tuple[int, ...]:
    """Return up to three of the candidates: two central ones, then one whose tone is the other way.

    The sequences run side by side: candidate ids, their folded texts, how central they are (0..1)
    and their tone (-1..1).
    """
    order = sorted(range(len(candidates)), key=lambda at: (-_worth(texts[at], centrality[at]), at))[
        :CANDIDATES
    ]
    told = [frozenset(content_words(text)) for text in texts]
    chosen: list[int] = []
    for at in order:
        if len(chosen) < QUOTES - 1 and all(
            _likeness(told[at], told[other]) < TOO_ALIKE for other in chosen
        ):
            chosen.append(at)
    if chosen:
        against = _against(order, chosen, tones)
        spare = (at for at in order if at not in chosen and _unlike_all(told, at, chosen))
        third = against if against is not None else next(spare, None)
        chosen += [] if third is None else [third]
    return tuple(candidates[at] for at in chosen)


def _against(order: Sequence[int], chosen: Sequence[int], tones: Sequence[float]) -> int | None:
    """Return the most central candidate whose tone opposes the first choice, if there is one."""
    usual = tones[chosen[0]]
    for at in order:
        if at not in chosen and tones[at] * usual < 0 and abs(tones[at]) >= AGREES:
            return at
    return None


def _worth(text: str, centrality: float) -> float:
    """Prefer what can be read out: neither a single word nor a whole page."""
    length = len(text.split())
    readable = min(1.0, length / SHORT) * min(1.0, LONG / max(1, length))
    return centrality * readable


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _unlike_all(told: Sequence[frozenset[str]], at: int, chosen: Sequence[int]) -> bool:
    return all(_likeness(told[at], told[other]) < TOO_ALIKE for other in chosen)
