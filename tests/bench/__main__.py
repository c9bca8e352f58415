"""Prints journeys per second and processor time beside a bare application's, as JSON lines."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import databases
from tests.bench.builder import measure_builder
from tests.bench.exports import measure_exports, measure_exports_on_postgresql
from tests.bench.phone import measure_first_page
from tests.bench.results import measure_results
from tests.bench.site import prepare
from tests.bench.themes import measure_themes
from tests.bench.traffic import KEY, RECEIPT, Journey, Phone, path_of, plain, travel
from tests.servers import Server, free_port, running, served

WARM_UP = 20
JOURNEYS = {1: 60, 64: 384}


def our_journey(path: str) -> Journey:
    """Return a whole reply: start, ten questions, may we quote, check, send, receipt."""

    async def journey(phone: Phone) -> None:
        _, _, body = await phone.get(path)
        found = KEY.search(plain(body))
        assert found, "no key on the first page"
        reply = {"reply": found[1].decode()}
        _, headers, _ = await phone.post(path, reply)
        for _ in range(9):
            await phone.get(path_of(headers))
            _, headers, _ = await phone.post(path_of(headers), {**reply, "answer": "3"})
        await phone.get(path_of(headers))
        _, headers, _ = await phone.post(path_of(headers), {**reply, "text": "Buses until ten."})
        await phone.get(path_of(headers))
        _, headers, _ = await phone.post(path_of(headers), {**reply, "answer": "yes"})
        await phone.get(path_of(headers))
        status, _, body = await phone.post(f"{path}/send", reply)
        assert status == 200, status
        assert RECEIPT.search(plain(body)), "no receipt"

    return journey


async def baseline_journey(phone: Phone) -> None:
    """As many requests of each kind, and as many rows, as in our journey."""
    phone.cookies["reply"] = os.urandom(8).hex()
    await phone.get("/q/0")
    for number in range(12):
        await phone.post(f"/q/{number}", {"answer": "3"})
        await phone.get(f"/q/{number + 1}")
    status, _, _ = await phone.post("/send", {"answer": "3"})
    assert status == 200, status


def measure(server: Server, journey: Journey, at_once: int) -> dict[str, float]:
    """Return journeys per second and processor milliseconds a journey."""
    port = int(server.url.rpartition(":")[2])
    asyncio.run(travel(port, journey, at_once=min(at_once, 8), journeys=WARM_UP))
    cpu = server.cpu_seconds
    seconds = asyncio.run(travel(port, journey, at_once=at_once, journeys=JOURNEYS[at_once]))
    return {
        "per_second": round(JOURNEYS[at_once] / seconds, 1),
        "cpu_ms": round((server.cpu_seconds - cpu) * 1000 / JOURNEYS[at_once], 1),
    }


@contextmanager
def ours(folder: Path, database_url: str) -> Iterator[tuple[Server, Journey]]:
    """Serve a survey of ten questions."""
    path = prepare(folder, database_url)
    with served(folder, database_url=database_url) as server:
        yield server, our_journey(path)


@contextmanager
def baseline(folder: Path, database_url: str) -> Iterator[tuple[Server, Journey]]:
    """Serve the bare application with the same server and as many threads."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-k", "gthread"),
        *("--threads", "8", "--no-control-socket", "tests.bench.baseline:app"),
    ]
    environ = {**os.environ, "BASELINE_DATABASE_URL": database_url or f"sqlite:///{folder}/bare.db"}
    with running(command, port, environ, folder / "baseline.log") as server:
        yield server, baseline_journey


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    measure_first_page()
    measure_builder()
    measure_results()
    measure_themes()
    measure_exports()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="consult-bench-")))
        places = {"sqlite": ("", "")}
        if databases.postgresql_programs():
            folder.chmod(0o755)
            server = stack.enter_context(databases.postgresql(folder / "postgresql"))
            exports = folder / "exports"
            exports.mkdir()
            measure_exports_on_postgresql(server, exports)
            places["postgresql"] = (databases.new_database(server), databases.new_database(server))
        for name, (our_database, bare_database) in places.items():
            for at_once in JOURNEYS:
                instance = folder / f"{name}-{at_once}"
                instance.mkdir()
                with ours(instance, our_database) as (server_of_ours, journey):
                    our_figures = measure(server_of_ours, journey, at_once)
                with baseline(instance, bare_database) as (bare, journey):
                    bare_figures = measure(bare, journey, at_once)
                say("journeys", name, at_once, our_figures, bare_figures)


def say(
    what: str, place: str, at_once: int, ours: dict[str, float], bare: dict[str, float]
) -> None:
    """Print one line."""
    ratio = round(ours["per_second"] / bare["per_second"], 2)
    line = {"bench": what, "database": place, "at_once": at_once, "ratio": ratio}
    print(json.dumps({**line, "consult": ours, "baseline": bare}), flush=True)


if __name__ == "__main__":
    main()
