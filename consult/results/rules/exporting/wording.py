"""One published version as a reader of answers: which column, and what stands in it."""

from collections.abc import Mapping

from consult.results.rules.exporting.columns import Kind, slots_of
from consult.survey.rules import Definition

# What parts the keys of one answer, and one answer from the next: no key holds either.
WITHIN, BETWEEN = "\x1f", "\x1e"
LONGEST_MONTH = len("2027-03")

Cell = str | int | float | None
# The columns of a question with several answers.
Block = tuple[int, ...]


class Wording:
    """Says where each answer to one version of a survey goes.

    An answer is a text: the keys of the question, the statement and the option, then the place,
    number or day if there is one. Those that many people give are read once and remembered.
    """

    def __init__(self, definition: Definition, at: Mapping[str, int], *, whole_days: bool) -> None:
        self._slots: dict[tuple[str, str], tuple[int, Kind, Block]] = {}
        self._known: dict[str, tuple[int, Cell, Block]] = {}
        self._whole_days = whole_days
        self.words: dict[str, int] = {}
        for question in definition.questions:
            slots = list(slots_of(question))
            block = tuple(at[each.name] for each in slots if each.kind is Kind.CHOSEN)
            for slot in slots:
                if slot.kind is Kind.WORDS:
                    self.words[slot.question_key] = at[slot.name]
                else:
                    places = (slot.question_key, slot.part_key)
                    self._slots[places] = (at[slot.name], slot.kind, block)

    def fill(self, cells: list[Cell], answers: str) -> None:
        """Put somebody's answers into their columns; an option left out of several is a 0."""
        texts = answers.split(BETWEEN)
        for answer, known in zip(texts, map(self._known.get, texts), strict=True):
            found = known or self._read(answer)
            if found:
                column, value, block = found
                if block and cells[block[0]] is None:
                    for each in block:
                        cells[each] = 0
                cells[column] = value

    def _read(self, answer: str) -> tuple[int, Cell, Block] | None:
        question, row, option, given = answer.split(WITHIN)
        found = self._slots.get((question, row or option)) or self._slots.get((question, ""))
        if found is None:
            return None
        column, kind, block = found
        if kind is Kind.AMOUNT:
            return column, _number(given), block
        if kind is Kind.DAY:
            return column, given if self._whole_days else given[:LONGEST_MONTH], block
        value: Cell = {Kind.CHOSEN: 1, Kind.PLACE: _number(given)}.get(kind, option)
        self._known[answer] = column, value, block
        return self._known[answer]


def _number(given: str) -> int | float | None:
    number = float(given) if given else None
    return int(number) if number is not None and number.is_integer() else number
