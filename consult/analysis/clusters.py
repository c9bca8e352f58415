"""Group comments on any subject: k-means on smoothed vectors, fine groups inside broad ones.

The same comments make the same groups, and a few comments more or less change little: rows are
sampled and the first centres chosen by a number made from each text itself, so that they do not
shift when others go. Cost: fitted on 6,000 comments at most; all others are assigned in blocks.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import KMeans
from sklearn.preprocessing import normalize

from consult.analysis.grouping import Grouping, Indices, Matrix
from consult.analysis.vectors import VectorBackend

LEARN_ROWS = 20_000
FIT_ROWS = 6000
BLOCK = 20_000
FINE, FEWEST_THEMES, MOST_THEMES = 0.65, 8, 60
ROWS_A_THEME = 4
BROAD_SHARE, MOST_BROAD = 4, 20
NEIGHBOURS = 10
MOST_ROUNDS = 10
FAR, BARELY = 2.5, 0.05
RARE, MOST_RARE, TIGHT, APART = 4, 8, 0.6, 0.5

Numbers = npt.NDArray[np.float64]


def group_freely(
    texts: Sequence[str], max_themes: int | None, seed: int, backend: VectorBackend
) -> Grouping:
    """Group folded texts by likeness; those far from every group are not placed."""
    chance = chances(texts, seed)
    learnt = sample(chance, LEARN_ROWS)
    points = backend.fit_transform([texts[at] for at in learnt], seed)
    inner = sample(chance[learnt], FIT_ROWS)
    centres = find_centres(points[inner], chance[learnt][inner], max_themes)
    likeness = np.vstack(
        [
            np.clip(_block(texts, points, learnt, backend, start) @ centres.T, 0, 1)
            for start in range(0, len(texts), BLOCK)
        ]
    )
    best = likeness.max(axis=1)
    is_placed = (best > best.mean() - FAR * best.std() - BARELY) & (best > BARELY)
    parents = broad_groups(centres)
    k = len(centres)
    return Grouping(
        strength=likeness,
        centrality=likeness,
        names=(None,) * k,
        hints=((),) * k,
        is_placed=is_placed,
        engine="words",
        parents=parents,
        broader=(None,) * (max(parents) + 1),
    )


def _block(
    texts: Sequence[str], points: Matrix, learnt: Indices, backend: VectorBackend, start: int
) -> Matrix:
    """Return the vectors of some rows in their order, made anew where not all were learnt from."""
    if len(learnt) == len(texts):
        return points[start : start + BLOCK]
    return backend.transform(texts[start : start + BLOCK])


def chances(texts: Sequence[str], seed: int) -> Numbers:
    """Return a number above 0 for each text, exponentially spread, made from it and the seed."""
    drawn = np.array([crc32(text.encode(), seed % 2**32) for text in texts], dtype=np.float64)
    return np.asarray(-np.log((drawn + 0.5) / 2**32), dtype=np.float64)


def sample(chance: Numbers, most: int) -> Indices:
    """Return the rows of the smallest numbers, in order: mostly the same when some rows go."""
    if len(chance) <= most:
        return np.arange(len(chance))
    return np.sort(np.argpartition(chance, most)[:most])


def find_centres(points: Matrix, chance: Numbers, max_themes: int | None) -> Matrix:
    """Return the unit centres of the groups, rare ones last."""
    smoothed = smooth(smooth(points))
    k = how_many(smoothed, max_themes)
    start = first_centres(smoothed, chance, k)
    fitted = KMeans(len(start), init=start, n_init=1, max_iter=MOST_ROUNDS).fit(smoothed)
    members = np.eye(len(start), dtype=np.float32)[fitted.labels_]
    centres = np.asarray(normalize(members.T @ points), dtype=np.float32)
    spare = MOST_RARE if max_themes is None else max_themes - len(centres)
    return np.vstack([centres, rare_centres(points, centres)[: max(0, spare)]])


def how_many(points: Matrix, max_themes: int | None) -> int:
    """Return a number of groups that grows with the square root of what there is to group."""
    different = len(np.unique(points[:2000].round(3), axis=0))
    most = max(1, min(different, len(points) // ROWS_A_THEME))
    if max_themes is not None:
        most = min(most, max_themes)
    usual = max(FEWEST_THEMES, round(FINE * len(points) ** 0.5))
    return int(min(most, usual, MOST_THEMES))


def smooth(points: Matrix) -> Matrix:
    """Move each point to between itself and its neighbours, which makes groups stand out."""
    near = min(NEIGHBOURS, len(points) - 1)
    if near < 1:
        return points
    moved = np.empty_like(points)
    for start in range(0, len(points), 1000):
        block = points[start : start + 1000]
        likeness = block @ points.T
        at = np.argpartition(-likeness, near, axis=1)[:, :near]
        weight = np.maximum(np.take_along_axis(likeness, at, axis=1), 1e-6)
        weight /= weight.sum(axis=1, keepdims=True)
        moved[start : start + 1000] = block + np.einsum("ij,ijk->ik", weight, points[at])
    return np.asarray(normalize(moved, copy=False), dtype=np.float32)


def first_centres(points: Matrix, chance: Numbers, k: int) -> Matrix:
    """Choose k points far from each other by k-means++, with each point's own chance."""
    chosen = [int((points @ points.mean(axis=0)).argmax())]
    distance = 1 - points @ points[chosen[0]]
    while len(chosen) < k:
        chosen.append(int((chance / np.maximum(distance, 1e-6) ** 2).argmin()))
        distance = np.minimum(distance, 1 - points @ points[chosen[-1]])
    return points[chosen]


def rare_centres(points: Matrix, centres: Matrix) -> Matrix:
    """Return the centres of tight little groups that no other group stands for."""
    best = (points @ centres.T).max(axis=1)
    lost = points[best < min(best.mean(), APART)][:FIT_ROWS]
    if len(lost) < RARE:
        return centres[:0]
    _, group = connected_components(lost @ lost.T >= TIGHT, directed=False)
    sizes = np.bincount(group)
    large = [at for at in np.argsort(-sizes, kind="stable") if sizes[at] >= RARE][:MOST_RARE]
    found = [lost[group == at].mean(axis=0) for at in large]
    return np.asarray(normalize(found), dtype=np.float32) if found else centres[:0]


def broad_groups(centres: Matrix) -> tuple[int, ...]:
    """Return the broad group of each group: the nearest joined, -1 for one that stands alone."""
    count = min(MOST_BROAD, len(centres) // BROAD_SHARE)
    if count <= 1:
        return (-1,) * len(centres)
    joined = fcluster(linkage(centres, "ward"), count, "maxclust")
    sizes = np.bincount(joined)
    several = {int(at): place for place, at in enumerate(np.flatnonzero(sizes > 1))}
    return tuple(several.get(int(at), -1) for at in joined)
