"""Code the rest from an analyst's examples, with a confidence that can be believed.

A label is known by its examples, by what its name says, and by what the field's codebook makes of
both. How far the codebook is heard, how closely examples are followed and how sure the coder may
be is found by coding the examples themselves, each fifth of them by a model that has not seen it.
Where that fifth was coded right 7 times in 10, the confidence says about 0.7 (temperature scaling,
Guo 2017). Cost: examples × labels, then linear in the comments.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from consult.analysis.codebook import Codebook, field_codebook, likelihoods
from consult.analysis.grouping import Indices, Matrix
from consult.analysis.likeness import Likeness
from consult.analysis.reading import fold, says_something

FOLDS = 5
# How far the codebook is heard beside the comments' own words, and how closely examples are
# followed: the more is known beforehand, the less closely.
WAYS = ((0.0, 20.0), (1.0, 10.0), (2.0, 1.0), (4.0, 1.0))
HEATS = np.geomspace(0.1, 4, 24)
# Of what share of the examples the codebook must be sure to be tried at all.
FIELD_FITS = 0.35
SOFTENED = 0.5
ROUNDS = 200
TRIED_ON = 1000
BLOCK = 20_000
FEWEST_LABELS = 2
LEAST = 0.2
OFF_SUBJECT = 0.5
ALSO, ALSO_LEAST, MOST_LABELS = 0.6, 0.25, 3


@dataclass(frozen=True, slots=True)
class Coded:
    """A label for a comment, and how often such a coding is right, 0 to 1."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Views:
    """Comments by their own words, float32[n, d], and by the codebook, float32[n, themes]."""

    own: Matrix
    field: Matrix

    def joined(self, heard: float) -> Matrix:
        """Return both side by side."""
        return np.hstack([self.own, heard * self.field])

    def at(self, rows: Indices | npt.NDArray[np.bool_]) -> "Views":
        """Return some of the rows."""
        return Views(self.own[rows], self.field[rows])


class Coder:
    """Puts the labels of an analyst's examples on other comments."""

    def __init__(self, field: Codebook | None = None) -> None:
        self._field = field or field_codebook()

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        rest: Sequence[str] = (),
        seed: int = 0,
    ) -> "Coder":
        """Learn from examples; `rest`, the comments to be coded, teaches what words mean here.

        A comment with two labels is given twice.

        Raises:
            ValueError: there are fewer than two labels.
        """
        self.labels = tuple(sorted(set(labels)))
        if len(self.labels) < FEWEST_LABELS:
            raise ValueError("There must be examples of two labels at least.")
        folded = [fold(text) for text in texts]
        names = [fold(label.replace("_", " ")) for label in self.labels]
        self._likeness = Likeness().fit([*folded, *map(fold, rest), *names], seed=seed)
        examples, named = self._views(folded), self._views(names)
        which = np.array([self.labels.index(label) for label in labels])
        # However well they agree, so many examples cannot show more (the rule of succession).
        self._doubt = 1 / (len(texts) + 2)
        few = _few_of_each(which)
        # Many small steps: more threads would only wait for each other.
        with threadpool_limits(1):
            ways = WAYS if self._field.fit(folded) >= FIELD_FITS else WAYS[:1]
            tried = [_try(examples.at(few), named, which[few], way) for way in ways]
            _, self._heat, (self._heard, closeness) = min(tried)
            self._model = _learn(examples, named, which, (self._heard, closeness))
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return how probable each label is for each text, float32[n, labels]; rows sum to one."""
        blocks = [texts[at : at + BLOCK] for at in range(0, len(texts), BLOCK)]
        told = [_told(self._model, self.vectors(block)) for block in blocks]
        nothing = np.zeros((0, len(self.labels)), dtype=np.float32)
        probable = np.vstack([nothing, *(_probable(block, self._heat) for block in told)])
        return np.asarray(probable + self._doubt * (1 / len(self.labels) - probable), np.float32)

    def code(self, texts: Sequence[str]) -> list[tuple[Coded, ...]]:
        """Return the labels of each text, best first, at most three; none where none fits."""
        probable = self.transform(texts)
        off = self._is_off_subject(texts)
        return [
            self._best(row) if row.max() >= LEAST and not away else ()
            for row, away in zip(probable, off, strict=True)
        ]

    def _best(self, probable: Matrix) -> tuple[Coded, ...]:
        order = np.argsort(-probable, kind="stable")[:MOST_LABELS]
        least = max(ALSO * probable[order[0]], ALSO_LEAST)
        kept = [at for at in order if at == order[0] or probable[at] >= least]
        return tuple(Coded(self.labels[at], round(float(probable[at]), 3)) for at in kept)

    def _is_off_subject(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell which texts say nothing, or nothing of the field where that is the subject."""
        is_off = np.array([not says_something(text) for text in texts], dtype=bool)
        if self._heard and len(texts):
            told = likelihoods(self._field.evidence([fold(text) for text in texts]))
            is_off |= told[:, self._field.off_subject].sum(axis=1) > OFF_SUBJECT
        return is_off

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors by which texts are coded, float32[n, d]."""
        return self._views([fold(text) for text in texts]).joined(self._heard)

    def _views(self, folded: Sequence[str]) -> Views:
        field = np.sqrt(likelihoods(SOFTENED * self._field.evidence(folded)))
        return Views(self._likeness.transform(folded), field)


def _try(
    examples: Views, named: Views, which: Indices, way: tuple[float, float]
) -> tuple[float, float, tuple[float, float]]:
    """Code each fold of the examples from the others: return the loss, at which heat, the way."""
    folds = _folds(which)
    told = np.zeros((len(which), len(named.own)))
    for held in np.unique(folds):
        out = folds == held
        model = _learn(examples.at(~out), named, which[~out], way)
        told[out] = _told(model, examples.at(out).joined(way[0]))
    right = np.arange(len(which)), which
    losses = [float(-np.log(_probable(told, heat)[right] + 1e-9).mean()) for heat in HEATS]
    best = int(np.argmin(losses))
    return losses[best], float(HEATS[best]), way


def _learn(
    examples: Views, named: Views, which: Indices, way: tuple[float, float]
) -> LogisticRegression:
    """Learn from the examples, and from the name of each label as one example more."""
    heard, closeness = way
    seen = np.vstack([examples.joined(heard), named.joined(heard)])
    return LogisticRegression(C=closeness, max_iter=ROUNDS).fit(
        seen, np.concatenate([which, np.arange(len(named.own))])
    )


def _told(model: LogisticRegression, points: Matrix) -> Matrix:
    """Return how much each point speaks for each label; scikit-learn gives two as one column."""
    told = model.decision_function(points)
    return told if told.ndim > 1 else np.column_stack([np.zeros_like(told), told])


def _folds(which: Indices) -> Indices:
    """Deal the examples of each label out to the folds in turn."""
    folds = np.zeros(len(which), dtype=np.intp)
    for label in np.unique(which):
        rows = np.flatnonzero(which == label)
        folds[rows] = (np.arange(len(rows)) + label) % FOLDS
    return folds


def _few_of_each(which: Indices) -> Indices:
    """Return rows of at most about a thousand examples, as many of each label."""
    labels = np.unique(which)
    most = max(FOLDS, TRIED_ON // len(labels))
    return np.sort(np.concatenate([np.flatnonzero(which == label)[:most] for label in labels]))


def _probable(told: npt.ArrayLike, heat: float) -> Matrix:
    return likelihoods(np.asarray(told, dtype=np.float32) / np.float32(heat))
