"""What this station adds to the command line: `consult trace` follows the thread both ways."""

import json
import textwrap
from collections.abc import Iterator

import click

from consult.db import db_session, only_reading
from consult.errors import BadFile
from consult.feedback.rules import UnknownReference
from consult.feedback.services import Entry, Thread, thread_of
from consult.web.commands import ready_app

WIDTH = 96
HEADINGS = {
    "comments": "What was said",
    "themes": "Themes",
    "evidence": "Evidence",
    "priorities": "Priorities",
    "decisions": "Decisions",
    "feedback": "What people were told",
}


@click.command("trace")
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def trace(reference: str, as_json: bool) -> None:
    """Walk the thread from a receipt code, or from comment:, theme:, evidence: or decision:ID."""
    app = ready_app()
    with app.app_context(), only_reading():
        try:
            thread = thread_of(db_session(), reference, secret=str(app.secret_key))
        except UnknownReference as error:
            raise BadFile(str(error)) from error
    if as_json:
        click.echo(json.dumps(thread.as_record(), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(thread)))


def _lines(thread: Thread) -> Iterator[str]:
    for name, heading in HEADINGS.items():
        yield heading
        entries: tuple[Entry, ...] = getattr(thread, name)
        for entry in entries:
            yield from _entry_lines(entry, "  ")
        if not entries:
            yield "  Nothing yet."
        yield ""
    yield "Missing links" if thread.gaps else "No link is missing."
    yield from (f"  {gap}" for gap in thread.gaps)


def _entry_lines(entry: Entry, indent: str) -> Iterator[str]:
    yield f"{indent}{entry.id}, {entry.when}"
    deeper = f"{indent}  "
    yield textwrap.fill(entry.text, WIDTH, initial_indent=deeper, subsequent_indent=deeper)
    for later in entry.then:
        yield from _entry_lines(later, deeper)
