"""Templates: each compiles, is used, stays small, and loosens nothing."""

import ast
import re
from fnmatch import filter as filter_names
from fnmatch import fnmatch
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined, meta, nodes

TOP = Path(__file__).parents[2]
FOLDER = TOP / "templates"
NAMES = sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.html"))
MOST_LINES = 120


def source(name: str) -> str:
    return (FOLDER / name).read_text()


def tree(name: str) -> nodes.Template:
    return Environment().parse(source(name))


def named_in_code() -> set[str]:
    """Return every template the code names, a star where a name is put together."""
    named: set[str] = set()
    for file in (TOP / "consult").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr):
                named.add("".join(text_of(part) for part in node.values))
            elif isinstance(node, ast.Constant):
                named.add(text_of(node))
    return {name for name in named if re.fullmatch(r"[\w/*]+/[\w*]+\.html", name)}


def text_of(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "*"


def imported_from(name: str) -> dict[str, set[str]]:
    """Return what a template takes from others, by their names."""
    taken: dict[str, set[str]] = {}
    for node in tree(name).find_all(nodes.FromImport):
        assert isinstance(node.template, nodes.Const)
        pairs = (item if isinstance(item, tuple) else (item, item) for item in node.names)
        taken.setdefault(node.template.value, set()).update(first for first, _ in pairs)
    return taken


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles_and_everything_it_names_is_there(name: str, whole_app: Flask) -> None:
    environment = whole_app.jinja_env
    assert environment.undefined is StrictUndefined
    assert callable(environment.autoescape)
    assert environment.autoescape(name)
    environment.get_template(name)
    for other in meta.find_referenced_templates(tree(name)):
        if other is not None:
            environment.get_template(other)


def test_every_template_is_used() -> None:
    used = named_in_code()
    for name in NAMES:
        used |= {other for other in meta.find_referenced_templates(tree(name)) if other}
    assert [name for name in NAMES if not any(fnmatch(name, other) for other in used)] == []


def test_every_template_that_the_code_names_is_there() -> None:
    assert [name for name in sorted(named_in_code()) if not filter_names(NAMES, name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_takes_from_others_it_uses(name: str) -> None:
    calls = {node.name for node in tree(name).find_all(nodes.Name) if node.ctx == "load"}
    unused = {
        f"{macro} from {other}"
        for other, macros in imported_from(name).items()
        for macro in macros - calls
    }
    assert unused == set()


def test_every_macro_of_the_parts_is_used_by_a_page() -> None:
    defined = {
        (name, macro.name)
        for name in NAMES
        if name.startswith("_parts/")
        for macro in tree(name).find_all(nodes.Macro)
    }
    used = {
        (other, macro)
        for name in NAMES
        for other, macros in imported_from(name).items()
        for macro in macros
    }
    for name in NAMES:
        inside = {node.name for node in tree(name).find_all(nodes.Name) if node.ctx == "load"}
        used |= {(name, macro) for macro in inside}
    assert defined - used == set()


@pytest.mark.parametrize("name", NAMES)
def test_template_stays_small_and_loosens_nothing(name: str) -> None:
    text = source(name)

    assert text.count("\n") <= MOST_LINES
    assert not re.search(r"\sstyle\s*=", text), "style belongs in the style sheets"
    assert "autoescape" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "scripts belong in files of their own"
    if not name.startswith("_parts/"):
        assert not any(node.name == "safe" for node in tree(name).find_all(nodes.Filter))


@pytest.mark.parametrize("name", NAMES)
def test_words_do_not_shout(name: str) -> None:
    said = "".join(
        data.data
        for output in tree(name).find_all(nodes.Output)
        for data in output.nodes
        if isinstance(data, nodes.TemplateData)
    )
    assert "!" not in re.sub(r"<!doctype html>|<!--.*?-->", "", said, flags=re.I)


def test_what_is_shared_begins_with_how_to_use_it() -> None:
    shared = [name for name in NAMES if name.startswith(("_parts/", "_layouts/"))]
    assert [name for name in shared if not source(name).startswith("{#-")] == []
