"""`consult demo`: load the make-believe county and say where to look."""

import json
import sys
from typing import Any

import click
from flask import current_app

from consult.clock import today
from consult.db import db_session
from consult.demo import content
from consult.demo.county import PASSWORD
from consult.demo.load import NotEmpty, demo_receipt, is_empty, is_here, load_saltshire
from consult.demo.pages import demo_pages, demo_surveys
from consult.people.rules import ROLE_LABELS, Role


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything there is to open.")
def demo(as_json: bool) -> None:
    """Load Saltshire into an empty database; in a filled one, change nothing."""
    from consult.web.commands import ready_app

    app = ready_app()
    with app.app_context(), app.test_request_context():
        if not _load():
            click.echo(str(NotEmpty()), err=True)
        if not is_here(db_session()):
            sys.exit(1)
        if as_json:
            click.echo(json.dumps(_everything(), ensure_ascii=False, indent=1))
        else:
            _greet("http://127.0.0.1:8000")


def welcome(address: str) -> None:
    """Load the county where there is nothing yet, and print where to go."""
    with current_app.test_request_context():
        _load()
        if is_here(db_session()):
            _greet(address)


def _load() -> bool:
    session = db_session()
    if not is_empty(session):
        return False
    load_saltshire(session, _secret(), today())
    return True


def _everything() -> dict[str, Any]:
    session = db_session()
    return {
        "surveys": demo_surveys(session),
        "receipt": demo_receipt(session, _secret()),
        "users": _users(),
        "pages": demo_pages(session),
    }


def _users() -> list[dict[str, str]]:
    return [
        {"role": user["role"], "email": user["email"], "password": PASSWORD}
        for user in content.read("county.json")["users"]
    ]


def _greet(address: str) -> None:
    session = db_session()
    lines = [f"Saltshire is ready: {address}/", "", "Answer a survey:"]
    lines += [f"  {address}{one['url']}  {one['title']}" for one in demo_surveys(session)]
    code = demo_receipt(session, _secret())
    lines += ["", f"See what became of somebody's words: {address}/receipt  with the code {code}"]
    lines += ["", f"Sign in at {address}/sign-in with the password “{PASSWORD}”:"]
    lines += [f"  {one['email']:<36} {ROLE_LABELS[Role(one['role'])]}" for one in _users()]
    click.echo("\n".join(lines))


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
