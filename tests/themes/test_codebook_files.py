"""Codebooks come and go as CSV and as REFI-QDA."""

from xml.etree import ElementTree

import pytest

from consult.errors import BadFile
from consult.themes.rules import MOST_CODES, MOST_EXAMPLES, CodebookDraft, CodeDraft
from consult.themes.services import codebook_files
from consult.themes.services.codebook_files import from_csv, from_refi, to_csv, to_refi

BOOK = CodebookDraft(
    "Getting about",
    (
        CodeDraft("Transport", "How people get about.\n\nNot holidays."),
        CodeDraft("Buses", "Bus & coach", "Transport", ("the 42 is <late>", "=no bus at all")),
        CodeDraft("Cost", "", "Transport", ('"too dear", she said',)),
    ),
)


def test_a_codebook_goes_out_as_csv_and_comes_back() -> None:
    written = to_csv(BOOK)

    assert "'=no bus" in written
    back = from_csv(written, "Getting about")
    flat = CodeDraft("Transport", "How people get about. Not holidays.")
    assert back == CodebookDraft(BOOK.name, (flat, *BOOK.codes[1:]))


def test_a_codebook_goes_out_as_refi_qda_and_comes_back() -> None:
    assert from_refi(to_refi(BOOK), "Getting about") == BOOK


def test_the_xml_is_that_of_the_published_schema() -> None:
    root = ElementTree.fromstring(to_refi(BOOK))
    space = "{urn:QDA-XML:codebook:1.0}"

    assert root.tag == f"{space}CodeBook"
    assert root.get("origin") == "consult"
    codes = root.findall(f".//{space}Code")
    assert [code.get("name") for code in codes] == ["Transport", "Buses", "Cost"]
    assert all(set(code.keys()) == {"guid", "name", "isCodable"} for code in codes)
    assert len({code.get("guid") for code in codes}) == len(codes)
    assert codes[1] in list(codes[0])


def test_codebooks_of_other_tools_are_read() -> None:
    written = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
    <CodeBook origin="NVivo" xmlns="urn:QDA-XML:codebook:1:0"><Codes>
      <Code guid="a1" name="School" color="#ff0000" isCodable="false">
        <Code guid="a2" name="Cost" isCodable="true"><Description>Trips</Description></Code>
      </Code>
      <Code guid="a3" name="Buses" isCodable="true">
        <Code guid="a4" name="Cost" isCodable="true"/>
      </Code>
    </Codes><Sets><Set guid="s" name="All"><MemberCode guid="a1"/></Set></Sets></CodeBook>"""

    assert from_refi(written, "Old").codes == (
        CodeDraft("School"),
        CodeDraft("Cost", "Trips", "School"),
        CodeDraft("Buses"),
        CodeDraft("Cost (Buses)", "", "Buses"),
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("title,text\n", "Row 1 must name the columns: name, description, parent, example"),
        ("name,description,parent,example\n", "no code"),
        ("name,description,parent,example\nBuses,,,late\n,,,no name\n", "Row 3, column name"),
        ("name,description,parent,example\nBuses,,Trains,\n", "Row 2: the parent “Trains”"),
        ("name,description,parent,example\nA,,B,\nB,,A,\n", "Row 2: “A” stands under itself"),
        ("name,description,parent,example\nA,b\n", "Row 2 has 2 columns"),
        (f"name,description,parent,example\n{'A' * 121},,,\n", "Row 2: this name is longer"),
    ],
)
def test_a_broken_csv_file_names_its_row(written: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        from_csv(written, "Broken")


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(codebook_files, "faults_of_codes")
    chain = [CodeDraft(f"C{n}", "", f"C{n - 1}") for n in range(1, MOST_CODES + 2)]
    flat = tuple(CodeDraft(code.name) for code in chain)
    crowd = (CodeDraft("A", "", "", ("a",) * (MOST_EXAMPLES + 1)),)
    with pytest.raises(BadFile, match="at most"):
        from_csv(to_csv(CodebookDraft("Long", tuple(chain))), "Long")
    for codes in (flat, crowd):
        book = CodebookDraft("Large", codes)
        with pytest.raises(BadFile, match="at most"):
            from_csv(to_csv(book), "Large")
        with pytest.raises(BadFile, match="at most"):
            from_refi(to_refi(book), "Large")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<CodeBook>\n<Codes>", "Line 2"),
        ("<Project/>", "no REFI-QDA codebook"),
        ("<CodeBook><Codes/></CodeBook>", "no code"),
        ('<CodeBook><Codes><Code name="A"/><Code/></Codes></CodeBook>', "Code 2 has no name"),
        (
            '<CodeBook><Codes><Code name="A"/><Code name="A"/></Codes></CodeBook>',
            "“A” is named twice",
        ),
        ('<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>', "what no codebook needs"),
        (
            "<CodeBook><Codes>" + '<Code name="A">' * 25 + "</Code>" * 25 + "</Codes></CodeBook>",
            "20 deep",
        ),
    ],
)
def test_a_broken_refi_file_names_its_element(written: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        from_refi(written.encode(), "Broken")
