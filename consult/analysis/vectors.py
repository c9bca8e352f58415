"""Word vectors learnt from the comments themselves: which words keep company (PPMI, then SVD)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from consult.analysis.reading import words
from consult.analysis.wordlists import word_list

STOP_WORDS = word_list("stop_words")

Matrix = npt.NDArray[np.float32]

WORD_DIMENSIONS = 100
SPELLING_DIMENSIONS = 64
CONTEXT_SMOOTHING = 0.75
SINGULAR_POWER = 0.5
MOST_WORDS = 6000
FIT_ROWS = 20_000
FEW = 1500


def content_words(folded: str) -> list[str]:
    """Return the words that carry meaning."""
    return [word for word in words(folded) if word not in STOP_WORDS and len(word) > 1]


def meaning_view(texts: Sequence[str], *, seed: int = 0) -> Matrix:
    """Return one unit vector a text, float32[n, ≤100], from word vectors learnt on these texts."""
    corpus = texts[:FIT_ROWS]
    counter = CountVectorizer(
        analyzer=content_words, min_df=3 if len(corpus) > FEW else 2, max_features=MOST_WORDS
    )
    try:
        counts = counter.fit_transform(corpus)
    except ValueError:
        return np.zeros((len(texts), 1), dtype=np.float32)
    vectors = word_company(counts, seed)
    weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
    weights = weigh.transform(counter.transform(texts))
    return np.asarray(normalize(weights @ vectors), dtype=np.float32)


def spelling_view(texts: Sequence[str], *, seed: int = 0) -> Matrix:
    """Return one unit vector a text, float32[n, ≤64], from pieces of words: typos stay near."""
    counter = CountVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 4),
        min_df=2,
        max_df=0.3,
        max_features=12_000,
        dtype=np.float32,
    )
    corpus = texts[: FIT_ROWS // 4]
    try:
        counts = counter.fit_transform([_without_stop_words(text) for text in corpus])
    except ValueError:
        return np.zeros((len(texts), 1), dtype=np.float32)
    weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
    size = min(SPELLING_DIMENSIONS, min(counts.shape) - 1)
    if size <= 1:
        return np.zeros((len(texts), 1), dtype=np.float32)
    reduce = TruncatedSVD(size, n_iter=3, random_state=seed).fit(weigh.transform(counts))
    all_counts = counter.transform([_without_stop_words(text) for text in texts])
    return np.asarray(normalize(reduce.transform(weigh.transform(all_counts))), dtype=np.float32)


def _without_stop_words(folded: str) -> str:
    return " ".join(content_words(folded))


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
    size = min(WORD_DIMENSIONS, max(1, min(ppmi.shape) - 1))
    left, singular, _ = randomized_svd(ppmi, size, n_iter=3, random_state=seed)
    return np.asarray(left * singular**SINGULAR_POWER, dtype=np.float32)
