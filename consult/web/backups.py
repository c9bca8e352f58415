"""Backups: what an installation holds, its database and its secret key, in one file.

A backup is a zip of three members: the database (SQLite's own file, or a custom-format dump of
PostgreSQL), the secret key, without which no receipt code opens, and the version of the tables.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from consult.config import Settings
from consult.db import Base
from consult.errors import BadFile, BadSetting, ConsultError, RuleBroken

VERSIONS = "alembic_version"
KEY = "secret_key"
REVISION = "revision"
MEMBERS = {"sqlite": "consult.db", "postgresql": "consult.dump"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was taken out of its file."""

    kind: str
    revision: str
    secret_key: str
    database: Path


class NotABackup(BadFile):
    """The file is damaged, or `consult backup` did not make it."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is damaged or was not made by `consult backup`.")


class NotEmpty(RuleBroken):
    """A backup was to be restored over something."""

    def __init__(self) -> None:
        super().__init__(
            "This database is not empty, so nothing was changed: restore into a new one."
        )


class NothingThere(RuleBroken):
    """There is no database of ours to back up."""

    def __init__(self) -> None:
        super().__init__("There is no database here to back up: check CONSULT_DATABASE_URL.")


def write_backup(settings: Settings, file: Path) -> None:
    """Write a backup that only its owner can read; the server may go on meanwhile.

    Raises:
        BadFile: the file is there already, or cannot be written.
        ConsultError: the database cannot be read.
    """
    url = _address(settings)
    kind = url.get_backend_name()
    revision = _revision(url)
    with _new_file(file), tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
        copy = Path(folder) / MEMBERS[kind]
        if kind == "sqlite":
            _copy_sqlite(Path(url.database or ""), copy)
        else:
            _run_program("pg_dump", url, "--format=custom", f"--file={copy}")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, copy.name)
            archive.writestr(KEY, settings.secret_key)
            archive.writestr(REVISION, revision)


def restore_backup(settings: Settings, engine: Engine, file: Path) -> None:
    """Restore a backup into an empty database whose tables are up to date.

    Raises:
        BadFile: this is no backup, or one that does not fit this database.
        BadSetting: CONSULT_SECRET_KEY is another key.
        NotEmpty: the database holds something; nothing was changed.
    """
    with _opened(file) as backup:
        _check_fit(backup, engine)
        if not _is_empty(engine):
            raise NotEmpty
        _keep_key(settings, backup.secret_key)
        url = engine.url
        if backup.kind == "postgresql":
            _drop_tables(engine)
            options = ("--single-transaction", "--clean", "--if-exists", "--no-privileges")
            _run_program("pg_restore", url, *options, str(backup.database))
        else:
            engine.dispose()
            _copy_sqlite(backup.database, Path(url.database or ""))


def _address(settings: Settings) -> URL:
    """Return where the database is; a relative file lies in the instance."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return url.set(database=str(settings.instance / (url.database or "")))
    return url


def _revision(url: URL) -> str:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NothingThere
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.scalar(text(f"SELECT version_num FROM {VERSIONS}")))  # noqa: S608
    except DBAPIError as error:
        raise NothingThere from error
    finally:
        engine.dispose()


@contextmanager
def _new_file(file: Path) -> Iterator[None]:
    """Make an empty file for its owner's eyes; take it away when the block fails."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise BadFile(f"There is a file {file} already: choose another name.") from error
    except OSError as error:
        raise BadFile(f"{file} cannot be written: {error.strerror}.") from error
    try:
        yield
    except BaseException as error:
        file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise BadFile(f"{file} cannot be written: {error.strerror}.") from error
        raise


@contextmanager
def _opened(file: Path) -> Iterator[Backup]:
    """Take a backup out of its file, whole, before anything is changed."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                names = set(archive.namelist())
                kind = next(kind for kind, name in MEMBERS.items() if name in names)
                database = Path(archive.extract(MEMBERS[kind], folder))
                revision, key = (archive.read(name).decode() for name in (REVISION, KEY))
        except OSError as error:
            raise BadFile(f"{file} cannot be read: {error.strerror}.") from error
        except (zipfile.BadZipFile, StopIteration, KeyError, ValueError) as error:
            raise NotABackup(file) from error
        yield Backup(kind, revision, key, database)


def _check_fit(backup: Backup, engine: Engine) -> None:
    if backup.kind != engine.dialect.name:
        raise BadFile(
            f"This is a backup of {NAMES[backup.kind]}, but CONSULT_DATABASE_URL names "
            f"{NAMES[engine.dialect.name]}."
        )
    with engine.connect() as connection:
        newest = connection.scalar(text(f"SELECT version_num FROM {VERSIONS}"))  # noqa: S608
    # The tables' versions are numbered, so they compare.
    if backup.revision > str(newest):
        raise BadFile("This backup comes from a newer consult: install that one first.")


def _is_empty(engine: Engine) -> bool:
    there = set(inspect(engine).get_table_names()) - {VERSIONS}
    if there - set(Base.metadata.tables):
        return False
    with engine.connect() as connection:
        return not any(
            connection.execute(Base.metadata.tables[name].select().limit(1)).first()
            for name in there
        )


def _keep_key(settings: Settings, key: str) -> None:
    """Keep the backup's key in the instance, unless the settings hold it already."""
    if settings.secret_key == key:
        return
    kept = settings.instance / KEY
    if not kept.is_file() or kept.read_text().strip() != settings.secret_key:
        raise BadSetting(
            "CONSULT_SECRET_KEY is not the key of this backup: leave it out, and the backup "
            "brings its own."
        )
    new = kept.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as written:
        written.write(key)
    new.replace(kept)


def _drop_tables(engine: Engine) -> None:
    """Drop our empty tables: an older backup has its own, and steps up from there."""
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE IF EXISTS {VERSIONS}"))
    engine.dispose()


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database page by page, as of one moment, though others write to it."""
    try:
        with (
            closing(sqlite3.connect(source)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise ConsultError(f"The database could not be copied: {error}.") from error


def _run_program(name: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password stays out of the list of processes."""
    program = shutil.which(name)
    if program is None:
        raise ConsultError(f"{name} is not installed here: apt-get install postgresql-client.")
    open_to_see = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    command = [program, "--no-owner", "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603 (a fixed program; the address comes from the settings)
        [*command, f"--dbname={open_to_see.render_as_string()}"],
        env={**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = next(iter(done.stderr.strip().splitlines()), "it gave no reason")
        raise ConsultError(f"{name} stopped: {said.removeprefix(f'{name}: ')}")
