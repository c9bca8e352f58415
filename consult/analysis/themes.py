"""The path from comments to themes: read, group, say what each group is about, quote it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from consult.analysis.anchors import group_by_field
from consult.analysis.clusters import group_freely
from consult.analysis.codebook import field_codebook
from consult.analysis.describing import Description, describe
from consult.analysis.encoders import LocalEncoder
from consult.analysis.grouping import Grouping, nobody
from consult.analysis.layout import Layout, lay_out
from consult.analysis.reading import gather
from consult.analysis.splitting import split_largest
from consult.analysis.vectors import StaticVectors

FIELD_FITS = 0.4
THREADS = 2
RARE_ROWS, RARE_SHARE = 5, 0.004

Placed = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """One suggested theme. Members and quotes are rows; share is of all rows; tone is -1 to 1.

    `parent` is the id of the broader theme it stands in: two levels at most, and a broader theme's
    members are those of its narrower ones. `against` is a comment that sounds unlike the others,
    `tones` how many of an even spread of members sound negative, mixed and positive.
    """

    id: int
    name: str
    keywords: tuple[str, ...]
    members: tuple[int, ...]
    size: int
    share: float
    tone: float
    quotes: tuple[int, ...]
    parent: int | None = None
    is_rare: bool = False
    against: int | None = None
    tones: tuple[int, int, int] = (0, 0, 0)


@dataclass
class ThemeMap:
    """All suggested themes, largest first, and each row's theme ids, main first (() = unplaced).

    A row is placed in narrower themes where there are any, never in the broader one as well.
    `languages` counts the rows of each; `apart` has the rows that hold nothing to place, by why.
    """

    themes: tuple[FoundTheme, ...]
    placed: Placed
    engine: str
    seconds: float
    languages: Mapping[str, int] = field(default_factory=dict)
    apart: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def find_themes(
    texts: Sequence[str],
    *,
    max_themes: int | None = None,
    about: int | None = None,
    seed: int = 0,
    quotable: Sequence[bool] | None = None,
    on_progress: Callable[[float], None] | None = None,
    encoder: Path | None = None,
) -> ThemeMap:
    """Suggest themes for comments; the same comments and seed give the same themes.

    How many is suggested, at most `max_themes`; `about` asks for coarser or finer ones. Rows that
    may not be quoted count, but are never among the quotes. Progress is told as 0 to 1.
    Where the field does not explain them, an encoder in a folder may read them instead of ours.

    Raises:
        ValueError: less than one theme was asked for, or quotable is not as long as texts.
    """
    if any(asked is not None and asked < 1 for asked in (max_themes, about)):
        raise ValueError("Ask for one theme or more.")
    may_quote = [True] * len(texts) if quotable is None else list(quotable)
    if len(may_quote) != len(texts):
        raise ValueError("Say for each comment whether it may be quoted.")

    started = time.perf_counter()
    tell = on_progress or _tell_nobody
    with threadpool_limits(THREADS):
        reading = gather(texts)
        tell(0.2)
        most = about or max_themes
        grouping = group(reading.texts, max_themes=most, seed=seed, encoder=encoder)
        if about and about > len(grouping.names):
            grouping = split_largest(reading.texts, grouping, about, seed)
        tell(0.6)
        layout = lay_out(reading, grouping, max_themes)
        tell(0.7)
        described = describe(texts, reading, grouping, layout, may_quote)
        tell(1.0)
    return ThemeMap(
        themes=_themes(layout, described, len(texts)),
        placed=layout.placed,
        engine=grouping.engine,
        seconds=round(time.perf_counter() - started, 3),
        languages=reading.languages,
        apart=reading.apart,
    )


def _themes(layout: Layout, described: Sequence[Description], rows: int) -> tuple[FoundTheme, ...]:
    """Put together what is known of each theme."""
    rare = max(RARE_ROWS, RARE_SHARE * rows)
    return tuple(
        FoundTheme(
            id=number,
            name=told.name,
            keywords=told.keywords,
            members=place.rows,
            size=len(place.rows),
            share=len(place.rows) / rows,
            tone=told.tone,
            quotes=told.quotes,
            parent=place.parent,
            is_rare=len(place.rows) < rare,
            against=told.against,
            tones=told.tones,
        )
        for number, (place, told) in enumerate(zip(layout.places, described, strict=True), start=1)
    )


def _tell_nobody(_done: float) -> None:
    """Keep progress to oneself."""


def group(
    texts: Sequence[str], *, max_themes: int | None, seed: int, encoder: Path | None = None
) -> Grouping:
    """Group folded texts round what we know of the field where that explains them, else freely."""
    if not texts:
        return nobody()
    codebook = field_codebook()
    if codebook.fit(texts) >= FIELD_FITS:
        return group_by_field(texts, codebook, max_themes)
    backend = LocalEncoder(encoder) if encoder else StaticVectors()
    return group_freely(texts, max_themes, seed, backend)
