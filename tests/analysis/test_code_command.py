"""`consult code`: the contract other programs rely on, and errors that say where to look."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.themes.commands.code import code
from tests.analysis.builders import labelled_comments


def run(*words: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(code, [str(word) for word in words], input=typed)


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    path = tmp_path / "examples.csv"
    texts, labels = labelled_comments()
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "label"), *zip(texts, labels, strict=True)])
    return path


def test_the_json_is_what_other_programs_rely_on(examples: Path) -> None:
    typed = "text\nthe last bus leaves before my club ends\nn/a\n"
    out = json.loads(run("-", "--examples", examples, "--json", typed=typed).stdout)

    assert list(out) == ["labels", "coded", "seconds"]
    assert out["labels"] == sorted(set(labelled_comments()[1]))
    assert len(out["coded"]) == 2
    assert out["coded"][0][0]["label"] == "transport"
    assert 0 < out["coded"][0][0]["confidence"] <= 1
    assert out["coded"][1] == []


def test_the_table_counts_labels_and_shows_each_comment(examples: Path) -> None:
    out = run("-", "--examples", examples, typed="text\nmy bus is always late\nn/a\n").stdout

    assert "2 comments, 1 that no label fits" in out
    assert "my bus is always late  →  transport" in out
    assert "n/a  →  none fits" in out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("text,theme\na,b\n", "has no column “label”"),
        ("text,label\na,b\nc,b\n", "column “label”: examples need two labels"),
        ("text,label\na,b\n ,c\n", "row 2: “c” has no text"),
        ("text,label\na\n", "row 1 (line 2) has 1 fields"),
        ("", "is empty"),
    ],
)
def test_bad_examples_are_named_by_file_row_and_column(
    tmp_path: Path, written: str, said: str
) -> None:
    path = tmp_path / "examples.csv"
    path.write_text(written, encoding="utf-8")
    result = run("-", "--examples", path, typed="text\nmy bus is late\n")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(path) in result.stderr
    assert said in result.stderr


def test_an_input_without_comments_is_coded_as_nothing(examples: Path) -> None:
    out = json.loads(run("-", "--examples", examples, "--json", typed="text\n").stdout)

    assert out["coded"] == []
