"""The command `consult code`: code the rest from an analyst's examples, with no database."""

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from time import perf_counter

import click

from consult.analysis.coder import Coded, Coder
from consult.themes.commands.table import BadInput, Table, read_table

WIDTH = 70
FEWEST_LABELS = 2


@click.command("code")
@click.argument("source", metavar="INPUT.csv")
@click.option("--examples", "shown", metavar="EXAMPLES.csv", required=True, help="Coded comments.")
@click.option("--text-column", default="text", show_default=True, help="The column to read.")
@click.option("--label-column", default="label", show_default=True, help="What was coded.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def code(source: str, shown: str, text_column: str, label_column: str, as_json: bool) -> None:
    """Code the comments of any CSV from an analyst's examples. "-" reads standard input."""
    begun = perf_counter()
    rest = read_table(source).column(text_column)
    examples = read_table(shown)
    texts, labels = _examples(examples, text_column, label_column)
    coder = Coder().fit(texts, labels, rest=rest)
    coded = coder.code(rest)
    if as_json:
        seconds = round(perf_counter() - begun, 3)
        click.echo(json.dumps(_as_record(coder.labels, coded, seconds), ensure_ascii=False))
    else:
        click.echo(_as_text(rest, coded))


def _examples(table: Table, text_column: str, label_column: str) -> tuple[list[str], list[str]]:
    """Return the coded comments and what was coded; rows not coded yet are left out."""
    texts = table.column(text_column)
    labels = [label.strip() for label in table.column(label_column)]
    if len({*filter(None, labels)}) < FEWEST_LABELS:
        raise BadInput(f"{table.name}, column “{label_column}”: examples need two labels at least.")
    for number, (text, label) in enumerate(zip(texts, labels, strict=True), start=1):
        if label and not text.strip():
            raise BadInput(f"{table.name}, row {number}: “{label}” has no text to learn from.")
    coded = [at for at, label in enumerate(labels) if label]
    return [texts[at] for at in coded], [labels[at] for at in coded]


def _as_record(
    labels: Sequence[str], coded: Sequence[Sequence[Coded]], seconds: float
) -> dict[str, object]:
    """Return the codings in the shape that other programs rely on."""
    rows = [[{"label": one.label, "confidence": one.confidence} for one in row] for row in coded]
    return {"labels": list(labels), "coded": rows, "seconds": seconds}


def _as_text(texts: Sequence[str], coded: Sequence[Sequence[Coded]]) -> str:
    """Lay the codings out for reading: how often each label, then each comment with its labels."""
    counted = Counter(one.label for row in coded for one in row)
    lines = [f"{len(texts)} comments, {sum(not row for row in coded)} that no label fits", ""]
    lines += [f"{times:>6}  {label}" for label, times in counted.most_common()]
    lines.append("")
    for number, (text, row) in enumerate(zip(texts, coded, strict=True), start=1):
        said = ", ".join(f"{one.label} {one.confidence:.0%}" for one in row) or "none fits"
        lines.append(f"{number:>6}  {textwrap.shorten(text, WIDTH, placeholder=' …')}  →  {said}")
    return "\n".join(lines)
