"""An encoder of the operator's own in place of the static vectors: a folder, nothing fetched.

Needs the extra `encoder` (sentence-transformers). Cost: the encoder's, 280 to 420 comments a
second for all-MiniLM-L6-v2 on two cores.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.preprocessing import normalize

from consult.analysis.vectors import Matrix
from consult.errors import BadSetting


class LocalEncoder:
    """Vectors from a sentence-transformers folder on this machine (torch or ONNX inside)."""

    def __init__(self, folder: Path) -> None:
        self._model = load(folder)

    def fit_transform(self, texts: Sequence[str], seed: int) -> Matrix:
        """Return one unit vector a text; an encoder that is finished learns nothing."""
        return self.transform(texts)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text, float32[n, d]."""
        told = self._model.encode(list(texts), show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(normalize(np.asarray(told, dtype=np.float32)), dtype=np.float32)


def load(folder: Path) -> Any:
    """Load the encoder in a folder.

    Raises:
        BadSetting: the extra is not installed.
    """
    try:
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]
    except ImportError as error:
        raise BadSetting(
            "CONSULT_ENCODER needs the extra: pip install 'consult[encoder]'."
        ) from error
    kind = "onnx" if (folder / "onnx").is_dir() else "torch"
    return SentenceTransformer(str(folder), backend=kind, local_files_only=True)
