"""`consult backup` and `consult restore`: everything comes back, and nothing is overwritten."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from consult import audit, cli
from consult.db import Base, db, db_session
from consult.web import backups
from tests import databases
from tests.conftest import missing
from tests.county import County, app_on, drop
from tests.page import Browser
from tests.servers import SECRET

Run = Callable[..., Result]
OTHER = "another secret that is long enough for anybody"


@pytest.fixture(autouse=True)
def programs(on_postgresql: bool) -> None:
    """What PostgreSQL is backed up with must be installed."""
    if on_postgresql and not backups.shutil.which("pg_dump"):
        missing("no pg_dump here: apt-get install postgresql-client")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on an installation."""

    def running(instance: Path, url: str, *arguments: str, secret: str = SECRET) -> Result:
        monkeypatch.setenv("CONSULT_INSTANCE", str(instance))
        given = {"CONSULT_DATABASE_URL": url, "CONSULT_SECRET_KEY": secret}
        for name, value in given.items():
            if value:
                monkeypatch.setenv(name, value)
            else:
                monkeypatch.delenv(name, raising=False)
        return CliRunner().invoke(cli.main, list(arguments))

    return running


@pytest.fixture
def new_place(county: County, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """An instance and the address of a database, with nothing in either."""
    url = databases.new_database(county.server) if county.server else ""
    yield tmp_path / "new", url
    if county.server:
        drop(county.server, url)


@pytest.fixture
def backup(demo_app: Flask, run: Run, tmp_path: Path) -> Path:
    """A backup of Saltshire."""
    file = tmp_path / "saltshire.backup"
    result = run(tmp_path / "copy", address(demo_app), "backup", str(file))
    assert result.exit_code == 0, result.output
    return file


def address(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


def rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
    }


def test_everything_comes_back_and_receipts_still_open(
    county: County, demo_app: Flask, backup: Path, new_place: tuple[Path, str], run: Run
) -> None:
    before = rows(db_session())
    result = run(*new_place, "restore", str(backup), secret="")

    assert result.exit_code == 0, result.output
    assert (new_place[0] / "secret_key").read_text() == SECRET
    app = app_on(*new_place)
    with app.app_context():
        assert rows(db_session()) == before
        assert list(audit.problems(db_session())) == []
        db.session.remove()
        browser = Browser(app.test_client())
        page = browser.submit(browser.open("/receipt"), code=county.receipt)
        db.session.remove()
        db.engine.dispose()
    assert "You wrote to us on" in page.get_text()


def test_only_its_owner_may_read_it(backup: Path, new_place: tuple[Path, str], run: Run) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    run(*new_place, "restore", str(backup), secret="")
    assert (new_place[0] / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_filled_database_is_never_overwritten(
    demo_app: Flask, backup: Path, run: Run, tmp_path: Path
) -> None:
    result = run(tmp_path / "copy", address(demo_app), "restore", str(backup))

    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "not empty" in result.stderr


def test_a_file_that_is_there_is_never_overwritten(
    demo_app: Flask, backup: Path, run: Run, tmp_path: Path
) -> None:
    before = backup.read_bytes()
    result = run(tmp_path / "copy", address(demo_app), "backup", str(backup))

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert backup.read_bytes() == before


def test_another_secret_key_is_refused_for_no_code_would_open(
    backup: Path, new_place: tuple[Path, str], run: Run
) -> None:
    result = run(*new_place, "restore", str(backup), secret=OTHER)

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "CONSULT_SECRET_KEY" in result.stderr


def test_a_backup_of_a_newer_house_is_refused(
    backup: Path, new_place: tuple[Path, str], run: Run, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.backup"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"9999" if name == backups.REVISION else old.read(name))

    assert "newer" in run(*new_place, "restore", str(newer), secret="").stderr


@pytest.mark.parametrize("damage", ["not a zip", "cut short", "other members", "missing"])
def test_what_is_no_backup_is_one_sentence(
    demo_app: Flask,
    backup: Path,
    new_place: tuple[Path, str],
    run: Run,
    tmp_path: Path,
    damage: str,
) -> None:
    file = tmp_path / "file"
    if damage == "not a zip":
        file.write_text("hello")
    elif damage == "cut short":
        file.write_bytes(backup.read_bytes()[:-5000])
    elif damage == "other members":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("hello", "hello")
    result = run(*new_place, "restore", str(file), secret="")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert str(file) in result.stderr


def test_where_there_is_no_database_there_is_no_backup(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    result = run(tmp_path / "nothing", "", "backup", str(file))

    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert not file.exists()


def test_a_folder_that_is_not_there_is_named(demo_app: Flask, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "file"
    result = run(tmp_path / "copy", address(demo_app), "backup", str(file))

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert str(file) in result.stderr


def test_the_password_of_the_database_is_never_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    program = tmp_path / "pg_dump"
    program.write_text(
        f'#!/bin/sh\necho "$@ $PGPASSWORD" > {said}\necho "pg_dump: no" >&2\nexit 1\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    url = make_url("postgresql://ada:very%20secret@host/name")

    with pytest.raises(backups.ConsultError, match="pg_dump stopped: no"):
        backups._run_program("pg_dump", url)

    assert said.read_text().endswith("--dbname=postgresql://ada@host/name very secret\n")
