"""What a question's results are: raw tallies go in, cells that are safe to show come out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.disclosure import HIDDEN, LEAST_BASE, is_few, safe_column, share, shown
from consult.survey.rules import OTHER, Audience, Option, Question, QuestionType

# Young people's words come first, and stand beside their parents'.
READING_ORDER = (Audience.YOUNG_PERSON, Audience.PARENT, Audience.EASY_READ)
ADDS_UP = frozenset(QuestionType) - {
    QuestionType.SEVERAL,
    QuestionType.TOP3,
    QuestionType.SHORT_TEXT,
    QuestionType.LONG_TEXT,
}
# No option of a survey can have these keys.
TOP = 3
NOT_ANSWERED = Option("_not_answered", "Did not answer")
WROTE = Option("_wrote", "Wrote a comment")
# A cell of a spreadsheet that begins with one of these is run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Tally:
    """What one audience did with one question: raw counts of people, never to be shown."""

    total: int = 0
    answered: int = 0
    wrote: int = 0
    chosen: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of people and its share of the audience, as they may be shown."""

    count: int | None
    percent: int | None

    @property
    def text(self) -> str:
        """The cell in words."""
        if self.count is None:
            return HIDDEN
        return f"{self.count:,}" if self.percent is None else f"{self.count:,} ({self.percent}%)"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that could be chosen; an audience that was not offered it has no cell."""

    option_key: str
    label: str
    cells: Mapping[Audience, Cell]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question over all audiences that were asked it; `bases` say how many replied."""

    key: str
    title: str
    kind: QuestionType
    rows: tuple[Row, ...]
    bases: Mapping[Audience, str]

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden here."""
        return any(cell.count is None for row in self.rows for cell in row.cells.values())

    @property
    def has_percents(self) -> bool:
        """Whether there is a bar to draw."""
        return any(cell.percent is not None for row in self.rows for cell in row.cells.values())


def join_versions(newest_first: Iterable[Question]) -> Question:
    """Return a question as it is now worded, with what older wordings let people choose."""
    first, *older = newest_first
    mosts = [each.most for each in (first, *older)]
    most = None if None in mosts else max(each for each in mosts if each is not None)
    return replace(first, options=_union([options_of(first), *map(options_of, older)]), most=most)


def options_of(question: Question) -> tuple[Option, ...]:
    """Return what could be chosen, "Something else" included."""
    if not question.other:
        return question.options
    return (*question.options, Option(OTHER, question.label_of(OTHER)))


def result_of(
    asked: Mapping[Audience, Question], tallies: Mapping[Audience, Tally]
) -> QuestionResult:
    """Return the results of one question: in young people's words where they were asked it."""
    audiences = [audience for audience in READING_ORDER if audience in asked]
    first = asked[audiences[0]]
    columns = {each: _column(asked[each], tallies.get(each, Tally())) for each in audiences}
    rows = _union(list(columns[audience]) for audience in audiences)
    # What was not answered stands below everything that was.
    in_order = sorted(rows, key=lambda option: option == NOT_ANSWERED)
    return QuestionResult(
        key=first.key,
        title=first.title,
        kind=first.type,
        rows=tuple(_row(option, columns) for option in in_order),
        bases={each: shown(tallies.get(each, Tally()).total) for each in audiences},
    )


def too_few(here: Mapping[Audience, int], everywhere: Mapping[Audience, int]) -> bool:
    """Return whether so few people answered in a place that its results are not shown.

    Nor are they where few answered elsewhere: who takes the place from the whole is left with
    those (L-SDC-04).
    """
    elsewhere = (everywhere[audience] - here.get(audience, 0) for audience in everywhere)
    return sum(here.values()) < LEAST_BASE or any(map(is_few, elsewhere))


def defanged(cell: str) -> str:
    """Return a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _row(option: Option, columns: Mapping[Audience, Mapping[Option, Cell]]) -> Row:
    cells = {
        audience: cell
        for audience, column in columns.items()
        for other, cell in column.items()
        if other.key == option.key
    }
    return Row(option.key, option.label, cells)


def _column(question: Question, tally: Tally) -> dict[Option, Cell]:
    """Return one audience's cells, suppressed together."""
    options, counts = _counts(question, tally)
    adds_up = question.type in ADDS_UP and sum(counts) == tally.answered
    if adds_up:
        options, counts = [*options, NOT_ANSWERED], [*counts, tally.total - tally.answered]
    most = TOP if question.type is QuestionType.TOP3 else question.most
    safe = safe_column(counts, adds_up=adds_up, total=tally.total, most=most)
    return {
        option: Cell(count, None if count is None else share(count, tally.total))
        for option, count in zip(options, safe, strict=True)
    }


def _counts(question: Question, tally: Tally) -> tuple[list[Option], list[int]]:
    if question.type.is_text:
        return [WROTE], [tally.wrote]
    chosen = tally.chosen or {}
    listed = list(question.options)
    lost = sorted(set(chosen) - {option.key for option in listed})
    options = [*listed, *(Option(key, question.label_of(key)) for key in lost)]
    return options, [chosen.get(option.key, 0) for option in options]


def _union(lists: Iterable[Sequence[Option]]) -> tuple[Option, ...]:
    """Return every option once, in the order and the words met first."""
    met: dict[str, Option] = {}
    for options in lists:
        for option in options:
            met.setdefault(option.key, option)
    return tuple(met.values())
