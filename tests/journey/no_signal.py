"""A phone in a place without a signal: a survey, a line that can be cut, and what came through."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.bench.site import prepare
from tests.servers import free_port

BUSES = [{"key": key, "label": f"Bus {key.upper()}"} for key in "abcd"]
QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "rides",
        "type": "yes_no",
        "title": "Do you go by bus?",
        "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}],
    },
    {
        "key": "which",
        "type": "several",
        "title": "Which bus?",
        "options": BUSES,
        "other": True,
        "most": 2,
        "shuffle": True,
        "show_if": {"question": "rides", "is": ["yes"]},
    },
    {"key": "best", "type": "top3", "title": "Which are best?", "options": BUSES},
    {
        "key": "change",
        "type": "long_text",
        "title": "You go by [[which|no bus]]. What should change?",
        "max_length": 60,
        "sensitive": True,
    },
    {
        "key": "age",
        "type": "age_band",
        "title": "How old are you?",
        "options": [{"key": "8_10", "label": "8 to 10"}, {"key": "11_12", "label": "11 or 12"}],
    },
]
PAGES = ["start", "1", "2", "3", "4", "5", "words", "check"]
CHECK = "Check your answers"
HELD = """async () => (await (await caches.open("surveys")).keys())
    .some(each => each.url.includes("/offline?"))"""
# What this device keeps: the worker's own store, read and written as the browser has it.
STORE = """([how, value]) => new Promise((done, fail) => {
    const asked = indexedDB.open("consult", 1);
    asked.onerror = () => fail(asked.error);
    asked.onupgradeneeded = () => asked.result.createObjectStore(
        "replies", {keyPath: "id", autoIncrement: true});
    asked.onsuccess = () => {
        const step = asked.result.transaction("replies", "readwrite");
        const replies = step.objectStore("replies").getAll();
        replies.onsuccess = () => {
            if (how === "age") for (const reply of replies.result) {
                step.objectStore("replies").put({...reply, time: reply.time - value * 864e5});
            }
        };
        step.oncomplete = () => { asked.result.close(); done(replies.result); };
    };
})"""
# What the pages say to the worker, said by a test.
ASK = """async what => {
    const {active} = await navigator.serviceWorker.getRegistration("/s/");
    const channel = new MessageChannel();
    const answer = new Promise(done => channel.port1.onmessage = event => done(event.data));
    active.postMessage(what, [channel.port2]);
    return answer;
}"""


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey on a server, and what reached its database."""

    path: str
    database_url: str

    def came(self) -> int:
        """Count the submissions."""
        return len(self._rows("SELECT id FROM submission"))

    def words(self) -> list[str]:
        """Return what was written to the question for own words, in alphabetical order."""
        return [
            row[0]
            for row in self._rows(
                "SELECT text FROM comment WHERE question_key = 'change' ORDER BY text"
            )
        ]

    def chosen(self) -> set[tuple[str, str]]:
        """Return what was chosen, by question."""
        return {
            (row[0], row[1]) for row in self._rows("SELECT question_key, option_key FROM answer")
        }

    def empty(self) -> None:
        """Forget what came."""
        engine = create_engine(self.database_url)
        with engine.begin() as connection:
            for table in ("answer", "comment", "submission", "draft"):
                connection.execute(text(f"DELETE FROM {table}"))
        engine.dispose()

    def _rows(self, statement: str) -> list[Any]:
        engine = create_engine(self.database_url)
        with engine.connect() as connection:
            rows = list(connection.execute(text(statement)))
        engine.dispose()
        return rows


def open_survey(
    instance: Path, database_url: str, questions: list[dict[str, Any]] = QUESTIONS
) -> Survey:
    """Open a consultation with the short survey, or another one."""
    path = prepare(instance, database_url, questions)
    return Survey(path, database_url or f"sqlite:///{instance / 'consult.db'}")


def settled(page: Page) -> None:
    """Wait until the page that the phone holds has filled itself in."""
    expect(page.locator("main h1")).not_to_have_text("One moment")


def heading(page: Page) -> str:
    """Return what the page asks."""
    settled(page)
    return page.locator("main h1").inner_text()


def hold(page: Page, path: str) -> None:
    """Open a survey and wait until the phone holds it."""
    page.goto(path)
    for _ in range(200):
        if page.evaluate(HELD):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the phone does not hold the survey")


def press(page: Page, name: str) -> None:
    """Press a button and wait for another page."""
    before = heading(page)
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page.locator("main h1")).not_to_have_text(before)
    settled(page)


def answer(page: Page, words: str) -> None:
    """Answer the question on the page."""
    main = page.locator("main")
    if main.locator("textarea").count():
        main.locator("textarea").fill(words)
    elif main.locator("[name=r1]").count():
        for place, key in (("r1", "c"), ("r2", "a"), ("r3", "d")):
            main.locator(f"[name={place}][value={key}]").check(force=True)
    elif main.locator("[value=other]").count():
        main.locator("[value=b]").check(force=True)
        main.locator("[value=other]").check(force=True)
        main.locator("[name=other]").fill("the night bus")
    else:
        main.locator("[type=radio]").first.check(force=True)


def go_on(page: Page, words: str) -> None:
    """Do what the page asks for and go on to the next."""
    if page.get_by_role("button", name="Start", exact=True).count():
        press(page, "Start")
    elif heading(page) == CHECK:
        press(page, "Send my answers")
    else:
        answer(page, words)
        press(page, "Next")


def kept(page: Page) -> list[dict[str, Any]]:
    """Return the replies that are on the phone."""
    replies: list[dict[str, Any]] = page.evaluate(STORE, ["read", 0])
    return replies


def ask(page: Page, act: str, **what: Any) -> Any:
    """Ask the worker for something, as a page does."""
    return page.evaluate(ASK, {"act": act, **what})


@dataclass
class Line:
    """The line between phones and the server. Cut, it carries nothing; or it loses answers."""

    server_port: int
    port: int = field(default_factory=free_port)
    is_cut: bool = False
    loses_answers_to: bytes = b""
    lost: int = 0
    open_ends: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where phones reach the server."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break every connection and let no new one through."""
        self.is_cut = True
        for end in self.open_ends:
            _close(end)
        self.open_ends.clear()

    def mend(self) -> None:
        """Let everything through again."""
        self.is_cut, self.loses_answers_to = False, b""

    def carry(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                phone, _ = listener.accept()
            except OSError:
                return
            if self.is_cut:
                _close(phone)
            else:
                self._connect(phone)

    def _connect(self, phone: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.server_port), timeout=2)
        except OSError:
            _close(phone)
            return
        server.settimeout(None)
        self.open_ends += [phone, server]
        asked = [b""]
        threading.Thread(target=self._asking, args=(phone, server, asked), daemon=True).start()
        threading.Thread(target=self._answering, args=(server, phone, asked), daemon=True).start()

    def _asking(self, phone: socket.socket, server: socket.socket, asked: list[bytes]) -> None:
        for data in _data(phone):
            asked[0] = data[:200] if data[:5] in {b"POST ", b"GET /"} else asked[0]
            _send(server, data)
        _close(server)

    def _answering(self, server: socket.socket, phone: socket.socket, asked: list[bytes]) -> None:
        for data in _data(server):
            target = asked[0].partition(b"\r\n")[0]
            if self.loses_answers_to and self.loses_answers_to in target:
                # The server has done it; nobody hears of it.
                self.lost += 1
                break
            _send(phone, data)
        _close(phone)
        _close(server)


@contextmanager
def line_to(server_port: int) -> Iterator[Line]:
    """Lay a line to a server."""
    line = Line(server_port)
    listener = socket.create_server(("127.0.0.1", line.port), backlog=64)
    threading.Thread(target=line.carry, args=(listener,), daemon=True).start()
    try:
        yield line
    finally:
        _close(listener)
        line.cut()


def _data(end: socket.socket) -> Iterator[bytes]:
    try:
        while data := end.recv(65536):
            yield data
    except OSError:
        return


def _send(end: socket.socket, data: bytes) -> None:
    try:
        end.sendall(data)
    except OSError:
        _close(end)


def _close(end: socket.socket) -> None:
    for act in (lambda: end.shutdown(socket.SHUT_RDWR), end.close):
        try:
            act()
        except OSError:
            continue
