"""Group comments by what we know of the field, and find what the field's codebook does not know."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from consult.analysis.codebook import KNOWN_WORDS_WANTED, Codebook, FieldTheme, likelihoods
from consult.analysis.grouping import Grouping, Indices, Matrix, drop_small
from consult.analysis.newcomers import find_newcomers
from consult.analysis.vectors import content_words

MOSTLY_KNOWN = 0.7
MOST_THEMES = 28
PRIOR_ROUNDS = 15
PRIOR_ROWS = 50
PRIOR_FLOOR = 1e-3
UNSURE = 0.5
SURELY = 0.8
RARE = 4
LOST = 0.1
VAGUE = 0.25
SHORT = 3
SMALLEST_SHARE = 0.004
NEARNESS = 0.15


def group_by_field(texts: Sequence[str], codebook: Codebook, max_themes: int | None) -> Grouping:
    """Group folded texts round the codebook's themes, with what it does not know beside them."""
    evidence = codebook.evidence(texts)
    alone = likelihoods(evidence).max(axis=1)
    telling = [content_words(text) for text in texts]
    known = codebook.known_share(telling)
    is_weak = (known < MOSTLY_KNOWN) | (alone < UNSURE)
    newcomers = find_newcomers(texts, telling, is_weak, codebook.known_words, SMALLEST_SHARE)

    probable = likelihoods(evidence, log_prior(evidence, codebook.prior))
    is_off = np.isin(probable.argmax(axis=1), codebook.off_subject) | (alone < LOST)
    is_short = np.array([len(said) <= SHORT for said in telling])
    is_off |= (alone < VAGUE) & (known < KNOWN_WORDS_WANTED) & is_short
    probable[:, codebook.off_subject] = 0
    strength = np.hstack([probable, _as_columns(newcomers, len(texts))])
    is_placed = ~is_off | strength[:, len(codebook.themes) :].any(axis=1)
    live = drop_small(
        strength,
        is_placed,
        least=smallest(len(texts)),
        most=max_themes or MOST_THEMES,
        distinct=(strength >= SURELY).sum(axis=0) >= RARE,
    )
    themes = [codebook.themes[at] if at < len(codebook.themes) else None for at in live]
    broader, parents = _families(themes)
    return Grouping(
        strength=_relative(strength[:, live]),
        centrality=strength[:, live] * certainty(evidence)[:, None],
        names=tuple(theme and theme.name for theme in themes),
        hints=tuple(theme.words if theme else () for theme in themes),
        is_placed=is_placed,
        engine="codebook",
        parents=parents,
        broader=broader,
    )


def _families(
    themes: Sequence[FieldTheme | None],
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the families that have several themes here, and the place of each theme's own."""
    found = Counter(theme.family for theme in themes if theme and theme.family)
    broader = [family for family, times in found.items() if times > 1]
    places = {family: place for place, family in enumerate(broader)}
    return tuple(broader), tuple(places.get(one.family, -1) if one else -1 for one in themes)


def smallest(count: int) -> int:
    """Return how many different comments make a theme."""
    return max(1, min(3, count // 20), round(SMALLEST_SHARE * count))


def log_prior(evidence: Matrix, heard: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Learn how common each theme is here, from how often it is heard elsewhere (Saerens 2002).

    What is heard elsewhere is softened, and counts as much as a few comments do.
    """
    usual = np.sqrt(heard) / np.sqrt(heard).sum()
    prior, rows = usual, len(evidence)
    for _ in range(PRIOR_ROUNDS):
        told = likelihoods(evidence, np.log(prior + PRIOR_FLOOR)).sum(axis=0, dtype=np.float64)
        prior = (told + PRIOR_ROWS * usual) / (rows + PRIOR_ROWS)
    return np.asarray(np.log(prior + PRIOR_FLOOR))


def _as_columns(groups: Sequence[Indices], count: int) -> Matrix:
    columns = np.zeros((count, len(groups)), dtype=np.float32)
    for at, rows in enumerate(groups):
        columns[rows, at] = 1.0
    return columns


def certainty(evidence: Matrix) -> npt.NDArray[np.float32]:
    """Return how much each comment says of its best theme at all: 1 for the better half of them."""
    best = evidence.max(axis=1)
    return np.asarray(np.clip(best / max(float(np.median(best)), 1e-9), 0, 1), dtype=np.float32)


def _relative(probability: Matrix) -> Matrix:
    """Return likeness to each theme beside the best, so that half as probable is still close."""
    best = np.maximum(probability.max(axis=1, keepdims=True), 1e-12)
    return np.asarray((probability / best) ** NEARNESS, dtype=np.float32)
