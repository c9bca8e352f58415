"""The path from comments to themes: read, group, say what each group is about, quote it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from consult.analysis.anchors import group_by_field
from consult.analysis.clusters import group_freely
from consult.analysis.codebook import field_codebook
from consult.analysis.grouping import Grouping, Indices, memberships, nobody
from consult.analysis.keywords import filled_up, keywords_of
from consult.analysis.naming import name_groups, personal_words
from consult.analysis.quotes import choose_quotes
from consult.analysis.reading import Reading, gather
from consult.analysis.tone import tone_of

FIELD_FITS = 0.55
THREADS = 2
TONE_SAMPLE = 100

Placed = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, and the group of people it came from."""

    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """One suggested theme. Members and quotes are rows; share is of all rows; tone is -1 to 1."""

    id: int
    name: str
    keywords: tuple[str, ...]
    members: tuple[int, ...]
    size: int
    share: float
    tone: float
    quotes: tuple[int, ...]


@dataclass
class ThemeMap:
    """All suggested themes, largest first, and each row's theme ids, main first (() = unplaced)."""

    themes: tuple[FoundTheme, ...]
    placed: Placed
    engine: str
    seconds: float


def find_themes(
    texts: Sequence[str],
    *,
    max_themes: int | None = None,
    seed: int = 0,
    quotable: Sequence[bool] | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> ThemeMap:
    """Suggest themes for comments; the same comments and seed give the same themes.

    Rows that may not be quoted count, but are never among the quotes. Progress is told as 0 to 1.

    Raises:
        ValueError: max_themes is below 1, or quotable is not as long as texts.
    """
    if max_themes is not None and max_themes < 1:
        raise ValueError("Ask for one theme or more.")
    may_quote = [True] * len(texts) if quotable is None else list(quotable)
    if len(may_quote) != len(texts):
        raise ValueError("Say for each comment whether it may be quoted.")

    started = time.perf_counter()
    tell = on_progress or _tell_nobody
    with threadpool_limits(THREADS):
        reading = gather(texts)
        tell(0.2)
        grouping = group(reading.texts, max_themes=max_themes, seed=seed)
        tell(0.6)
        told = memberships(grouping)
        order = _largest_first(reading, told, len(grouping.names))
        placed = _in_rows(reading, told, order)
        tell(0.7)
        themes = _describe(texts, reading, grouping, order, placed, may_quote)
        tell(1.0)
    return ThemeMap(themes, placed, grouping.engine, round(time.perf_counter() - started, 3))


def _tell_nobody(_done: float) -> None:
    """Keep progress to oneself."""


def group(texts: Sequence[str], *, max_themes: int | None, seed: int) -> Grouping:
    """Group folded texts round what we know of the field where that explains them, else freely."""
    if not texts:
        return nobody()
    codebook = field_codebook()
    if codebook.fit(texts) >= FIELD_FITS:
        return group_by_field(texts, codebook, max_themes)
    return group_freely(texts, max_themes, seed)


def _largest_first(reading: Reading, told: Sequence[tuple[int, ...]], count: int) -> list[int]:
    """Return the groups that are anybody's main theme, by the number of rows, largest first."""
    sizes = np.zeros(count, dtype=int)
    mains = np.zeros(count, dtype=int)
    for at in reading.of_row:
        for place, one in enumerate(told[at] if at >= 0 else ()):
            sizes[one] += 1
            mains[one] += place == 0
    return [int(at) for at in np.lexsort((np.arange(count), -sizes)) if mains[at]]


def _in_rows(reading: Reading, told: Sequence[tuple[int, ...]], order: Sequence[int]) -> Placed:
    """Return each row's theme ids (1 is the largest theme); repeats are placed like the first."""
    ids = {at: place for place, at in enumerate(order, start=1)}
    by_text = [tuple(ids[one] for one in each if one in ids) for each in told]
    return tuple(by_text[at] if at >= 0 else () for at in reading.of_row)


def _describe(
    texts: Sequence[str],
    reading: Reading,
    grouping: Grouping,
    order: Sequence[int],
    placed: Placed,
    may_quote: Sequence[bool],
) -> tuple[FoundTheme, ...]:
    """Say what each theme is about, how it sounds, and what to quote."""
    main = grouping.main
    cores = [np.flatnonzero(main == at) for at in order]
    private = personal_words([texts[row] for row in reading.first_rows])
    keywords = [
        filled_up(telling, grouping.hints[at], [reading.texts[one] for one in core])
        for telling, at, core in zip(
            keywords_of(reading.texts, cores, private), order, cores, strict=True
        )
    ]
    names = _names(reading, grouping, order, cores, keywords, private)
    members: list[list[int]] = [[] for _ in order]
    for row, ids in enumerate(placed):
        for one in ids:
            members[one - 1].append(row)
    return tuple(
        FoundTheme(
            id=place + 1,
            name=names[place],
            keywords=keywords[place],
            members=tuple(members[place]),
            size=len(members[place]),
            share=len(members[place]) / len(texts),
            tone=_mean_tone([texts[row] for row in members[place]]),
            quotes=_quotes(texts, reading, grouping, at, members[place], may_quote),
        )
        for place, at in enumerate(order)
    )


def _names(
    reading: Reading,
    grouping: Grouping,
    order: Sequence[int],
    cores: Sequence[Indices],
    keywords: Sequence[tuple[str, ...]],
    private: frozenset[str],
) -> list[str]:
    """Keep the names that are known and find a phrase of the comments' own for the others."""
    nameless = [place for place, at in enumerate(order) if grouping.names[at] is None]
    groups, telling = [cores[place] for place in nameless], [keywords[place] for place in nameless]
    phrases = name_groups(reading.texts, groups, telling, private) if nameless else []
    found = dict(zip(nameless, phrases, strict=True))
    return [grouping.names[at] or found[place] for place, at in enumerate(order)]


def _mean_tone(texts: Sequence[str]) -> float:
    """Return the mean tone of an even spread of the comments, 0 where there are none."""
    spread = np.linspace(0, len(texts) - 1, min(TONE_SAMPLE, len(texts))).astype(int)
    return round(float(np.mean([tone_of(texts[at]) for at in spread])), 3) if texts else 0.0


def _quotes(
    texts: Sequence[str],
    reading: Reading,
    grouping: Grouping,
    at: int,
    members: Sequence[int],
    may_quote: Sequence[bool],
) -> tuple[int, ...]:
    """Choose among the most central wordings of a theme that may be quoted, each once."""
    row_of: dict[int, int] = {}
    for row in members:
        if may_quote[row] and grouping.main[reading.of_row[row]] == at:
            row_of.setdefault(reading.of_row[row], row)
    central = sorted(row_of, key=lambda one: (-float(grouping.centrality[one, at]), one))[
        :TONE_SAMPLE
    ]
    return choose_quotes(
        [row_of[one] for one in central],
        [reading.texts[one] for one in central],
        [float(grouping.centrality[one, at]) for one in central],
        [tone_of(texts[row_of[one]]) for one in central],
    )
