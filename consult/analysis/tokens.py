"""What English words mean, from a table of word pieces made beforehand (see `distil`).

The vectors were fitted so that their sum over a short text points where the sentence encoder
all-MiniLM-L6-v2 would point: a fiftieth of its cost, and nothing to install.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.preprocessing import normalize

from consult.analysis.reading import words

Matrix = npt.NDArray[np.float32]

TABLE = Path(__file__).with_name("tokens.npz")
LONGEST_WORD = 40


class Pieces:
    """Cuts words into the longest pieces a vocabulary knows, as MiniLM's tokeniser does."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._at = {piece: at for at, piece in enumerate(vocabulary)}
        self._longest = max(map(len, self._at), default=0)

    def of_word(self, word: str) -> list[int]:
        """Return the pieces of a folded word; letters that no piece knows are passed over."""
        word = word[:LONGEST_WORD]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(min(len(word), start + self._longest), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._at), 0)
            if end:
                found.append(self._at[mark + word[start:end]])
            start = end or start + 1
        return found

    def of_words(self, many: Sequence[str]) -> sparse.csr_matrix:
        """Return how often each piece stands in each word, [words, pieces]."""
        pieces = [self.of_word(word) for word in many]
        return counted(pieces, len(self._at))


class TokenTable:
    """Vectors of word pieces, stored as bytes with a scale each."""

    def __init__(self, vocabulary: Sequence[str], codes: npt.NDArray[np.int8], scales: Matrix):
        self.pieces = Pieces(vocabulary)
        self._codes = codes
        self._scales = scales

    @classmethod
    def read(cls, file: Path = TABLE) -> "TokenTable":
        """Read a table that `distil` has written."""
        with np.load(file) as stored:
            vocabulary = stored["vocabulary"].tobytes().decode("utf-8").split("\n")
            return cls(vocabulary, stored["codes"], stored["scales"].astype(np.float32))

    @cached_property
    def dimensions(self) -> int:
        """Return how many numbers make a vector."""
        return int(self._codes.shape[1])

    def word_vectors(self, many: Sequence[str]) -> Matrix:
        """Return the vectors of folded words, the heavier the more they tell: float32[n, 256]."""
        cut = self.pieces.of_words(many)
        used = np.unique(cut.indices)
        vectors = self._codes[used].astype(np.float32) * self._scales[used, None]
        return np.asarray(cut[:, used] @ vectors, dtype=np.float32)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a folded text, float32[n, 256]; zeros where no word is known."""
        index: dict[str, int] = {}
        rows = [[index.setdefault(word, len(index)) for word in words(text)] for text in texts]
        if not index:
            return np.zeros((len(texts), self.dimensions), dtype=np.float32)
        told = counted(rows, len(index)) @ self.word_vectors(list(index))
        return np.asarray(normalize(told), dtype=np.float32)


@lru_cache(maxsize=1)
def token_table() -> TokenTable:
    """Return the table that comes with the application, read once a process."""
    return TokenTable.read()


def counted(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    """Return how often each number stands in each row, float32[rows, width]."""
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((at for row in rows for at in row), dtype=np.int32, count=starts[-1])
    ones = np.ones(len(columns), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, columns, starts), (len(rows), width))
    matrix.sum_duplicates()
    return matrix
