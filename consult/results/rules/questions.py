"""What a question's results are: raw tallies go in, cells that are safe to show come out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from consult.disclosure import HIDDEN, LEAST_BASE, is_few, safe_column, shown
from consult.results.rules.cells import READING_ORDER, Cell, Row, cell_of
from consult.results.rules.figures import Figure, Shared, joined, means, quartiles
from consult.results.rules.places import TOP, places_of
from consult.results.rules.words import UsedWords
from consult.survey.rules import OTHER, Audience, Option, Question, QuestionType

# No option of a survey can have these keys.
NOT_ANSWERED = Option("_not_answered", "Did not answer")
NOT_ASKED = "Did not answer, or was not asked"
PLACES = ("first", "second", "third")
WROTE = Option("_wrote", "Wrote a comment")
ANSWERED = Option("_answered", "Answered")
NOTES = {
    QuestionType.TOP3: "How many put each among their first three.",
    QuestionType.RANKING: "How many put each among their first three.",
    QuestionType.POINTS: "Points on average, over everybody who shared points out.",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What one audience did with one question: raw counts of people, never to be shown.

    `chosen` are people by option, or by month (2027-03) for a day; `placed` those who put an option
    first, second, third; `numbers` what they gave.
    """

    total: int = 0
    answered: int = 0
    wrote: int = 0
    chosen: Mapping[str, int] | None = None
    placed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    numbers: Sequence[float] = ()
    shared: Mapping[str, Shared] | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question over all audiences that were asked it; `bases` say how many replied.

    `statement` is the words of one statement of a grid; `places` the counts of each place in an
    order; `words` those of answers in own words.
    """

    key: str
    title: str
    kind: QuestionType
    rows: tuple[Row, ...]
    bases: Mapping[Audience, str]
    figures: tuple[Figure, ...] = ()
    statement: str = ""
    places: Mapping[Audience, Mapping[str, tuple[Cell, ...]]] = field(default_factory=dict)
    words: UsedWords | None = None

    @property
    def grid(self) -> str:
        """The question that its statement belongs to."""
        return self.title.removesuffix(f" {self.statement}") if self.statement else ""

    @property
    def by_place(self) -> Iterator[tuple[Row, str, Mapping[Audience, Cell]]]:
        """Each option with each place in the order, and how many put it there."""
        for row in self.rows if self.places else ():
            for at, place in enumerate(PLACES):
                yield (
                    row,
                    place,
                    {
                        audience: options[row.option_key][at]
                        for audience, options in self.places.items()
                        if row.option_key in options
                    },
                )

    @property
    def note(self) -> str:
        """What the counts or figures mean, where it needs saying."""
        return NOTES.get(self.kind, "")

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden here."""
        lines = [row.cells for row in self.rows] + [cells for *_, cells in self.by_place]
        lines += [row.cells for row in self.words.rows] if self.words else []
        cells = (cell for line in lines for cell in line.values())
        texts = (text for figure in self.figures for text in figure.texts.values())
        return any(cell.count is None for cell in cells) or HIDDEN in texts


def join_versions(newest_first: Iterable[Question]) -> Question:
    """Return a question as it is now worded, with what older wordings let people choose."""
    first, *older = newest_first
    mosts = [each.most for each in (first, *older)]
    most = None if None in mosts else max(each for each in mosts if each is not None)
    options = _union([options_of(first), *map(options_of, older)])
    rows = _union([first.rows, *(each.rows for each in older)])
    return replace(first, options=options, rows=rows, most=most)


def one_by_one(question: Question) -> list[Question]:
    """Return the questions that are counted: each statement of a grid is one; files are none."""
    if question.type is QuestionType.STATEMENTS:
        return [
            replace(
                question,
                key=f"{question.key}.{row.key}",
                type=QuestionType.SINGLE,
                title=f"{question.title} {row.label}",
                rows=(row,),
            )
            for row in question.rows
        ]
    return [] if question.type.is_upload else [question]


def options_of(question: Question) -> tuple[Option, ...]:
    """Return what could be chosen, "Something else" included."""
    if not question.other:
        return question.options
    return (*question.options, Option(OTHER, question.label_of(OTHER)))


def result_of(
    asked: Mapping[Audience, Question],
    tallies: Mapping[Audience, Tally],
    hidden: Mapping[Audience, Collection[str]] | None = None,
) -> QuestionResult:
    """Return the results of one question: in young people's words where they were asked it.

    `hidden` are options that other pages decide on too: exactly these are hidden, and no others.
    """
    audiences = [audience for audience in READING_ORDER if audience in asked]
    first = asked[audiences[0]]
    columns = {
        each: column_of(asked[each], tallies.get(each, Tally()), (hidden or {}).get(each))
        for each in audiences
    }
    rows = _union(list(columns[audience]) for audience in audiences)
    # What was not answered stands below everything that was.
    in_order = sorted(rows, key=lambda option: option.key == NOT_ANSWERED.key)
    return QuestionResult(
        key=first.key,
        title=first.title,
        kind=first.type,
        rows=tuple(_row(option, columns) for option in in_order),
        bases={each: shown(tallies.get(each, Tally()).total) for each in audiences},
        figures=tuple(
            joined({each: _figures(asked[each], tallies.get(each, Tally())) for each in audiences})
        ),
        statement=first.rows[0].label if first.rows else "",
        places={
            each: places_of(columns[each], tally.placed, tally.total)
            for each in audiences
            for tally in [tallies.get(each, Tally())]
            if asked[each].type.is_ranked
        },
    )


def too_few(here: Mapping[Audience, int], everywhere: Mapping[Audience, int]) -> bool:
    """Return whether so few people answered in a place that its results are not shown.

    Nor are they where few answered elsewhere: who takes the place from the whole is left with
    those (L-SDC-04).
    """
    elsewhere = (everywhere[audience] - here.get(audience, 0) for audience in everywhere)
    return sum(here.values()) < LEAST_BASE or any(map(is_few, elsewhere))


def _row(option: Option, columns: Mapping[Audience, Mapping[Option, Cell]]) -> Row:
    cells = {
        audience: cell
        for audience, column in columns.items()
        for other, cell in column.items()
        if other.key == option.key
    }
    return Row(option.key, option.label, cells)


def column_of(
    question: Question, tally: Tally, hidden: Collection[str] | None = None
) -> dict[Option, Cell]:
    """Return one audience's cells, suppressed together; `hidden` where it is decided already."""
    options, counts = _counts(question, tally)
    adds_up = is_one_each(question) and sum(counts) == tally.answered
    if adds_up:
        rest = replace(NOT_ANSWERED, label=NOT_ASKED) if question.show_if else NOT_ANSWERED
        options, counts = [*options, rest], [*counts, tally.total - tally.answered]
    most = TOP if question.type.is_ranked else question.most
    safe = safe_column(counts, adds_up=adds_up, total=tally.total, most=most)
    if hidden is not None:
        keys = [option.key for option in options]
        safe = tuple(None if key in hidden else n for key, n in zip(keys, counts, strict=True))
        # Asked twice of somebody, a question tells of others than those it was decided for.
        if any(is_few(n) for n in safe if n is not None):
            safe = (None,) * len(counts)
    return {
        option: cell_of(count, tally.total) for option, count in zip(options, safe, strict=True)
    }


def _counts(question: Question, tally: Tally) -> tuple[list[Option], list[int]]:
    if question.type.is_text:
        return [WROTE], [tally.wrote]
    if question.type in {QuestionType.NUMBER, QuestionType.POINTS}:
        return [ANSWERED], [tally.answered]
    chosen = tally.chosen or {}
    if question.type is QuestionType.DATE:
        return [_month(key) for key in sorted(chosen)], [chosen[key] for key in sorted(chosen)]
    listed = list(question.options)
    lost = sorted(set(chosen) - {option.key for option in listed})
    options = [*listed, *(Option(key, question.label_of(key)) for key in lost)]
    return options, [chosen.get(option.key, 0) for option in options]


def is_one_each(question: Question) -> bool:
    """Return whether everybody who answered stands in exactly one count."""
    kind = question.type
    if kind is QuestionType.PICTURES:
        return question.most in {None, 1}
    return not (kind is QuestionType.SEVERAL or kind.is_ranked or kind.is_text)


def _figures(question: Question, tally: Tally) -> dict[Option, str]:
    if question.type is QuestionType.NUMBER:
        return quartiles(tally.numbers)
    if question.type is QuestionType.POINTS:
        return means(question.options, tally.shared or {}, tally.answered)
    return {}


def _month(key: str) -> Option:
    return Option(key, f"{date.fromisoformat(f'{key}-01'):%B %Y}")


def _union(lists: Iterable[Sequence[Option]]) -> tuple[Option, ...]:
    """Return every option once, in the order and the words met first."""
    met: dict[str, Option] = {}
    for options in lists:
        for option in options:
            met.setdefault(option.key, option)
    return tuple(met.values())
