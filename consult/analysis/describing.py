"""Say what each theme is about: name, keywords, tone, what to quote and who disagrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.grouping import Flags, Grouping, Indices, Matrix
from consult.analysis.keywords import filled_up, keywords_of
from consult.analysis.layout import Layout, Place, core_of
from consult.analysis.naming import name_groups, personal_words
from consult.analysis.quotes import choose_quotes, disagreeing
from consult.analysis.reading import Reading
from consult.analysis.tone import spread_of, tone_of, tones_of

HEARD = 100


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of one theme; quotes, and the one against them, are rows."""

    name: str
    keywords: tuple[str, ...]
    tone: float
    tones: tuple[int, int, int]
    quotes: tuple[int, ...]
    against: int | None


def describe(
    originals: Sequence[str],
    reading: Reading,
    grouping: Grouping,
    layout: Layout,
    may_quote: Sequence[bool],
) -> list[Description]:
    """Describe each place of a layout."""
    private = personal_words([originals[row] for row in reading.first_rows])
    main = grouping.main
    cores = [core_of(place, main) for place in layout.places]
    keywords = _keywords(reading, grouping, layout, cores, private)
    is_open = _may_be_quoted(reading, may_quote)
    names = _names(reading, grouping, layout, [at[is_open[at]] for at in cores], keywords, private)
    found = []
    for place, name, telling in zip(layout.places, names, keywords, strict=True):
        tones = tones_of([originals[row] for row in _spread(place.rows)])
        quotes, against = _quotes(originals, reading, grouping, place, may_quote)
        found.append(
            Description(
                name=name,
                keywords=telling,
                tone=round(float(tones.mean()), 3) if len(tones) else 0.0,
                tones=spread_of(tones),
                quotes=quotes,
                against=against,
            )
        )
    return found


def _keywords(
    reading: Reading,
    grouping: Grouping,
    layout: Layout,
    cores: Sequence[Indices],
    private: frozenset[str],
) -> list[tuple[str, ...]]:
    """Return the telling words of each place; one level is weighed against itself."""
    found: dict[int, tuple[str, ...]] = {}
    for is_broader in (False, True):
        level = [
            at for at, each in enumerate(layout.places) if (len(each.groups) > 1) == is_broader
        ]
        if level:
            told = keywords_of(reading.texts, [cores[at] for at in level], private)
            found |= dict(zip(level, told, strict=True))
    return [
        filled_up(found[at], _hints(grouping, place), [reading.texts[one] for one in cores[at]])
        for at, place in enumerate(layout.places)
    ]


def _hints(grouping: Grouping, place: Place) -> tuple[str, ...]:
    return grouping.hints[place.groups[0]] if len(place.groups) == 1 else ()


def _names(
    reading: Reading,
    grouping: Grouping,
    layout: Layout,
    cores: Sequence[Indices],
    keywords: Sequence[tuple[str, ...]],
    private: frozenset[str],
) -> list[str]:
    """Keep the names that are known and find a phrase of the comments' own for the others."""
    known = [_known_name(grouping, place) for place in layout.places]
    nameless = [at for at, name in enumerate(known) if name is None]
    groups, telling = [cores[at] for at in nameless], [keywords[at] for at in nameless]
    phrases = name_groups(reading.texts, groups, telling, private) if nameless else []
    found = dict(zip(nameless, phrases, strict=True))
    return [name if name is not None else found[at] for at, name in enumerate(known)]


def _may_be_quoted(reading: Reading, may_quote: Sequence[bool]) -> Flags:
    """Return which texts somebody allowed to be quoted: names are made of those alone."""
    is_open = np.zeros(len(reading.texts), dtype=bool)
    is_open[[at for at, may in zip(reading.of_row, may_quote, strict=True) if may and at >= 0]] = 1
    return is_open


def _known_name(grouping: Grouping, place: Place) -> str | None:
    first = place.groups[0]
    if len(place.groups) > 1:
        return grouping.broader[grouping.parents[first]]
    return grouping.names[first]


def _spread(rows: Sequence[int]) -> list[int]:
    """Return an even spread of the rows, as many as are listened to for tone."""
    return [rows[int(at)] for at in np.linspace(0, len(rows) - 1, min(HEARD, len(rows)))]


def _quotes(
    originals: Sequence[str],
    reading: Reading,
    grouping: Grouping,
    place: Place,
    may_quote: Sequence[bool],
) -> tuple[tuple[int, ...], int | None]:
    """Choose among the most central wordings of a theme that may be quoted, each once."""
    central = grouping.centrality[:, list(place.groups)].max(axis=1)
    main = grouping.main
    row_of: dict[int, int] = {}
    for row in place.rows:
        at = reading.of_row[row]
        if may_quote[row] and main[at] in place.groups:
            row_of.setdefault(at, row)
    nearest = sorted(row_of, key=lambda one: (-float(central[one]), one))[:HEARD]
    against = disagreeing(*_candidates(originals, reading, central, nearest, row_of))
    others = [one for one in nearest if row_of[one] != against]
    return choose_quotes(*_candidates(originals, reading, central, others, row_of)), against


def _candidates(
    originals: Sequence[str],
    reading: Reading,
    central: Matrix,
    chosen: Sequence[int],
    row_of: Mapping[int, int],
) -> tuple[list[int], list[str], list[float], list[float]]:
    """Return what quotes are chosen by: rows, folded texts, how central they are, tones."""
    rows = [row_of[one] for one in chosen]
    said = [reading.texts[one] for one in chosen]
    near = [float(central[one]) for one in chosen]
    return rows, said, near, [tone_of(originals[row]) for row in rows]
