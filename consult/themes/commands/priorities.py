"""The command `consult priorities`: which priorities of a plan comments bear on, no database."""

import json
import textwrap
from collections import Counter
from collections.abc import Sequence

import click

from consult.analysis.priorities import Described, Suggested, suggest
from consult.themes.commands.table import BadInput, Table, read_table

WIDTH = 70


@click.command("priorities")
@click.argument("source", metavar="INPUT.csv")
@click.option(
    "--priorities",
    "plan",
    metavar="PRIORITIES.csv",
    required=True,
    help="The priorities, with the columns code, title and text.",
)
@click.option("--text-column", default="text", show_default=True, help="The column to read.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def priorities(source: str, plan: str, text_column: str, as_json: bool) -> None:
    """Suggest the priorities each comment bears on. "-" reads standard input."""
    texts = read_table(source).column(text_column)
    described = _described(read_table(plan))
    suggested = suggest(texts, described)
    if as_json:
        rows = [[{"code": one.code, "score": one.score} for one in row] for row in suggested]
        click.echo(json.dumps({"suggested": rows}, ensure_ascii=False))
    else:
        click.echo(_as_text(texts, described, suggested))


def _described(table: Table) -> list[Described]:
    """Return the priorities of a table.

    Raises:
        BadInput: there are none, or one has no code, no words, or the code of another.
    """
    columns = [table.column(name) for name in ("code", "title", "text")]
    found: dict[str, Described] = {}
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        code, title, text = (cell.strip() for cell in row)
        if not code or code in found:
            raise BadInput(f"{table.name}, row {number}, column “code”: give each its own code.")
        if not (title or text):
            raise BadInput(f"{table.name}, row {number}, column “text”: “{code}” has no words.")
        found[code] = Described(code, title, text)
    if not found:
        raise BadInput(f"{table.name} has no row under its heading: name a priority at least.")
    return list(found.values())


def _as_text(
    texts: Sequence[str], described: Sequence[Described], suggested: Sequence[Sequence[Suggested]]
) -> str:
    """Lay the suggestions out for reading: how many for each priority, then each comment."""
    first = Counter(row[0].code for row in suggested if row)
    lines = [f"{len(texts)} comments, {sum(not row for row in suggested)} that bear on none", ""]
    lines += [f"{first[one.code]:>6}  {one.code}  {one.title}" for one in described]
    lines.append("")
    for number, (text, row) in enumerate(zip(texts, suggested, strict=True), start=1):
        said = ", ".join(f"{one.code} {one.score:.2f}" for one in row) or "none fits"
        lines.append(f"{number:>6}  {textwrap.shorten(text, WIDTH, placeholder=' …')}  →  {said}")
    return "\n".join(lines)
