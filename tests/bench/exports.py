"""Files of the answers: rows a second and memory, each file taken in a process of its own.

`python -m tests.bench.exports FOLDER KIND` takes one file of a database that is filled already.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from consult import create_app
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from tests import databases
from tests.bench.county import fill
from tests.builders import TODAY
from tests.servers import SECRET

SIZES = (10_000, 100_000)
KINDS = ("csv", "csv-long", "json", "sav", "xlsx")


def measure_exports() -> None:
    """Print a line for each file of 10,000 and of 100,000 replies to 20 questions."""
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="consult-exports-") as folder:
            filled(Path(folder), size)
            for kind in KINDS:
                _measure("sqlite", folder, kind)


def measure_exports_on_postgresql(server: str, folder: Path) -> None:
    """Print the same for the first size on PostgreSQL."""
    url = databases.new_database(server)
    filled(folder, SIZES[0], url)
    for kind in KINDS:
        _measure("postgresql", str(folder), kind, {"CONSULT_DATABASE_URL": url})


def filled(folder: Path, size: int, database_url: str = "") -> None:
    """Fill a database with so many replies."""
    app = _app({"CONSULT_INSTANCE": str(folder), "CONSULT_DATABASE_URL": database_url})
    with app.app_context():
        upgrade(db.engine)
        fill(db_session(), size)
        db.engine.dispose()


def _measure(place: str, folder: str, kind: str, more: Mapping[str, str] | None = None) -> None:
    command = [sys.executable, "-m", "tests.bench.exports", folder, kind]
    environ = {**os.environ, **(more or {})}
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout)
    print(json.dumps({"bench": "export", "database": place, "file": kind, **figures}), flush=True)


def _app(environ: Mapping[str, str]) -> Flask:
    known = {name: value for name, value in environ.items() if value}
    return create_app(read_settings({**known, "CONSULT_SECRET_KEY": SECRET}))


def take(folder: str, kind: str) -> dict[str, float]:
    """Take one file, and return how long it took and how much memory."""
    from consult.results.services.exporting import FILES, prepare, snapshot

    url = os.environ.get("CONSULT_DATABASE_URL", "")
    app = _app({"CONSULT_INSTANCE": folder, "CONSULT_DATABASE_URL": url})
    size = 0
    with app.app_context():
        began, cpu = time.perf_counter(), time.process_time()
        with snapshot(db.engine) as session:
            outgoing = prepare(session, 1, secret=SECRET, raw=False, today=TODAY)
            for piece in FILES[kind].pieces(outgoing):
                size += len(piece)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {
        "rows": outgoing.rows,
        "rows_per_second": round(outgoing.rows / seconds),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "megabytes": round(size / 1e6, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(take(*sys.argv[1:3])))
