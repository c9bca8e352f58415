"""The `consult` command; each station adds its own commands."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from consult.errors import BadFile, BadSetting, ConsultError

# Where each command lives. They are imported only when called: most start in a blink.
COMMANDS = {
    "add-user": "consult.people.commands:add_user",
    "audit": "consult.people.commands:audit_group",
    "backup": "consult.web.commands:backup",
    "restore": "consult.web.commands:restore",
    "serve": "consult.web.commands:serve",
    "upgrade": "consult.web.commands:upgrade",
    "worker": "consult.web.commands:worker",
    "demo": "consult.demo.commands:demo",
    "code": "consult.themes.commands.code:code",
    "priorities": "consult.themes.commands.priorities:priorities",
    "themes": "consult.themes.commands.themes:themes",
    "check-report": "consult.results.commands:check_report_command",
    "export": "consult.results.commands:export",
    "trace": "consult.feedback.commands:trace",
}


class Commands(click.Group):
    """Finds a command by its name and turns our errors into one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is asked for."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and say what went wrong in one sentence: status 2 for bad input, else 1."""
        try:
            return super().invoke(ctx)
        except (BadFile, BadSetting) as error:
            _stop(str(error), 2)
        except ConsultError as error:
            _stop(str(error), 1)


def _stop(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


@click.group(cls=Commands)
@click.version_option(package_name="consult")
def main() -> None:
    """Consult children, young people and parents, and tell them what became of their words."""
    os.umask(0o077)  # what we write down is nobody else's to read
