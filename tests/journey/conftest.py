"""What tests in a browser share: a survey that asks everything, and people who answer it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium

from tests import databases
from tests.journey.every_type import open_every_type
from tests.journey.somebody import DESK, PHONE, Somebody, begun
from tests.servers import served


@pytest.fixture(scope="session")
def everything(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool
) -> Iterator[str]:
    """A server with one survey that asks every type of question."""
    instance = tmp_path_factory.mktemp("every_type")
    url = ""
    if on_postgresql:
        url = databases.new_database(request.getfixturevalue("server_of_databases"))
    path = open_every_type(instance, url)
    with served(instance, database_url=url) as server:
        yield server.url + path


@pytest.fixture(scope="module")
def touching(chromium: Chromium, everything: str) -> Iterator[Somebody]:
    """Somebody on a phone."""
    yield from begun(chromium, everything, "touch", viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="module")
def typing(chromium: Chromium, everything: str) -> Iterator[Somebody]:
    """Somebody with a keyboard and no mouse."""
    yield from begun(chromium, everything, "keyboard", viewport=DESK)


@pytest.fixture(scope="module")
def plain(chromium: Chromium, everything: str) -> Iterator[Somebody]:
    """Somebody whose browser runs no scripts."""
    yield from begun(chromium, everything, "plain", viewport=PHONE, java_script_enabled=False)
