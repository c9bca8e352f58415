"""`consult trace`: the thread from the command line."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from consult import cli
from consult.feedback import commands
from tests.feedback.threads import CODE, WORDS, make_thread

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `consult trace` on the database of the test."""
    monkeypatch.setattr(commands, "ready_app", lambda: app)

    def running(*arguments: str) -> Result:
        return CliRunner().invoke(cli.main, ["trace", *arguments])

    return running


def test_a_code_gives_the_whole_thread_as_json(run: Run, session: Session) -> None:
    make_thread(session)
    result = run(CODE, "--json")
    assert result.exit_code == 0
    thread = json.loads(result.stdout)
    assert thread["comments"][0]["text"] == WORDS
    assert thread["gaps"] == []
    assert all(thread[knot] for knot in thread if knot != "gaps")


def test_a_thread_can_be_read_by_people(run: Run, session: Session) -> None:
    decision = make_thread(session).decision
    result = run(f"decision:{decision.id}")
    assert "What people were told" in result.stdout
    assert "No link is missing." in result.stdout


def test_what_is_not_there_ends_with_status_2_and_one_sentence(run: Run) -> None:
    for reference in ("amber-otter-9", "comment:1", "plan:1"):
        result = run(reference)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        assert "to trace" in result.stderr
