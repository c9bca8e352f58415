"""What this station adds to the command line: answers as a file, and the check of a report."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult import audit
from consult.clock import now, today
from consult.db import db, db_session
from consult.errors import BadFile, NotFound
from consult.people.models import User
from consult.people.rules import may_open, tidy_email
from consult.results.services.exporting import (
    FILES,
    Outgoing,
    check_reason,
    prepare,
    record_export,
    snapshot,
)
from consult.results.services.report import check_report, frozen_report, write_report
from consult.survey.models import Consultation

LARGEST_ID = 2**31 - 1


@click.command("export")
@click.argument("consultation")
@click.option("--format", "kind", required=True, type=click.Choice(list(FILES)))
@click.option("--out", required=True, help="The file to write; - is standard output.")
@click.option("--raw", is_flag=True, help="Tell small groups too; this is written in the audit.")
@click.option("--by", default="", help="With --raw: the email of the analyst who needs it.")
@click.option("--reason", default="", help="With --raw: what it is needed for.")
def export(consultation: str, kind: str, out: str, raw: bool, by: str, reason: str) -> None:
    """Write the answers to CONSULTATION (its number, or its name in addresses) to a file."""
    from consult.web.commands import ready_app

    app = ready_app()
    with app.app_context(), snapshot(db.engine) as session:
        asked = _consultation(session, consultation)
        actor = _actor(session, by) if raw else audit.SYSTEM
        why = check_reason(reason or f"On the command line, by {getpass.getuser()}") if raw else ""
        outgoing = prepare(session, asked.id, secret=str(app.secret_key), raw=raw, today=today())
        with _opened(out) as file:
            record_export(
                db_session(),
                asked.id,
                FILES[kind],
                outgoing,
                reason=why,
                actor=actor,
                now=now(),
            )
            for piece in FILES[kind].pieces(outgoing):
                file.write(piece)
    _say(outgoing, out)


def _consultation(session: Session, wanted: str) -> Consultation:
    number = int(wanted) if wanted.isdecimal() and int(wanted) <= LARGEST_ID else None
    found = session.scalar(
        select(Consultation).where(or_(Consultation.id == number, Consultation.slug == wanted))
    )
    if found is None:
        raise BadFile(f"There is no consultation “{wanted}”. Give its number or its name.")
    return found


def _actor(session: Session, email: str) -> str:
    """Return who asks for raw files; whoever runs the machine has them anyway, and is recorded."""
    if not email:
        return audit.SYSTEM
    user = session.scalar(select(User).where(User.email == tidy_email(email)))
    if user is None or not may_open(user.role, "results.export_raw"):
        raise BadFile(f"{email} may not have raw files. Give the email of an analyst.")
    return f"user:{user.id}"


@contextmanager
def _opened(out: str) -> Iterator[IO[bytes]]:
    """Open where to write; what was begun and not finished is taken away again."""
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    try:
        file = path.open("wb")
    except OSError as error:
        raise BadFile(f"{out} cannot be written: {error.strerror}.") from error
    try:
        with file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _say(outgoing: Outgoing, out: str) -> None:
    if out != "-" and sys.stderr.isatty():
        click.echo(f"{outgoing.rows:,} replies are in {out}.", err=True)


@click.command("check-report")
@click.argument("consultation")
@click.option(
    "--report",
    "number",
    type=click.IntRange(1, LARGEST_ID),
    help="A frozen report by its number; else the report as it is now.",
)
def check_report_command(consultation: str, number: int | None) -> None:
    """Count each number of the report on CONSULTATION again, and find each of its quotes."""
    from consult.web.commands import ready_app

    with ready_app().app_context():
        session, day = db_session(), today()
        asked = _consultation(session, consultation)
        try:
            report = (
                frozen_report(session, asked.id, number)
                if number is not None
                else write_report(session, asked.id, today=day)
            )
        except NotFound as missing:
            raise BadFile(str(missing)) from missing
        faults = check_report(session, report, today=day)
    for fault in faults:
        click.echo(f"{fault.where}: {fault.said}\n  {fault.why}")
    click.echo(f"{len(faults):,} do not hold." if faults else "All of it holds.")
    sys.exit(1 if faults else 0)
