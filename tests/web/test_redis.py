"""Guessing is slowed across processes when they share a Redis."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask

from consult import create_app
from consult.config import read_settings
from consult.db import db
from consult.migrations import upgrade
from tests.conftest import missing
from tests.servers import SECRET, START_SECONDS

TRIES = 10


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of our own."""
    program = shutil.which("redis-server")
    if program is None:
        missing("no Redis here: apt-get install redis-server")
    socket = tmp_path / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen([str(program), *options], stdout=subprocess.DEVNULL)
    until = time.monotonic() + START_SECONDS
    while not socket.exists():
        assert process.poll() is None, "Redis did not start"
        assert time.monotonic() < until, "Redis took too long to start"
        time.sleep(0.02)
    yield f"redis+unix://{socket}"
    process.terminate()
    process.wait()


def one_of_several(instance: Path, redis_url: str) -> Flask:
    """Return the application as one process of several would have it."""
    environ = {
        "CONSULT_INSTANCE": str(instance),
        "CONSULT_SECRET_KEY": SECRET,
        "CONSULT_REDIS_URL": redis_url,
    }
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade(db.engine)
        db.engine.dispose()
    return app


def test_tries_are_counted_across_processes(tmp_path: Path, redis_url: str, app: Flask) -> None:
    from consult.web.limits import limiter

    def guess(process: Flask) -> int:
        data = {"email": "somebody@saltshire.example", "password": "a guess"}
        return process.test_client().post("/sign-in", data=data).status_code

    limiter.enabled = True
    try:
        first = one_of_several(tmp_path, redis_url)
        answers = [guess(first) for _ in range(TRIES)]
        limiter.storage.storage.close()
        second = one_of_several(tmp_path, redis_url)
        answers.append(guess(second))
        limiter.storage.storage.close()
    finally:
        limiter.enabled = False
        limiter.init_app(app)
        for process in (first, second):
            with process.app_context():
                db.engine.dispose()

    assert answers[:TRIES] == [HTTPStatus.OK] * TRIES
    assert answers[TRIES] == HTTPStatus.TOO_MANY_REQUESTS
