"""Commands about the record of who did what."""

import click

from consult import audit
from consult.db import db_session
from consult.errors import ConsultError


class AuditBroken(ConsultError):
    """The chain of the audit does not hold."""


@click.group("audit")
def audit_group() -> None:
    """Read the record of who did what."""


@audit_group.command()
def verify() -> None:
    """Walk the audit chain; name each changed, missing or reordered entry."""
    from consult.web.commands import ready_app

    with ready_app().app_context():
        found = list(audit.problems(db_session()))
    if found:
        raise AuditBroken("\n".join(found))
    click.echo("The audit holds: every entry follows the one before it.")
