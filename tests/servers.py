"""Real servers for tests and benchmarks: started in a process of their own, killed at the end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECRET = "a secret for tests that is long enough"
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A server under way: where it listens and which process it is."""

    url: str
    process: subprocess.Popen[bytes]

    @property
    def cpu_seconds(self) -> float:
        """How much processor time the server and its workers have taken."""
        ticks = sum(_ticks(pid) for pid in _family(self.process.pid))
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """Kill the whole server at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def served(
    instance: Path,
    *,
    database_url: str = "",
    environ: Mapping[str, str] | None = None,
    port: int | None = None,
    options: Sequence[str] = (),
) -> Iterator[Server]:
    """Run `consult serve` on an instance of its own."""
    port = port or free_port()
    command = [sys.executable, "-m", "consult", "serve", "--port", str(port), *options]
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")},
        "CONSULT_INSTANCE": str(instance),
        "CONSULT_SECRET_KEY": SECRET,
        **({"CONSULT_DATABASE_URL": database_url} if database_url else {}),
        **(environ or {}),
    }
    with running(command, port, variables, instance / "server.log") as server:
        yield server


@contextmanager
def running(
    command: Sequence[str], port: int, environ: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """Run any web server until the end of the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env=environ, stdout=output, stderr=output, start_new_session=True
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        _wait(server, log)
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(server: Server, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text()}")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
