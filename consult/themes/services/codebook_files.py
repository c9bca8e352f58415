"""Codebooks as files: CSV with a row for each example, and the REFI-QDA codebook of other tools.

REFI-QDA has no place for examples, so they stand at the end of a code's description.
"""

import csv
import io
import re
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree import ElementTree as Xml

from consult.characters import clean
from consult.errors import BadFile
from consult.tables import as_it_was, defanged, rows_of
from consult.themes.rules import (
    MOST_CODES,
    MOST_EXAMPLES,
    CodebookDraft,
    CodeDraft,
    faults_of_codes,
)

COLUMNS = ("name", "description", "parent", "example")
SPACE = "urn:QDA-XML:codebook:1.0"
# NVivo writes "1:0" where the published schema says "1.0".
SPACES = (SPACE, "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0")
FOR_EXAMPLE = "For example:"
BULLET = "- "
DEEPEST = 20
# What XML cannot hold.
UNFIT = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_csv(codebook: CodebookDraft) -> str:
    """Return a codebook as CSV; a code with several examples has a row for each."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code in codebook.codes:
        first, *more = code.examples or ("",)
        rows = [(code.name, code.description, code.parent, first)]
        rows += [(code.name, "", "", example) for example in more]
        writer.writerows([defanged(_on_one_line(cell)) for cell in row] for row in rows)
    return out.getvalue()


def from_csv(text: str, name: str) -> CodebookDraft:
    """Read a codebook from CSV with the columns name, description, parent and example.

    Raises:
        BadFile: it is no such table; the sentence names the row.
    """
    codes: dict[str, CodeDraft] = {}
    row_of: dict[str, int] = {}
    examples = 0
    for number, row in rows_of(text, COLUMNS):
        title, description, parent, example = (as_it_was(cell) for cell in row)
        if not title:
            raise BadFile(f"Row {number}, column name: each row needs the name of its code.")
        before = codes.get(title, CodeDraft(title))
        row_of.setdefault(title, number)
        examples += bool(example)
        codes[title] = CodeDraft(
            name=title,
            description=before.description or description,
            parent=before.parent or parent,
            examples=(*before.examples, *filter(None, [example])),
        )
        _check_size(len(codes), examples)
    for code, why in faults_of_codes(tuple(codes.values())):
        raise BadFile(f"Row {row_of[code.name]}: {why}")
    return _checked(name, tuple(codes.values()))


def to_refi(codebook: CodebookDraft) -> bytes:
    """Return a codebook as REFI-QDA codebook XML (.qdc), for NVivo, ATLAS.ti, MAXQDA and others."""
    root = Xml.Element("CodeBook", {"xmlns": SPACE, "origin": "consult"})
    _add_codes(Xml.SubElement(root, "Codes"), codebook, "")
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_codes(above: Xml.Element, codebook: CodebookDraft, parent: str) -> None:
    for code in codebook.codes:
        if code.parent != parent:
            continue
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{SPACE}/{codebook.name}/{code.name}"))
        named = {"guid": guid, "name": UNFIT.sub("", code.name), "isCodable": "true"}
        element = Xml.SubElement(above, "Code", named)
        if code.description or code.examples:
            Xml.SubElement(element, "Description").text = UNFIT.sub("", _with_examples(code))
        _add_codes(element, codebook, code.name)


def _with_examples(code: CodeDraft) -> str:
    examples = [f"{BULLET}{_on_one_line(example)}" for example in code.examples]
    listed = "\n".join([FOR_EXAMPLE, *examples]) if examples else ""
    return "\n\n".join(filter(None, [code.description, listed]))


def from_refi(content: bytes, name: str) -> CodebookDraft:
    """Read a codebook from REFI-QDA codebook XML; codes of one name get their parent's with it.

    Raises:
        BadFile: it is no such file; the sentence names the line or the code.
    """
    root = _document(content)
    top = next((part for part in root if _is(part, "Codes")), None)
    if not _is(root, "CodeBook") or top is None:
        raise BadFile("This is no REFI-QDA codebook: its first element must be CodeBook.")
    codes = tuple(islice(_codes_below(top, "", set(), 1), MOST_CODES + 1))
    _check_size(len(codes), sum(len(code.examples) for code in codes))
    for number, code in enumerate(codes, start=1):
        if not code.name:
            raise BadFile(f"Code {number} has no name.")
    for code, why in faults_of_codes(codes):
        raise BadFile(f"Code {codes.index(code) + 1} (“{code.name[:60]}”): {why}")
    return _checked(name, codes)


def _document(content: bytes) -> Any:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(content, forbid_dtd=True)
    except Xml.ParseError as error:
        line, column = error.position
        raise BadFile(f"Line {line}, column {column + 1} cannot be read as XML.") from error
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise BadFile("This file cannot be read: its XML holds what no codebook needs.") from error


def _codes_below(above: Any, parent: str, taken: set[str], depth: int) -> Iterator[CodeDraft]:
    if depth > DEEPEST:
        raise BadFile(f"Code “{parent}”: codes stand more than {DEEPEST} deep.")
    for element in above:
        if not _is(element, "Code"):
            continue
        title = _on_one_line(clean(element.get("name", "")))
        if title in taken and parent:
            title = f"{title} ({parent})"
        taken.add(title)
        said = next((part.text or "" for part in element if _is(part, "Description")), "")
        description, _, listed = clean(said).partition(FOR_EXAMPLE + "\n")
        lines = [line.strip() for line in listed.split("\n")]
        examples = tuple(line.removeprefix(BULLET) for line in lines if line)
        yield CodeDraft(title, description.strip(), parent, examples)
        yield from _codes_below(element, title, taken, depth + 1)


def _is(element: Any, name: str) -> bool:
    return element.tag in (name, *(f"{{{space}}}{name}" for space in SPACES))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _checked(name: str, codes: tuple[CodeDraft, ...]) -> CodebookDraft:
    if not codes:
        raise BadFile("There is no code in this file.")
    return CodebookDraft(name, codes)


def _check_size(codes: int, examples: int) -> None:
    if codes > MOST_CODES or examples > MOST_EXAMPLES:
        raise BadFile(f"A codebook has at most {MOST_CODES} codes and {MOST_EXAMPLES} examples.")
