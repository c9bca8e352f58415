"""How often the coder is right about one label: F1 with an interval from drawing comments anew."""

from collections.abc import Collection, Sequence

import numpy as np

from consult.analysis.asking import DRAWS, ENOUGH, TAIL, Accuracy


def accuracy_of(
    label: str, edits: Sequence[tuple[Collection[str], Collection[str]]], *, seed: int = 0
) -> Accuracy:
    """Measure the coder on one label: machine's and analyst's labels of each comment.

    Only comments that either of them put under the label say anything; thirty of them are enough.
    """
    told = np.array(
        [(label in machine, label in person) for machine, person in edits], dtype=float
    ).reshape(-1, 2)
    told = told[told.any(axis=1)]
    if len(told) < ENOUGH:
        return Accuracy(None, None, None, len(told))
    both, size = np.asarray(told.all(axis=1)), np.asarray(told.sum(axis=1))
    drawn = np.random.default_rng(seed).integers(len(told), size=(DRAWS, len(told)))
    spread = 2 * both[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.percentile(spread, [TAIL, 100 - TAIL])
    return Accuracy(float(2 * both.sum() / size.sum()), float(low), float(high), len(told))
