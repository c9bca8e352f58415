"""`consult add-user`: the first administrator, and anybody after, from the command line."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import cli
from consult.audit import AuditEntry
from consult.people.models import User
from consult.people.rules import Role
from consult.web import commands
from tests.builders import PASSWORD
from tests.page import Browser

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `consult add-user` on the database of the test."""
    monkeypatch.setattr(commands, "ready_app", lambda: app)

    def running(
        email: str = "First@Saltshire.example",
        *,
        role: str = "administrator",
        name: str = "Ada Marram",
        password: str = PASSWORD,
    ) -> Result:
        options = ["--role", role, "--email", email, "--name", name]
        return CliRunner().invoke(cli.main, ["add-user", *options], input=f"{password}\n")

    return running


def test_the_first_administrator_can_sign_in(run: Run, browser: Browser) -> None:
    result = run()

    assert result.exit_code == 0, result.output
    assert result.stdout == "first@saltshire.example may sign in as administrator.\n"
    browser.sign_in("first@saltshire.example", PASSWORD)
    assert "People" in browser.open("/staff/people").get_text()


def test_it_stands_in_the_audit_and_the_password_nowhere(run: Run, session: Session) -> None:
    assert PASSWORD not in run().output

    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == ("system", "add_user")
    assert PASSWORD not in str(entry.detail)


def test_a_weak_password_or_a_taken_email_is_one_sentence(run: Run, session: Session) -> None:
    weak = run(password="short")
    assert (weak.exit_code, weak.stderr.count("\n")) == (1, 1)
    assert "12 characters" in weak.stderr
    run()
    taken = run("first@saltshire.example")
    assert (taken.exit_code, taken.stderr.count("\n")) == (1, 1)
    assert "already" in taken.stderr
    assert len(session.scalars(select(User)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"email": "nobody"}, "email"), ({"name": "  "}, "name"), ({"role": "queen"}, "analyst")],
)
def test_what_is_mistyped_is_bad_input(
    run: Run, session: Session, wrong: dict[str, str], said: str
) -> None:
    result = run(**wrong)

    assert result.exit_code == 2
    assert said in result.stderr
    assert session.scalars(select(User)).all() == []


@pytest.mark.parametrize("role", list(Role))
def test_any_role_can_be_given(run: Run, session: Session, role: Role) -> None:
    assert run(role=role.value).exit_code == 0
    assert session.scalars(select(User.role)).one() is role
