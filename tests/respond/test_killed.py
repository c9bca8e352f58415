"""A killed server loses nothing it acknowledged, on SQLite and on PostgreSQL."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from consult.respond.receipts import receipt_hash
from tests import databases
from tests.bench.site import TEN_QUESTIONS, prepare
from tests.bench.traffic import KEY, RECEIPT, Phone, path_of, plain
from tests.servers import SECRET, Server, served

AT_ONCE = 16
ENOUGH = 40

pytestmark = pytest.mark.server


@pytest.fixture
def database_url(request: pytest.FixtureRequest, on_postgresql: bool) -> str:
    if not on_postgresql:
        return ""
    return databases.new_database(request.getfixturevalue("server_of_databases"))


async def answer(phone: Phone, path: str, receipts: list[str]) -> None:
    """Answer the whole survey and note the receipt once it has arrived."""
    _, _, body = await phone.get(path)
    found = KEY.search(plain(body))
    assert found
    reply = {"reply": found[1].decode()}
    _, headers, _ = await phone.post(path, reply)
    for _ in TEN_QUESTIONS[:-1]:
        _, headers, _ = await phone.post(path_of(headers), {**reply, "answer": "3"})
    await phone.post(path_of(headers), {**reply, "text": "Keep the buses going."})
    _, _, body = await phone.post(f"{path}/send", reply)
    code = RECEIPT.search(plain(body))
    if code:
        receipts.append(code[1].decode())


async def crowd(server: Server, path: str) -> list[str]:
    """Let many answer at once, and kill the server in the middle of it."""
    port = int(server.url.rpartition(":")[2])
    receipts: list[str] = []

    async def person() -> None:
        while True:
            phone = Phone(port)
            try:
                await answer(phone, path, receipts)
            except (ConnectionError, asyncio.IncompleteReadError):
                return
            finally:
                phone.close()

    people = [asyncio.create_task(person()) for _ in range(AT_ONCE)]
    while len(receipts) < ENOUGH:
        assert not all(task.done() for task in people), "the server gave up by itself"
        await asyncio.sleep(0.02)
    server.kill()
    await asyncio.gather(*people)
    return receipts


def test_no_receipt_is_lost_when_the_server_is_killed(tmp_path: Path, database_url: str) -> None:
    path = prepare(tmp_path, database_url)
    with (
        served(tmp_path, database_url=database_url) as server,
        # A thread of its own: a browser of another test may hold this one's event loop.
        ThreadPoolExecutor(1) as thread,
    ):
        receipts = thread.submit(asyncio.run, crowd(server, path)).result()

    # The house stands up again on what is left.
    with served(tmp_path, database_url=database_url):
        engine = create_engine(database_url or f"sqlite:///{tmp_path / 'consult.db'}")
        with engine.connect() as connection:
            kept = set(connection.scalars(text("SELECT receipt_hash FROM submission")))
            answers = connection.scalar(text("SELECT count(*) FROM answer"))
            comments = connection.scalar(text("SELECT count(*) FROM comment"))
        engine.dispose()

    lost = [code for code in receipts if receipt_hash(SECRET, code) not in kept]
    assert lost == []
    assert (answers, comments) == (9 * len(kept), len(kept)), "a submission was kept in part"
