"""The command `consult themes`: find themes in any CSV of comments, with no database."""

import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import click

from consult.analysis.themes import FoundTheme, ThemeMap, find_themes
from consult.config import read_encoder
from consult.themes.commands.table import Table, read_table

LONGEST_QUOTE = 160
DEFAULT_ID = "id"


@click.command("themes")
@click.argument("source", metavar="INPUT.csv")
@click.option("--text-column", default="text", show_default=True, help="The column to read.")
@click.option(
    "--id-column", default=DEFAULT_ID, show_default=True, help="Names the rows in the table."
)
@click.option(
    "--group-column", "group_columns", multiple=True, help="Count each theme by this column."
)
@click.option("--max-themes", type=click.IntRange(min=1), help="At most so many themes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def themes(
    source: str,
    text_column: str,
    id_column: str,
    group_columns: tuple[str, ...],
    max_themes: int | None,
    as_json: bool,
) -> None:
    """Find themes in any CSV of comments, without a database. "-" reads standard input."""
    table = read_table(source)
    texts = table.column(text_column)
    groups = {name: table.column(name) for name in group_columns}
    ids = None if _is_missing_default(id_column, table) else table.column(id_column)
    found = find_themes(
        texts, max_themes=max_themes, on_progress=_show_progress, encoder=read_encoder()
    )
    if as_json:
        click.echo(json.dumps(as_record(found), ensure_ascii=False))
        return
    click.echo(_as_text(found, texts, groups, ids))


def _is_missing_default(id_column: str, table: Table) -> bool:
    return id_column == DEFAULT_ID and id_column not in table.columns


def as_record(found: ThemeMap) -> dict[str, object]:
    """Return a theme map in the shape that other programs rely on."""
    return {
        "engine": found.engine,
        "comments": len(found.placed),
        "themes": [
            {
                "id": theme.id,
                "name": theme.name,
                "keywords": list(theme.keywords),
                "size": theme.size,
                "share": round(theme.share, 4),
                "sentiment": theme.tone,
                "quotes": list(theme.quotes),
                "against": theme.against,
                "parent": theme.parent,
                "rare": theme.is_rare,
            }
            for theme in found.themes
        ],
        "placed": [list(ids) for ids in found.placed],
        "seconds": found.seconds,
        "languages": dict(found.languages),
        "apart": {why: list(rows) for why, rows in found.apart.items()},
    }


def _as_text(
    found: ThemeMap,
    texts: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    ids: Sequence[str] | None,
) -> str:
    """Lay the themes out for reading, narrower ones below the broader one they stand in."""
    unplaced = sum(not each for each in found.placed)
    lines = [
        f"{len(texts)} comments, {len(found.themes)} themes, {unplaced} unplaced ({found.engine})"
    ]
    for theme in found.themes:
        if theme.parent is None:
            inside = [one for one in found.themes if one.parent == theme.id]
            for one in (theme, *inside):
                lines += ["", *_theme_lines(one, texts, groups, ids)]
    return "\n".join([*lines, *_beside(found)])


def _theme_lines(
    theme: FoundTheme,
    texts: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    ids: Sequence[str] | None,
) -> Iterator[str]:
    """Yield size, name, keywords, counts by group, quotes, and who sees it differently."""
    margin = " " * (16 if theme.parent is None else 20)
    rare = ", rare" if theme.is_rare else ""
    name = f"{margin[16:]}{theme.name}"
    yield f"{theme.size:>6}  {theme.share:>6.1%}  {name}  (tone, a hint: {theme.tone:+.2f}{rare})"
    yield f"{margin}{', '.join(theme.keywords)}"
    for column, values in groups.items():
        yield f"{margin}{column}: {_counted(theme, values)}"
    for row in theme.quotes:
        yield f"{margin}{_label(row, ids)} “{_shortened(texts[row])}”"
    if theme.against is not None:
        yield f"{margin}but {_label(theme.against, ids)} “{_shortened(texts[theme.against])}”"


def _beside(found: ThemeMap) -> Iterator[str]:
    """Yield what was not read, by why, and the languages other than English."""
    others = {code: count for code, count in found.languages.items() if code != "en"}
    if found.apart or others:
        yield ""
    for why, rows in found.apart.items():
        yield f"{len(rows):>6}          not placed: {why}"
    for code, count in others.items():
        yield f"{count:>6}          written in “{code}”"


def _counted(theme: FoundTheme, values: Sequence[str]) -> str:
    counts = Counter(values[row] for row in theme.members)
    return ", ".join(f"{value or 'not said'} {count}" for value, count in counts.most_common())


def _label(row: int, ids: Sequence[str] | None) -> str:
    return ids[row] if ids else f"row {row + 1}"


def _shortened(text: str) -> str:
    return textwrap.shorten(text, LONGEST_QUOTE, placeholder=" …")


def _show_progress(done: float) -> None:
    """Count up on standard error, where that is a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\rReading comments: {done:.0%}", err=True, nl=done >= 1)
