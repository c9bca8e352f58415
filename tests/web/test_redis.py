"""Guessing is slowed across processes when they share a Redis."""

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import START_SECONDS, Server, served

TRIES = 10

pytestmark = pytest.mark.server


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
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
    yield f"redis+unix://{socket}", process
    process.terminate()
    process.wait()


def guess(server: Server) -> int:
    """Try to sign in, and return the status."""
    data = b"email=somebody@saltshire.example&password=a+guess"
    try:
        with urllib.request.urlopen(f"{server.url}/sign-in", data=data) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_tries_are_counted_across_processes_and_go_on_without_redis(
    tmp_path: Path, redis_server: tuple[str, subprocess.Popen[bytes]]
) -> None:
    url, redis = redis_server
    shared = {"CONSULT_REDIS_URL": url}
    with (
        served(tmp_path, environ=shared) as first,
        served(tmp_path, environ=shared) as second,
    ):
        assert [guess(first) for _ in range(TRIES)] == [HTTPStatus.OK] * TRIES
        assert guess(second) == HTTPStatus.TOO_MANY_REQUESTS

        redis.terminate()
        redis.wait()
        assert guess(second) in {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}
