"""No log of the server holds the address of anybody."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.servers import served


@pytest.mark.server
def test_what_is_no_request_leaves_no_address_behind(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        at = urlsplit(server.url)
        with socket.create_connection((at.hostname, at.port), timeout=10) as line:
            line.sendall(b"no request at all\r\n\r\n")
            assert b"400" in line.recv(1000)

    assert "ip=" not in (tmp_path / "server.log").read_text()
