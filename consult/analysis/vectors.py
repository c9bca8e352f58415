"""Comments as vectors: a backend learns from the comments at hand; near means alike.

The default sets two cheap views side by side: the company words keep in these very comments, and
what the words mean in English (see `tokens`; pieces of words also catch many a slip of spelling).
Cost: linear in the comments, some 15 microseconds each.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from consult.analysis.reading import words
from consult.analysis.tokens import TokenTable, counted, token_table
from consult.analysis.wordlists import word_list

STOP_WORDS = word_list("stop_words")

Matrix = npt.NDArray[np.float32]

COMPANY_DIMENSIONS = 100
CONTEXT_SMOOTHING = 0.75
SINGULAR_POWER = 0.5
MOST_WORDS = 6000
FEW = 1500
COMPANY_WEIGHT = 0.7
ENOUGH = 2000


class VectorBackend(Protocol):
    """Whatever turns folded texts into unit vectors; what follows does not know which it is."""

    def fit_transform(self, texts: Sequence[str], seed: int) -> Matrix:
        """Learn from the texts and return one unit vector a text, float32[n, d]."""

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector for each of other texts, float32[n, d]."""


def content_words(folded: str) -> list[str]:
    """Return the words that carry meaning."""
    return [word for word in words(folded) if word not in STOP_WORDS and len(word) > 1]


class StaticVectors:
    """The default backend: company and meaning of words, the former the more it could learn."""

    def __init__(self, table: TokenTable | None = None) -> None:
        self._table = table or token_table()

    def fit_transform(self, texts: Sequence[str], seed: int) -> Matrix:
        """Learn from the texts and return one unit vector a text."""
        self._index: dict[str, int] = {}
        counts = self._count(texts, self._index)
        often = np.bincount(counts.indices, minlength=len(self._index))
        telling = np.log((1 + len(texts)) / (1 + often)) + 1
        carries = np.array([word not in STOP_WORDS and len(word) > 1 for word in self._index])
        self._company = self._learn_company(counts, often * carries, seed)
        self._company *= telling.astype(np.float32)[:, None]
        self._meaning = self._table.word_vectors(list(self._index))
        self._weight = COMPANY_WEIGHT * min(1.0, len(texts) / ENOUGH) ** 0.5
        return self._views(counts, self._meaning)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text; words that are new have their meaning but no company."""
        index = dict(self._index)
        counts = self._count(texts, index)
        new = list(index)[len(self._index) :]
        return self._views(counts, np.vstack([self._meaning, self._table.word_vectors(new)]))

    def _count(self, texts: Sequence[str], index: dict[str, int]) -> sparse.csr_matrix:
        """Count words, softly where one is repeated; number the new ones."""
        rows = [[index.setdefault(word, len(index)) for word in words(text)] for text in texts]
        counts = counted(rows, len(index))
        counts.data = 1 + np.log(counts.data)
        return counts

    def _views(self, counts: sparse.csr_matrix, meaning: Matrix) -> Matrix:
        known = counts[:, : len(self._company)]
        company = normalize(known @ self._company, copy=False) * np.float32(self._weight)
        sides = np.hstack([company, normalize(counts @ meaning, copy=False)])
        return np.asarray(normalize(sides, copy=False), dtype=np.float32)

    def _learn_company(
        self, counts: sparse.csr_matrix, often: npt.NDArray[np.int64], seed: int
    ) -> Matrix:
        kept = np.flatnonzero(often >= (3 if counts.shape[0] > FEW else 2))
        kept = np.sort(kept[np.argsort(-often[kept], kind="stable")[:MOST_WORDS]])
        vectors = np.zeros((counts.shape[1], COMPANY_DIMENSIONS), dtype=np.float32)
        if len(kept) > 1:
            learnt = word_company(counts[:, kept], seed)
            vectors[kept, : learnt.shape[1]] = learnt
        return vectors


def word_company(counts: sparse.csr_matrix, seed: int) -> Matrix:
    """Factor the positive pointwise mutual information of words that share a comment."""
    seen = sparse.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), counts.shape)
    together = sparse.coo_matrix(seen.T @ seen)
    totals = np.asarray(together.sum(axis=0)).ravel()
    context = totals**CONTEXT_SMOOTHING
    context = context / context.sum()
    information = np.log(together.data / (totals[together.row] * context[together.col]))
    keep = information > 0
    ppmi = sparse.csr_matrix(
        (information[keep], (together.row[keep], together.col[keep])), together.shape
    )
    size = min(COMPANY_DIMENSIONS, max(1, min(ppmi.shape) - 1))
    left, singular, _ = randomized_svd(ppmi, size, n_iter=3, random_state=seed)
    return np.asarray(left * singular**SINGULAR_POWER, dtype=np.float32)
