"""What each question's picture is made of: only what its table shows, so that no bar tells more.

In a bar of parts the parts that may be shown lie side by side, and what is left of the bar is one
blank: were each part in its place, a gap would show how large a hidden one is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from consult.results.rules.cells import Cell
from consult.results.rules.figures import HALF, MIDDLE
from consult.results.rules.questions import NOT_ANSWERED, PLACES, QuestionResult
from consult.survey.rules import Audience, QuestionType

# The looks of parts from least to most, for as many as a scale has.
TONES = {
    2: ("s1", "s5"),
    3: ("s1", "s3", "s5"),
    4: ("s1", "s2", "s4", "s5"),
    5: ("s1", "s2", "s3", "s4", "s5"),
}
TONES_OF_PLACES = ("p1", "p2", "p3")
NOT_SHOWN = "not shown"
NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")


class Look(StrEnum):
    """How a picture is drawn."""

    BARS = "bars"
    LENGTHS = "lengths"
    PARTS = "parts"
    SPANS = "spans"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar."""

    percent: int
    label: str
    group: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn for one audience, and the same in words; no percent is an empty bar.

    A bar has one percent, a span three: where it begins, its middle and its end. `is_partial`: some
    parts may not be shown.
    """

    text: str
    percent: int | None = None
    parts: tuple[Part, ...] = ()
    span: tuple[int, int, int] | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture: its label, and a mark for each audience."""

    label: str
    marks: Mapping[Audience, Mark]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of one question; `key` says which look means what, where there are parts."""

    look: Look
    lines: tuple[Line, ...]
    key: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that may be drawn."""
        marks = [mark for line in self.lines for mark in line.marks.values()]
        return not any(mark.percent is not None or mark.parts or mark.span for mark in marks)


@dataclass(frozen=True, slots=True)
class Card:
    """One question as it stands on the page: the statements of a grid are together."""

    key: str
    title: str
    results: tuple[QuestionResult, ...]
    picture: Picture | None
    words: Picture | None

    @property
    def audiences(self) -> list[Audience]:
        """Whoever was asked any of it."""
        return list(dict.fromkeys(each for result in self.results for each in result.bases))


def cards_of(results: Iterable[QuestionResult]) -> list[Card]:
    """Return questions as they stand on the page, each with its picture."""
    return [
        _card(key, tuple(group))
        for key, group in groupby(results, lambda result: result.key.partition(".")[0])
    ]


def _card(key: str, results: tuple[QuestionResult, ...]) -> Card:
    first = results[0]
    pictures = (_picture(results), _words(first))
    drawn = [None if each is None or each.is_empty else each for each in pictures]
    return Card(key, first.grid or first.title, results, *drawn)


def _picture(results: Sequence[QuestionResult]) -> Picture | None:
    first = results[0]
    if first.kind is QuestionType.NUMBER:
        return _spans(first)
    if first.kind is QuestionType.POINTS:
        return _lengths(first)
    if first.places:
        return _places(first)
    labels = _scale(results)
    if (first.statement or first.kind.is_scale) and len(labels) in TONES:
        return _scales(results, labels)
    return _bars(results)


def _bars(results: Iterable[QuestionResult]) -> Picture:
    lines = [
        Line(
            f"{result.statement} {row.label}".strip(),
            {each: _bar(row.cells.get(each)) for each in result.bases},
        )
        for result in results
        for row in result.rows
    ]
    return Picture(Look.BARS, tuple(lines))


def _bar(cell: Cell | None) -> Mark:
    if cell is None:
        return Mark("not asked")
    return Mark(NOT_SHOWN if cell.percent is None else f"{cell.percent}%", cell.percent)


def _scale(results: Sequence[QuestionResult]) -> dict[str, str]:
    """Return the answers of a scale, by key: the same for each statement."""
    rows = [row for result in results for row in result.rows]
    return {row.option_key: row.label for row in rows if row.option_key != NOT_ANSWERED.key}


def _scales(results: Sequence[QuestionResult], labels: Mapping[str, str]) -> Picture:
    tones = dict(zip(labels, TONES[len(labels)], strict=True))
    lines = []
    for result in results:
        cells = {row.option_key: row.cells for row in result.rows}
        shown = {
            each: [(cells.get(key, {}).get(each), labels[key], tones[key]) for key in labels]
            for each in result.bases
        }
        marks = {audience: _parts(parts) for audience, parts in shown.items()}
        lines.append(Line(result.statement, marks))
    return Picture(Look.PARTS, tuple(lines), tuple((tones[key], labels[key]) for key in labels))


def _places(result: QuestionResult) -> Picture:
    words = dict(zip(TONES_OF_PLACES, (f"Put {place}" for place in PLACES), strict=True))
    lines = []
    for row in result.rows:
        marks = {
            audience: _parts(zip(places[row.option_key], words.values(), words, strict=True))
            for audience, places in result.places.items()
            if row.option_key in places
        }
        lines.append(Line(row.label, marks))
    return Picture(Look.PARTS, tuple(lines), tuple(words.items()))


def _parts(parts: Iterable[tuple[Cell | None, str, str]]) -> Mark:
    """Return a bar of the parts that may be shown; the words say all of them."""
    drawn, said = [], []
    for cell, label, tone in parts:
        if cell is not None and cell.percent is not None:
            drawn.append(Part(cell.percent, label, tone))
        said.append(f"{label} {_bar(cell).text}")
    return Mark(", ".join(said), parts=tuple(drawn), is_partial=len(drawn) < len(said))


def _lengths(result: QuestionResult) -> Picture:
    texts = [text for figure in result.figures for text in figure.texts.values()]
    most = max((number for text in texts for number in _in(text)), default=0) or 1
    lines = [
        Line(figure.label, {each: _length(text, most) for each, text in figure.texts.items()})
        for figure in result.figures
    ]
    return Picture(Look.LENGTHS, tuple(lines))


def _length(text: str, most: float) -> Mark:
    return Mark(text, next((round(100 * number / most) for number in _in(text)), None))


def _spans(result: QuestionResult) -> Picture | None:
    texts = {figure.option_key: figure.texts for figure in result.figures}
    middles, halves = texts.get(MIDDLE.key, {}), texts.get(HALF.key, {})
    found = {each: [*_in(half), *_in(middles[each])] for each, half in halves.items()}
    ends = [number for numbers in found.values() for number in numbers]
    first, last = min([0, *ends]), max([0, *ends])
    if first == last:
        return None

    def at(number: float) -> int:
        return round(100 * (number - first) / (last - first))

    marks = {
        each: Mark(
            f"Middle {middles[each]}, half between {halves[each]}",
            span=(at(numbers[0]), at(numbers[2]), at(numbers[1])),
        )
        for each, numbers in found.items()
        if numbers
    }
    return Picture(Look.SPANS, (Line(f"The line runs from {first:g} to {last:g}.", marks),))


def _words(result: QuestionResult) -> Picture | None:
    if result.words is None:
        return None
    lines = [
        Line(row.label, {each: Mark(cell.text, cell.percent) for each, cell in row.cells.items()})
        for row in result.words.rows
    ]
    return Picture(Look.BARS, tuple(lines))


def _in(text: str) -> list[float]:
    """Return the numbers in a text that may be shown: a picture knows no others."""
    return [float(each.replace(",", "")) for each in NUMBER.findall(text)]
