"""Group comments on any subject: k-means on what the words mean and how they are spelt."""

from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import normalize

from consult.analysis.grouping import Grouping, Matrix
from consult.analysis.vectors import meaning_view, spelling_view

SPELLING_WEIGHT = 0.5
FEWEST_THEMES, USUAL_THEMES, MOST_THEMES = 8, 16, 30
CANDIDATES = (8, 10, 12, 16, 20, 25, 30)
CLEAR_SILHOUETTE = 0.03
SAMPLE = 2000
FIT_ROWS = 20_000
ROWS_A_THEME = 4
FAR = 2.5
STARTS = 2
BARELY = 0.05


def group_freely(texts: Sequence[str], max_themes: int | None, seed: int) -> Grouping:
    """Group folded texts by likeness; those far from every group are not placed."""
    views = [meaning_view(texts, seed=seed), SPELLING_WEIGHT * spelling_view(texts, seed=seed)]
    points = np.asarray(normalize(np.hstack(views)), dtype=np.float32)
    k = choose_k(points, max_themes, seed)
    fitted = KMeans(k, n_init=STARTS, random_state=seed).fit(points[:FIT_ROWS])
    likeness = np.clip(points @ normalize(fitted.cluster_centers_).T, 0, 1).astype(np.float32)
    best = likeness.max(axis=1)
    far = best.mean() - FAR * best.std()
    is_placed = best > max(far, BARELY)
    return Grouping(likeness, likeness, (None,) * k, ((),) * k, is_placed, engine="words")


def choose_k(points: Matrix, max_themes: int | None, seed: int) -> int:
    """Return a number of themes, 8 to 30 where there is enough: the best silhouette, else 16."""
    most = max(1, min(max_themes or MOST_THEMES, len(points) // ROWS_A_THEME, _different(points)))
    candidates = [k for k in CANDIDATES if k <= most]
    if not candidates or max_themes == most > MOST_THEMES:
        return most
    sample = points[np.linspace(0, len(points) - 1, min(SAMPLE, len(points))).astype(int)]
    scores = {k: _silhouette(sample, k, seed) for k in candidates}
    best = max(scores, key=lambda k: (scores[k], -k))
    return best if scores[best] >= CLEAR_SILHOUETTE else min(USUAL_THEMES, most)


def _silhouette(sample: Matrix, k: int, seed: int) -> float:
    labels = KMeans(k, n_init=1, random_state=seed).fit_predict(sample)
    return float(silhouette_score(sample, labels)) if len(set(labels)) > 1 else -1.0


def _different(points: Matrix) -> int:
    """Return how many different points there are, looking no further than matters."""
    return len(np.unique(points[:SAMPLE].round(4), axis=0))
