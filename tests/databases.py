"""The databases the suite runs on: SQLite by default, a real PostgreSQL when asked for."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

INSTALL_POSTGRESQL = "no PostgreSQL here: apt-get install postgresql"


def postgresql_programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, or None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own in a folder; give the address of its first database."""
    programs = postgresql_programs()
    assert programs, INSTALL_POSTGRESQL
    folder.mkdir(parents=True, exist_ok=True)
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    run = [*as_user, programs / "initdb", "-D", data, "-U", "consult", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*run, "--no-sync"], check=True, capture_output=True, cwd=folder)
    # Only a socket in the folder: nothing listens on the network.
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=200"
    control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
    log = folder / "log"
    start = [*control, "-o", options, "-l", log, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield f"postgresql://consult@/postgres?host={folder}"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder
        )


def new_database(server: str, *, template: str = "template1") -> str:
    """Create a database on a running PostgreSQL, empty or a copy, and return its address."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
    return server.replace("/postgres?", f"/{name}?")
