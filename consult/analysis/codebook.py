"""What we know of this field: the subjects children, young people and parents raise, and how.

The example sentences in the folder `codebook` teach which subject a comment is about, twice over:
by its words and their pieces (naive Bayes) and by what the words mean (a discriminant on the token
table). Where the comments are about something else altogether the codebook says so (`fit`) and is
not heard. Cost: learnt in a second; then 0.03 s for 1,000 comments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.naive_bayes import ComplementNB

from consult.analysis.reading import fold, words
from consult.analysis.tokens import counted, token_table
from consult.analysis.vectors import content_words

Matrix = npt.NDArray[np.float32]

CODEBOOK = Path(__file__).with_name("codebook")
OFF_SUBJECT = "nothing"
# How much more often one subject is raised than another, over the consultations we know of.
HEARD = {"often": 3.0, "sometimes": 2.0, "seldom": 0.5}
PIECES = (3, 5)
BY_WORDS, BY_SENSE = 3.0, 0.25
SHRINKAGE = 0.3
SURE = 0.5
KNOWN_WORDS_WANTED = 0.5
FIT_ROWS = 600


@dataclass(frozen=True, slots=True)
class FieldTheme:
    """One subject of the field: a name a person would say, its family, and how people put it."""

    key: str
    name: str
    description: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    heard: str = "sometimes"
    family: str = ""


class Codebook:
    """A codebook that has learnt its own examples."""

    def __init__(self, themes: Sequence[FieldTheme]) -> None:
        self.themes = tuple(themes)
        self.off_subject = [at for at, theme in enumerate(themes) if theme.key == OFF_SUBJECT]
        heard = np.array([HEARD[theme.heard] for theme in themes])
        self.prior: npt.NDArray[np.float64] = heard / heard.sum()
        lessons = [(fold(text), at) for at, theme in enumerate(themes) for text in _lessons(theme)]
        texts, labels = [text for text, _ in lessons], np.array([at for _, at in lessons])
        self._by_word = WordBayes(texts, labels)
        self._by_sense = SenseDiscriminant(texts, labels)
        self.known_words = frozenset(word for text in texts for word in content_words(text))

    def evidence(self, texts: Sequence[str]) -> Matrix:
        """Return how much each folded text speaks for each theme, log odds, float32[n, themes]."""
        by_word, by_sense = self._by_word.transform(texts), self._by_sense.transform(texts)
        told = BY_WORDS * by_word + BY_SENSE * by_sense
        return np.asarray(told - told.mean(axis=1, keepdims=True), dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> float:
        """Return the share of folded texts (a spread of them) that the codebook explains surely."""
        if not texts:
            return 0.0
        spread = [
            texts[int(at)] for at in np.linspace(0, len(texts) - 1, min(FIT_ROWS, len(texts)))
        ]
        probable = likelihoods(self.evidence(spread))
        is_sure = np.delete(probable, self.off_subject, axis=1).max(axis=1) >= SURE
        known = self.known_share([content_words(text) for text in spread])
        return float(np.mean(is_sure & (known >= KNOWN_WORDS_WANTED)))

    def known_share(self, telling: Sequence[Sequence[str]]) -> Matrix:
        """Return which share of each text's telling words occurs in the codebook, float32[n]."""
        known = [sum(word in self.known_words for word in said) for said in telling]
        every = np.maximum([len(said) for said in telling], 1)
        return np.asarray(np.array(known) / every, dtype=np.float32)


class WordBayes:
    """Complement naive Bayes (Rennie 2003) on words, pairs of words and pieces of telling words."""

    def __init__(self, texts: Sequence[str], labels: npt.NDArray[np.int_]) -> None:
        self._words = TfidfVectorizer(
            sublinear_tf=True, ngram_range=(1, 2), tokenizer=words, token_pattern=None
        )
        self._pieces = CountVectorizer(ngram_range=PIECES, analyzer="char_wb")
        self._rarity = TfidfTransformer()
        by_word = self._words.fit_transform(texts)
        counts, different = _telling_words(texts)
        by_piece = self._rarity.fit_transform(counts @ self._pieces.fit_transform(different))
        share = 1 / np.bincount(labels)[labels]
        model = ComplementNB(alpha=0.5)
        model.fit(sparse.hstack([by_word, by_piece]), labels, sample_weight=share / share.mean())
        weights = np.asarray(model.feature_log_prob_.T, dtype=np.float32)
        self._word_weights, self._piece_weights = np.split(weights, [by_word.shape[1]])

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return the log likelihood of each theme for each folded text, float32[n, themes]."""
        told = self._words.transform(texts) @ self._word_weights + self._by_pieces(texts)
        return np.asarray(told, dtype=np.float32)

    def _by_pieces(self, texts: Sequence[str]) -> Matrix:
        """Weigh the pieces of each different word once, then add up the words of each text."""
        counts, different = _telling_words(texts)
        pieces = self._pieces.transform(different) @ sparse.diags(self._rarity.idf_)
        lengths = np.asarray(pieces.multiply(pieces).sum(axis=1), dtype=np.float32).ravel()
        size = np.sqrt(np.maximum(counts @ lengths, 1e-9))
        return np.asarray(
            counts @ np.asarray(pieces @ self._piece_weights) / size[:, None], dtype=np.float32
        )


def _telling_words(texts: Sequence[str]) -> tuple[sparse.csr_matrix, list[str]]:
    """Return how often each text has each telling word, and the words."""
    index: dict[str, int] = {}
    rows = [[index.setdefault(word, len(index)) for word in content_words(text)] for text in texts]
    return counted(rows, len(index)), list(index)


class SenseDiscriminant:
    """Linear discriminant on the token table: themes share one shape, shrunk towards a ball."""

    def __init__(self, texts: Sequence[str], labels: npt.NDArray[np.int_]) -> None:
        points = token_table().transform(texts)
        means = np.stack([points[labels == at].mean(axis=0) for at in range(labels.max() + 1)])
        around = points - means[labels]
        shape = around.T @ around / len(points)
        ball = np.trace(shape) / len(shape) * np.eye(len(shape))
        self._weights = np.linalg.solve((1 - SHRINKAGE) * shape + SHRINKAGE * ball, means.T)
        self._bias = -0.5 * (means * self._weights.T).sum(axis=1)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return the log likelihood of each theme for each folded text, float32[n, themes]."""
        told = token_table().transform(texts) @ self._weights + self._bias
        return np.asarray(told, dtype=np.float32)


@lru_cache(maxsize=1)
def field_codebook() -> Codebook:
    """Return the codebook of this field, learnt once a process."""
    return Codebook([_field_theme(path) for path in sorted(CODEBOOK.glob("*.txt"))])


def likelihoods(evidence: Matrix, prior: npt.ArrayLike = 0.0) -> Matrix:
    """Turn evidence and a log prior into probabilities that sum to one for each row."""
    told = evidence + np.asarray(prior, dtype=np.float32)
    told = np.exp(told - told.max(axis=1, keepdims=True))
    return np.asarray(told / told.sum(axis=1, keepdims=True), dtype=np.float32)


def _field_theme(path: Path) -> FieldTheme:
    """Read a theme's file: what it is called and about, a blank line, a sentence a line."""
    head, _, sentences = path.read_text(encoding="utf-8").partition("\n\n")
    told = dict(line.split(": ", maxsplit=1) for line in head.splitlines())
    return FieldTheme(
        key=path.stem,
        name=told["name"],
        description=told["description"],
        words=tuple(told["words"].split(", ")),
        examples=tuple(sentences.splitlines()),
        heard=told["heard"],
        family=told.get("family", ""),
    )


def _lessons(theme: FieldTheme) -> tuple[str, ...]:
    return (*theme.examples, *theme.words, f"{theme.name} {theme.description}")
