"""Make themes finer: split the largest groups by what their comments mean, each inside the old one.

Cost: vectors of all comments, and k-means on 8,000 of a group at most.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.preprocessing import normalize

from consult.analysis.grouping import Flags, Grouping, Matrix
from consult.analysis.vectors import StaticVectors

LEARN_ROWS = 20_000
FIT_ROWS = 8000
ROWS_A_PART = 4
STARTS = 2


def split_largest(texts: Sequence[str], grouping: Grouping, wanted: int, seed: int) -> Grouping:
    """Return a grouping of as many groups as wanted, or as there is enough in them to split."""
    parts = parts_of_each(
        np.bincount(grouping.main[grouping.main >= 0], minlength=len(grouping.names)).tolist(),
        wanted,
    )
    if not parts or max(parts) == 1:
        return grouping
    backend = StaticVectors()
    backend.fit_transform(texts[:LEARN_ROWS], seed)
    points = backend.transform(texts)
    strengths, centralities = [], []
    names: list[str | None] = []
    hints: list[tuple[str, ...]] = []
    parents: list[int] = []
    broader = list(grouping.broader)
    for at, count in enumerate(parts):
        share = _share(points, grouping.main == at, count, seed)
        strengths.append(grouping.strength[:, [at]] * share)
        centralities.append(grouping.centrality[:, [at]] * share)
        if count == 1:
            names.append(grouping.names[at])
            hints.append(grouping.hints[at])
            parents.append(grouping.parents[at] if grouping.parents else -1)
            continue
        names += [None] * count
        hints += [()] * count
        parents += [len(broader)] * count
        broader.append(grouping.names[at])
    return Grouping(
        strength=np.hstack(strengths),
        centrality=np.hstack(centralities),
        names=tuple(names),
        hints=tuple(hints),
        is_placed=grouping.is_placed,
        engine=grouping.engine,
        parents=tuple(parents),
        broader=tuple(broader),
    )


def parts_of_each(sizes: Sequence[int], wanted: int) -> list[int]:
    """Return into how many parts each group falls: the one with the largest parts next."""
    parts = [1] * len(sizes)
    while sum(parts) < wanted and parts:
        at = max(range(len(parts)), key=lambda one: (sizes[one] / parts[one], -one))
        if sizes[at] < ROWS_A_PART * (parts[at] + 1):
            break
        parts[at] += 1
    return parts


def _share(points: Matrix, is_inside: Flags, count: int, seed: int) -> Matrix:
    """Return how near each text is to each part beside the nearest, float32[n, count]."""
    if count == 1:
        return np.ones((len(points), 1), dtype=np.float32)
    inside = points[is_inside][:FIT_ROWS]
    fitted = KMeans(count, n_init=STARTS, random_state=seed).fit(inside)
    near = np.clip(points @ normalize(fitted.cluster_centers_).T, 1e-6, 1)
    return np.asarray(near / near.max(axis=1, keepdims=True), dtype=np.float32)
