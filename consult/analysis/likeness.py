"""What makes comments alike: what their words mean, the words themselves, and pieces of them.

One vector a comment, learnt without labels from the comments at hand and helped by what English
words mean anyway; near means alike.
Cost: linear in the comments, fitted on 20,000 of them at most.
"""

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.preprocessing import normalize

from consult.analysis.grouping import Matrix
from consult.analysis.reading import words
from consult.analysis.tokens import token_table
from consult.analysis.vectors import content_words, word_company

FIT_ROWS = 20_000
DIMENSIONS = 200
MOST_FEATURES = 40_000
MOST_WORDS = 6000
LONGEST_PIECE = 5
FORM_WEIGHT = 0.6


class Likeness:
    """Vectors of folded texts from three sides, float32[n, d], each of length one, or nought."""

    def fit(self, texts: Sequence[str], *, seed: int = 0) -> "Likeness":
        """Learn which words keep company and which tell comments apart."""
        spread = np.linspace(0, len(texts) - 1, min(FIT_ROWS, len(texts))).astype(int)
        corpus = [texts[at] for at in spread]
        self._meaning = _Meaning().fit(corpus, seed)
        self._forms = [_Form(words).fit(corpus, seed), _Form(_pieces).fit(corpus, seed)]
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one vector a text."""
        forms = [FORM_WEIGHT * form.transform(texts) for form in self._forms]
        meanings = [self._meaning.transform(texts), token_table().transform(texts)]
        return _unit(np.hstack([*meanings, *forms]))


class _Meaning:
    """Texts by the company their words keep, weighed by how telling each word is."""

    def fit(self, corpus: Sequence[str], seed: int) -> "_Meaning":
        self._count = CountVectorizer(analyzer=content_words, max_features=MOST_WORDS)
        counts = self._count.fit_transform(corpus)
        self._vectors = word_company(counts, seed)
        self._weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        return _unit(self._weigh.transform(self._count.transform(texts)) @ self._vectors)


class _Form:
    """Texts by the parts they are made of, reduced to the directions that tell most apart."""

    def __init__(self, parts: Callable[[str], Sequence[str]]) -> None:
        self._count = TfidfVectorizer(
            analyzer=parts, sublinear_tf=True, max_features=MOST_FEATURES, dtype=np.float32
        )

    def fit(self, corpus: Sequence[str], seed: int) -> "_Form":
        counts = self._count.fit_transform(corpus)
        size = max(1, min(DIMENSIONS, *(side - 1 for side in counts.shape)))
        self._reduce = TruncatedSVD(size, n_iter=2, random_state=seed).fit(counts)
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        return _unit(self._reduce.transform(self._count.transform(texts)))


def _pieces(folded: str) -> list[str]:
    """Return the runs of three to five letters in the words that carry meaning."""
    spaced = [f" {word} " for word in content_words(folded)]
    return [
        word[at : at + length]
        for word in spaced
        for length in range(3, LONGEST_PIECE + 1)
        for at in range(len(word) - length + 1)
    ]


def _unit(vectors: Matrix) -> Matrix:
    return np.asarray(normalize(vectors), dtype=np.float32)
