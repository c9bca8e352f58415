"""Commands about people: let somebody sign in, read the record of who did what."""

import re
import sys

import click

from consult import audit
from consult.clock import now
from consult.db import db_session
from consult.errors import ConsultError
from consult.people import services
from consult.people.forms import EMAIL
from consult.people.rules import ROLE_LABELS, Role, tidy_email


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


@click.command("add-user")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--email", required=True, help="What they sign in with.")
@click.option("--name", required=True, help="What others see.")
def add_user(role: str, email: str, name: str) -> None:
    """Let somebody sign in; the password is asked for, or read from standard input."""
    from consult.web.commands import ready_app

    if not re.fullmatch(EMAIL, email):
        raise click.BadParameter("write an email such as name@council.example", param_hint="email")
    if not name.strip():
        raise click.BadParameter("write their name", param_hint="name")
    password = _ask_password()
    with ready_app().app_context():
        services.add_user(
            db_session(),
            email=email,
            name=name,
            role=Role(role),
            password=password,
            actor=audit.SYSTEM,
            now=now(),
        )
    label = ROLE_LABELS[Role(role)].lower()
    click.echo(f"{tidy_email(email)} may sign in as {label}.")


def _ask_password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("First password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")
