"""People answering at once: a small client that costs little, so that the server is measured."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

import brotli

KEY = re.compile(rb'name="reply" value="([^"]+)"')
RECEIPT = re.compile(rb"data-receipt>([^<]+)<")


@dataclass
class Phone:
    """One keep-alive connection and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        return await self._ask("GET", path, b"")

    async def post(self, path: str, data: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        body = "&".join(f"{name}={quote_plus(value)}" for name, value in data.items())
        return await self._ask("POST", path, body.encode())

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: br"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        self.writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        return await self._answer()

    async def _answer(self) -> tuple[int, dict[str, str], bytes]:
        assert self.reader is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, content = value.partition(";")[0].partition("=")
                self.cookies[key] = content
            else:
                headers[name.lower()] = value
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close" and self.writer is not None:
            self.writer.close()
            self.writer = None
        return int(head[0].split()[1]), headers, body

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.writer = None


Journey = Callable[[Phone], Awaitable[None]]


async def travel(port: int, journey: Journey, *, at_once: int, journeys: int) -> float:
    """Make so many journeys, so many at once; return the seconds they took."""
    left = iter(range(journeys))

    async def one_by_one() -> None:
        for _ in left:
            phone = Phone(port)
            await journey(phone)
            phone.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_by_one() for _ in range(at_once)))
    return time.perf_counter() - began


def path_of(headers: dict[str, str]) -> str:
    """Return the path a redirect leads to."""
    return urlsplit(headers["location"]).path


def plain(body: bytes) -> bytes:
    """Return a page as it was before it was compressed."""
    return body if body.startswith(b"<!doctype") else bytes(brotli.decompress(body))
