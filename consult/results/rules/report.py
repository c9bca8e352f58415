"""The themes report as small values: sentences, and in them each figure with its query."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from consult.disclosure import FEW, HIDDEN

PLACE = re.compile(r"\{(\w+)\}")
MARK_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Figure:
    """One number or name as the report says it, and the query that tells it again.

    `key` is its place in the sentence; `query` names a registered read with its arguments, such as
    "people_in_theme:12:parent".
    """

    key: str
    value: str
    query: str

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or stands for one that is hidden; else it is a name."""
        return self.value in {FEW, HIDDEN} or any(map(str.isdigit, self.value))


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with places such as {people}, each filled by a figure."""

    template: str
    figures: tuple[Figure, ...] = ()

    @property
    def pieces(self) -> list[str | Figure]:
        """The sentence in pieces: texts, and the figures between them."""
        figures = {figure.key: figure for figure in self.figures}
        told: list[str | Figure] = []
        for at, piece in enumerate(PLACE.split(self.template)):
            told.append(figures.get(piece, f"{{{piece}}}") if at % 2 else piece)
        return [piece for piece in told if piece]

    @property
    def text(self) -> str:
        """The sentence as it reads."""
        return "".join(one if isinstance(one, str) else one.value for one in self.pieces)

    @property
    def by_hand(self) -> str:
        """What of the sentence no figure stands behind."""
        return "".join(one for one in self.pieces if isinstance(one, str))


@dataclass(frozen=True, slots=True)
class Points:
    """A list of statements."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of statements; the first of each row heads it."""

    caption: Statement
    headings: tuple[str, ...]
    rows: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, and a mark of them by which it shows whether they were altered.

    Frozen reports keep the mark alone; `text` is empty where the words may not be shown any more.
    """

    comment_id: int
    mark: str
    text: str = ""
    who: str = ""
    against: bool = False


Block = Statement | Points | Table | Quote


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; `level` is 2 to 4."""

    key: str
    level: int
    heading: Statement
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `made_by` is who froze it, empty while it is not frozen."""

    consultation_id: int
    title: str
    made_on: date
    made_by: str
    sections: tuple[Section, ...]

    @property
    def state(self) -> str:
        """When it was frozen and by whom, or that it is not."""
        day = f"{self.made_on.day} {self.made_on:%B %Y}"
        if self.made_by:
            return f"As it was on {day}, frozen by {self.made_by}."
        return f"As it stands on {day}. This report is not frozen: its numbers can still change."

    @property
    def statements(self) -> Iterator[tuple[str, Statement]]:
        """Each sentence, with the heading it stands under."""
        for section in self.sections:
            yield section.heading.text, section.heading
            for block in section.blocks:
                for statement in _statements_in(block):
                    yield section.heading.text, statement

    @property
    def quotes(self) -> Iterator[tuple[str, Quote]]:
        """Each quote, with the heading it stands under."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Quote):
                    yield section.heading.text, block


def mark_of(text: str) -> str:
    """Return the mark of some words: the same for the same words only."""
    return sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as it is kept: of each quote its mark, never the words."""
    return {
        "title": report.title,
        "sections": [
            {
                "key": section.key,
                "level": section.level,
                "heading": _kept_statement(section.heading),
                "blocks": [_kept(block) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def sections_from(kept: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the sections of a report that was kept; its quotes have no words yet."""
    return tuple(
        Section(
            one["key"],
            one["level"],
            _statement(one["heading"]),
            tuple(_block(block) for block in one["blocks"]),
        )
        for one in kept["sections"]
    )


def with_words(report: Report, words: Mapping[int, Quote]) -> Report:
    """Return a report with the words of its quotes, where they may be shown and are unaltered."""

    def spoken(block: Block) -> Block:
        if not isinstance(block, Quote):
            return block
        now = words.get(block.comment_id)
        if now is None or now.mark != block.mark:
            return replace(block, text="", who="")
        return replace(block, text=now.text, who=now.who)

    return replace(
        report,
        sections=tuple(
            replace(section, blocks=tuple(spoken(block) for block in section.blocks))
            for section in report.sections
        ),
    )


def _statements_in(block: Block) -> Iterator[Statement]:
    if isinstance(block, Statement):
        yield block
    elif isinstance(block, Points):
        yield from block.statements
    elif isinstance(block, Table):
        yield block.caption
        for row in block.rows:
            yield from row


def _kept_statement(statement: Statement) -> list[Any]:
    figures = [[each.key, each.value, each.query] for each in statement.figures]
    return [statement.template, figures]


def _kept(block: Block) -> dict[str, Any]:
    if isinstance(block, Statement):
        return {"says": _kept_statement(block)}
    if isinstance(block, Points):
        return {"points": [_kept_statement(each) for each in block.statements]}
    if isinstance(block, Quote):
        return {"quote": block.comment_id, "mark": block.mark, "against": block.against}
    return {
        "table": _kept_statement(block.caption),
        "headings": list(block.headings),
        "rows": [[_kept_statement(cell) for cell in row] for row in block.rows],
    }


def _statement(kept: list[Any]) -> Statement:
    template, figures = kept
    return Statement(template, tuple(Figure(*each) for each in figures))


def _block(kept: Mapping[str, Any]) -> Block:
    if "says" in kept:
        return _statement(kept["says"])
    if "points" in kept:
        return Points(tuple(_statement(each) for each in kept["points"]))
    if "quote" in kept:
        return Quote(kept["quote"], kept["mark"], against=kept["against"])
    return Table(
        _statement(kept["table"]),
        tuple(kept["headings"]),
        tuple(tuple(_statement(cell) for cell in row) for row in kept["rows"]),
    )
