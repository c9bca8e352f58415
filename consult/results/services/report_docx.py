"""A themes report as a Word document: headings, tables with header rows, and links to figures."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from consult.results.rules.report import Block, Points, Quote, Report, Statement, Table

LANGUAGE = "en-GB"
GONE = "A quote stood here. It may not be shown any more."
AGAINST = "Somebody who disagrees:"

Address = Callable[[str], str]


def report_docx(report: Report, *, address: Address) -> bytes:
    """Return a report as DOCX; `address` gives the page behind a query."""
    document = Document()
    _describe(document, report)
    document.add_heading(report.title, level=1)
    document.add_paragraph(report.state)
    for section in report.sections:
        heading = document.add_heading(level=section.level)
        _say(heading, section.heading, None)
        for block in section.blocks:
            _add(document, block, address)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Any, report: Report) -> None:
    about = document.core_properties
    about.title, about.author, about.language = report.title, report.made_by, LANGUAGE
    about.comments = ""
    fonts = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    for language in fonts.iter(qn("w:lang")):
        for kind in ("w:val", "w:eastAsia"):
            language.set(qn(kind), LANGUAGE)


def _add(document: Any, block: Block, address: Address) -> None:
    if isinstance(block, Statement):
        _say(document.add_paragraph(), block, address)
    elif isinstance(block, Points):
        for statement in block.statements:
            _say(document.add_paragraph(style="List Bullet"), statement, address)
    elif isinstance(block, Quote):
        _quote(document, block)
    else:
        _table(document, block, address)


def _quote(document: Any, quote: Quote) -> None:
    if quote.against:
        document.add_paragraph(AGAINST).paragraph_format.keep_with_next = True
    if not quote.text:
        document.add_paragraph(GONE)
        return
    said = document.add_paragraph(f"“{quote.text}”", style="Quote")
    said.add_run(f" {quote.who}").italic = False


def _table(document: Any, told: Table, address: Address) -> None:
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    _say(caption, told.caption, None)
    table = document.add_table(rows=1, cols=len(told.headings), style="Table Grid")
    _head(table.rows[0], told.headings)
    for row in told.rows:
        cells = table.add_row().cells
        for cell, statement in zip(cells, row, strict=True):
            _say(cell.paragraphs[0], statement, address)
    document.add_paragraph()


def _head(row: Any, headings: Sequence[str]) -> None:
    """Fill a row and flag it as the header, so that it is read out and stands on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(row.cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True


def _say(paragraph: Any, statement: Statement, address: Address | None) -> None:
    for piece in statement.pieces:
        if isinstance(piece, str):
            paragraph.add_run(piece)
        elif address is None or not piece.is_number:
            paragraph.add_run(piece.value)
        else:
            _link(paragraph, piece.value, address(piece.query))


def _link(paragraph: Any, text: str, url: str) -> None:
    run = paragraph.add_run(text)
    run.font.underline = True
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True))
    link.append(run._r)
    paragraph._p.append(link)
