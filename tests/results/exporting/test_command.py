"""`consult export`: answers to a file from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import SYSTEM, AuditEntry
from consult.cli import main
from consult.people.rules import Role
from consult.survey.models import Consultation
from consult.web import commands
from tests.builders import make_user
from tests.results.county import say_all
from tests.results.exporting.files import taken


@pytest.fixture
def consultation(session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Consultation:
    monkeypatch.setattr(commands, "ready_app", lambda: app)
    return say_all(session)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments])


def written(session: Session) -> AuditEntry:
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    entry = session.scalars(newest).one()
    session.commit()
    return entry


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "sav", "zip"])
def test_a_file_of_each_format(consultation: Consultation, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "answers"

    assert run(str(consultation.id), "--format", kind, "--out", str(out)).exit_code == 0
    assert out.stat().st_size > 1000


def test_to_standard_output_by_the_name_of_the_consultation(
    session: Session, consultation: Consultation
) -> None:
    result = run(consultation.slug, "--format", "csv", "--out", "-")

    assert result.stdout_bytes.count(b"\r\n") == taken(consultation, "csv").count(b"\r\n")
    assert written(session).action == "export"


def test_raw_files_are_written_down_with_who_and_why(
    session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    analyst = make_user(session, Role.ANALYST)
    raw = (str(consultation.id), "--format", "csv", "--out", str(tmp_path / "a.csv"), "--raw")

    assert run(*raw, "--by", analyst.email, "--reason", "Weights").exit_code == 0
    entry = written(session)
    assert (entry.action, entry.actor) == ("export_raw", f"user:{analyst.id}")
    assert entry.detail["reason"] == "Weights"
    assert run(*raw).exit_code == 0
    assert written(session).actor == SYSTEM
    assert written(session).detail["reason"].startswith("On the command line, by ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere", "--format", "csv", "--out", "-"], "There is no consultation “nowhere”"),
        (["1", "--format", "csv", "--out", "/nowhere/a.csv"], "/nowhere/a.csv cannot be written"),
        (["1", "--format", "odt", "--out", "-"], "odt"),
        (["1", "--format", "csv", "--out", "-", "--raw", "--by", "x@y"], "x@y may not have raw"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    consultation: Consultation, arguments: list[str], sentence: str
) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert sentence in result.stderr


def test_an_officer_may_not_have_small_groups_told(
    session: Session, consultation: Consultation
) -> None:
    officer = make_user(session, Role.PARTICIPATION_OFFICER)
    result = run("1", "--format", "csv", "--out", "-", "--raw", "--by", officer.email)

    assert result.exit_code == 2
    assert result.stdout == ""
