"""`consult themes`: the contract other programs rely on, and errors that say where to look."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.themes.commands.themes import themes
from tests.analysis.builders import LABELLED, labelled_comments


def run(*words: object, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(themes, [str(word) for word in words], input=typed)


def refusal(*words: object, typed: str | bytes | None = None) -> str:
    """Return the one sentence said on standard error."""
    result = run(*words, typed=typed)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr


def test_the_json_is_what_other_programs_rely_on() -> None:
    out = json.loads(run(LABELLED, "--json", "--max-themes", 9).stdout)
    rows = len(labelled_comments()[0])
    assert list(out)[:5] == ["engine", "comments", "themes", "placed", "seconds"]
    assert out["comments"] == len(out["placed"]) == rows
    assert list(out["themes"][0])[:7] == [
        "id",
        "name",
        "keywords",
        "size",
        "share",
        "sentiment",
        "quotes",
    ]
    assert len(out["themes"]) <= 9
    known = {theme["id"] for theme in out["themes"]}
    assert all(set(ids) <= known for ids in out["placed"])


def test_the_table_names_themes_and_counts_groups() -> None:
    out = run(LABELLED, "--group-column", "theme").stdout
    assert "Buses stop too early or cost too much" in out
    assert "theme: transport" in out


def test_none_and_na_are_answers_and_dash_is_standard_input() -> None:
    typed = "text\nmore buses please\nNone\nN/A\nbuses cost too much\n"
    out = json.loads(run("-", "--json", typed=typed).stdout)
    assert out["comments"] == 4
    assert out["placed"][1] == out["placed"][2] == []


def test_a_huge_answer_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text("text\n" + "more buses " * 30_000 + "\n", encoding="utf-8")
    assert run(path, "--json").exit_code == 0


def test_a_missing_file_is_named() -> None:
    assert "nowhere.csv" in refusal("nowhere.csv")


def test_a_missing_column_is_named_with_those_there_are() -> None:
    said = refusal(LABELLED, "--text-column", "answer")
    assert "answer" in said
    assert "text" in said
    assert "age" in refusal(LABELLED, "--group-column", "age")
    assert "ref" in refusal(LABELLED, "--id-column", "ref")


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        (b"", "empty"),
        (b"text\nok then\ncaf\xe9\n", "line 3"),
        (b'text,age\nfine place,9\n"never closed,8\n', "row 2"),
        (b"text,age\nfine place,9\none,two,three\n", "row 2"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(typed: bytes, where: str) -> None:
    assert where in refusal("-", typed=typed)
