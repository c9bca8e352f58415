"""What we know of this field: the subjects children, young people and parents raise, and how.

The example sentences in codebook/ teach a naive Bayes model which subject a comment is about.
Where the comments are about something else altogether it says so (`fit`) and is not heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB

from consult.analysis.reading import fold, words
from consult.analysis.vectors import content_words

Matrix = npt.NDArray[np.float32]

CODEBOOK = Path(__file__).with_name("codebook")
OFF_SUBJECT = "nothing"
SHARPNESS = 4.0
SURE = 0.5
KNOWN_WORDS_WANTED = 0.5
MOSTLY_KNOWN = 0.7
FIT_ROWS = 600


@dataclass(frozen=True, slots=True)
class FieldTheme:
    """One subject of the field: a name a person would say, and how people put it."""

    key: str
    name: str
    description: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


class Codebook:
    """A codebook that has learnt its own examples."""

    def __init__(self, themes: Sequence[FieldTheme]) -> None:
        self.themes = tuple(themes)
        self.off_subject = [at for at, theme in enumerate(themes) if theme.key == OFF_SUBJECT]
        lessons = [(fold(text), at) for at, theme in enumerate(themes) for text in _lessons(theme)]
        texts = [text for text, _ in lessons]
        self._by_word = TfidfVectorizer(
            sublinear_tf=True,
            ngram_range=(1, 2),
            analyzer="word",
            tokenizer=words,
            token_pattern=None,
        )
        self._by_piece = TfidfVectorizer(
            sublinear_tf=True, ngram_range=(3, 5), analyzer="char_wb", preprocessor=_content
        )
        features = sparse.hstack(
            [self._by_word.fit_transform(texts), self._by_piece.fit_transform(texts)]
        )
        self._model = ComplementNB(alpha=0.3).fit(features, [at for _, at in lessons])
        self.known_words = frozenset(word for text in texts for word in content_words(text))

    def evidence(self, texts: Sequence[str]) -> Matrix:
        """Return how much each folded text speaks for each theme, log odds, float32[n, themes]."""
        features = sparse.hstack([self._by_word.transform(texts), self._by_piece.transform(texts)])
        told = np.asarray(self._model.predict_joint_log_proba(features), dtype=np.float32)
        return np.asarray(SHARPNESS * (told - told.mean(axis=1, keepdims=True)), dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> float:
        """Return the share of folded texts (a spread of them) that the codebook explains surely."""
        if not texts:
            return 0.0
        spread = [
            texts[int(at)] for at in np.linspace(0, len(texts) - 1, min(FIT_ROWS, len(texts)))
        ]
        probable = likelihoods(self.evidence(spread))
        sure = np.delete(probable, self.off_subject, axis=1).max(axis=1) >= SURE
        return float(
            np.mean([s and self.knows(text) for s, text in zip(sure, spread, strict=True)])
        )

    def knows(self, text: str, wanted: float = KNOWN_WORDS_WANTED) -> bool:
        """Tell whether such a share of a folded text's telling words occurs in the codebook."""
        telling = content_words(text)
        known = sum(word in self.known_words for word in telling)
        return bool(telling) and known >= wanted * len(telling)


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
    )


def _lessons(theme: FieldTheme) -> tuple[str, ...]:
    return (*theme.examples, *theme.words, f"{theme.name} {theme.description}")


def _content(text: str) -> str:
    return " ".join(content_words(text))
