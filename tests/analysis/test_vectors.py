"""Comments become vectors: what is alike in meaning is near, whichever backend makes them."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from consult.analysis.encoders import LocalEncoder
from consult.analysis.themes import find_themes
from consult.analysis.tokens import TABLE, Pieces, token_table
from consult.analysis.vectors import StaticVectors
from consult.config import read_encoder
from consult.errors import BadSetting

TEXTS = [
    "the bus never comes on time",
    "buses are always late",
    "the dentist was kind to me",
    "my doctor listened",
]

OTHER_SUBJECTS = ["transfer the balance", "the wire rate", "exchange currency", "lava erupts"]


def test_words_are_cut_into_the_longest_pieces_that_are_known() -> None:
    pieces = Pieces(["bus", "##es", "##e", "b"])

    assert pieces.of_word("buses") == [0, 1]
    assert pieces.of_word("be") == [3, 2]
    assert pieces.of_word("xbus") == []


def test_the_table_knows_that_a_dentist_is_like_a_doctor_and_no_bus() -> None:
    bus, buses, dentist, doctor = token_table().transform(TEXTS)

    assert bus @ buses > 0.4 > bus @ doctor
    assert dentist @ doctor > dentist @ bus


def test_the_table_is_small_and_comes_with_its_licence() -> None:
    assert TABLE.stat().st_size < 10_000_000
    assert "Apache" in TABLE.with_name("tokens.NOTICE.txt").read_text(encoding="utf-8")


def test_texts_without_a_known_word_have_no_direction() -> None:
    assert not token_table().transform(["", "☃"]).any()


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], ["☃ ☃"], TEXTS * 30])
def test_vectors_have_length_one_and_are_the_same_every_time(texts: list[str]) -> None:
    backend = StaticVectors()
    first = backend.fit_transform(texts, 0)

    assert first.dtype == np.float32
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-5) or not first.any()
    assert np.array_equal(first, StaticVectors().fit_transform(texts, 0))
    assert np.allclose(first, backend.transform(texts), atol=1e-5)


def test_other_texts_are_placed_beside_what_was_learnt() -> None:
    backend = StaticVectors()
    learnt = backend.fit_transform(TEXTS, 0)
    (other,) = backend.transform(["a physician for teeth"])

    assert (learnt @ other).argmax() in {2, 3}


def test_an_encoder_of_ones_own_takes_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules.json").write_text("[]")
    library = ModuleType("sentence_transformers")
    made = SimpleNamespace(encode=lambda texts, **_: np.array([[len(t), 1.0] for t in texts]))
    library.SentenceTransformer = lambda *_, **__: made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)

    found = LocalEncoder(tmp_path).fit_transform(TEXTS, 0)
    engine = find_themes(OTHER_SUBJECTS, encoder=tmp_path).engine

    assert found.shape == (4, 2)
    assert engine == "words"
    assert np.allclose(np.linalg.norm(found, axis=1), 1)


def test_an_encoder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = {"CONSULT_ENCODER": str(tmp_path)}
    with pytest.raises(BadSetting, match="holds no sentence encoder"):
        read_encoder(folder)

    (tmp_path / "modules.json").write_text("[]")
    assert read_encoder(folder) == tmp_path
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(BadSetting, match="needs the extra"):
        LocalEncoder(tmp_path)
