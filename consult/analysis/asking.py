"""Which comments would teach the coder most, and how often it and the analyst agree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans

from consult.analysis.coder import Coder
from consult.analysis.grouping import Indices, Matrix
from consult.analysis.likeness import Likeness
from consult.analysis.reading import gather

MOST_LOOKED_AT = 5000
TIMES_AS_MANY = 6
ENOUGH = 30
DRAWS = 1000
TAIL = 2.5


@dataclass(frozen=True, slots=True)
class Accuracy:
    """F1 of the machine's labels against the analyst's, with a 95 % interval.

    All three are None where fewer than thirty comments were looked at: not enough yet.
    """

    f1: float | None
    low: float | None
    high: float | None
    comments: int


def to_ask(
    coder: Coder | None, texts: Sequence[str], count: int, *, seed: int = 0
) -> tuple[int, ...]:
    """Return rows of comments that would teach most, each wording once, best first.

    Without a coder, those in the middle of what many say; with one, those between two labels.
    """
    said = gather(texts)
    spread = np.linspace(0, len(said.texts) - 1, min(MOST_LOOKED_AT, len(said.texts)))
    rows = np.unique([said.first_rows[int(at)] for at in spread]).astype(np.intp)
    shown = [texts[row] for row in rows]
    if not shown or count < 1:
        return ()
    if coder is None:
        folded = [said.texts[said.of_row[row]] for row in rows]
        chosen = _in_the_middle(Likeness().fit(folded, seed=seed).transform(folded), count, seed)
    else:
        unsure = np.argsort(margins(coder.transform(shown)), kind="stable")
        near = unsure[: TIMES_AS_MANY * count]
        chosen = _one_of_each(coder.vectors([shown[at] for at in near]), near, count, seed)
    return tuple(int(rows[at]) for at in chosen)


def margins(probable: Matrix) -> npt.NDArray[np.float32]:
    """Return by how much the best label of each text leads the second."""
    ordered = np.sort(probable, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2], dtype=np.float32)


def accuracy(
    edits: Sequence[tuple[Collection[str], Collection[str]]], *, seed: int = 0
) -> Accuracy:
    """Measure what the machine coded against what the analyst made of it (pairs of labels).

    "None fits" counts as a label of its own. The interval comes from drawing the comments anew.
    """
    if len(edits) < ENOUGH:
        return Accuracy(None, None, None, len(edits))
    pairs = [(_or_none(machine), _or_none(person)) for machine, person in edits]
    both = np.array([len(machine & person) for machine, person in pairs])
    size = np.array([len(machine) + len(person) for machine, person in pairs])
    drawn = np.random.default_rng(seed).integers(len(pairs), size=(DRAWS, len(pairs)))
    spread = 2 * both[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.percentile(spread, [TAIL, 100 - TAIL])
    return Accuracy(float(2 * both.sum() / size.sum()), float(low), float(high), len(pairs))


def _or_none(labels: Collection[str]) -> set[str | None]:
    return {*labels} or {None}


def _in_the_middle(points: Matrix, count: int, seed: int) -> list[int]:
    """Return the row nearest the middle of each of so many groups, the largest group first."""
    fitted = KMeans(min(count, len(points)), n_init=1, random_state=seed).fit(points)
    apart = fitted.transform(points)
    sizes = np.bincount(fitted.labels_, minlength=apart.shape[1])
    nearest = [int(apart[:, group].argmin()) for group in np.argsort(-sizes, kind="stable")]
    return list(dict.fromkeys(nearest))


def _one_of_each(points: Matrix, rows: Indices, count: int, seed: int) -> list[int]:
    """Return the first row of each of so many groups of points, in the order of the rows."""
    groups = KMeans(min(count, len(points)), n_init=1, random_state=seed).fit_predict(points)
    first = sorted({int(group): at for at, group in reversed(list(enumerate(groups)))}.values())
    return [int(rows[at]) for at in first]
