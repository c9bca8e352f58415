"""What every file of ours says, and what none does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
VERSIONS = TOP / "consult" / "migrations" / "versions"
CODE = sorted(f for f in (TOP / "consult").rglob("*.py") if VERSIONS not in f.parents)
WRITTEN = [
    *CODE,
    *sorted((TOP / "tests").rglob("*.py")),
    *sorted((TOP / "templates").rglob("*.html")),
    *sorted((TOP / "static").rglob("*.css")),
    *sorted((TOP / "static").rglob("*.js")),
    *(TOP / name for name in ("README.md", "Makefile", "pyproject.toml", "wsgi.py")),
]
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
ELSEWHERE = re.compile(r"(?<![\w.<&?=}%-])/(home|root|Users|work|mnt|srv)/")
LONGEST_FIRST_LINE = 100
MOST_LINES = 300


def broken_lines(files: list[Path], pattern: re.Pattern[str]) -> Iterator[str]:
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if pattern.search(line):
                yield f"{file.relative_to(TOP)}:{number}: {line.strip()[:100]}"


def test_nothing_is_put_off_in_a_comment() -> None:
    assert list(broken_lines(WRITTEN, LATER)) == []


def test_no_file_needs_a_folder_of_one_machine() -> None:
    assert list(broken_lines(WRITTEN, ELSEWHERE)) == []


def test_british_spelling_in_what_people_read() -> None:
    american = re.compile(r"\b(organiz|recogniz|behavior|favorite|\bcenter\b(?!\s*[;}!]))", re.I)
    templates = [file for file in WRITTEN if file.suffix == ".html"]
    assert list(broken_lines(templates, american)) == []


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(TOP)))
def test_first_line_says_what_the_room_is_for(file: Path) -> None:
    said = ast.get_docstring(ast.parse(file.read_text()))

    assert said, "a module begins with a docstring"
    first = said.splitlines()[0]
    assert first.endswith((".", ":", "…")), first
    assert len(first) <= LONGEST_FIRST_LINE, first


def test_no_file_grows_past_reading() -> None:
    lengths = {str(file.relative_to(TOP)): file.read_text().count("\n") for file in CODE}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
