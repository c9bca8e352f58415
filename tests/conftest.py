"""What every test may ask for: an application on an empty database, a session, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult import create_app
from consult.config import read_settings
from consult.db import Base, db, db_session
from consult.migrations import upgrade
from consult.respond.services import forget_published
from consult.web.limits import limiter
from tests import databases
from tests.county import County, app_on, drop, found
from tests.options import CHROMIUM_OPTIONS, INSTALL_CHROMIUM, chromium_program
from tests.page import Browser
from tests.servers import SECRET, Server, served

os.environ.pop("CONSULT_INSTANCE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=["sqlite", "postgresql"], default="sqlite", help="where to run"
    )


def missing(what: str) -> None:
    """Skip with one line that says what to install; in CI, fail instead."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def server_of_databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """One PostgreSQL for this test process."""
    if databases.postgresql_programs() is None:
        missing(databases.INSTALL_POSTGRESQL)
    folder = Path("/tmp") / f"consult-pg-{os.getpid()}"  # short: it holds a socket
    with databases.postgresql(folder) as address:
        yield address
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def on_postgresql(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--database") == "postgresql")


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def whole_app(request: pytest.FixtureRequest, instance: Path, on_postgresql: bool) -> Flask:
    """One application for all tests of this process."""
    environ = {"CONSULT_INSTANCE": str(instance), "CONSULT_SECRET_KEY": SECRET}
    if on_postgresql:
        server = request.getfixturevalue("server_of_databases")
        environ["CONSULT_DATABASE_URL"] = databases.new_database(server)
    app = create_app(read_settings(environ))
    app.testing = True
    app.config["RATELIMIT_ENABLED"] = False
    app.url_value_preprocessors.setdefault(None, []).insert(0, forget_the_last_request)
    with app.app_context():
        upgrade(db.engine)
        db.engine.dispose()
    if not on_postgresql:
        shutil.copy(instance / "consult.db", instance / "empty.db")
    return app


def forget_the_last_request(*_address: object) -> None:
    """Let each request begin with an empty `g`: a test holds one context for all of them."""
    for name in list(g):
        g.pop(name)


@pytest.fixture
def app(whole_app: Flask, instance: Path, on_postgresql: bool) -> Iterator[Flask]:
    """The application on an empty database."""
    with whole_app.app_context():
        if on_postgresql:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            db.session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            db.session.commit()
        else:
            db.engine.dispose()
            for tail in ("-wal", "-shm"):
                (instance / f"consult.db{tail}").unlink(missing_ok=True)
            shutil.copy(instance / "empty.db", instance / "consult.db")
    forget_published()
    limiter.enabled = False
    with whole_app.app_context():
        yield whole_app
        db.session.remove()
    db_engines_close(whole_app)


def db_engines_close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the test."""
    return db_session()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody at a screen, not signed in."""
    return Browser(app.test_client())


@pytest.fixture(scope="session")
def county(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool
) -> Iterator[County]:
    """Saltshire, loaded once."""
    server = request.getfixturevalue("server_of_databases") if on_postgresql else None
    with found(tmp_path_factory.mktemp("county") / "saltshire", server) as county:
        yield county


@pytest.fixture
def demo_app(county: County, tmp_path: Path) -> Iterator[Flask]:
    """An application on a copy of Saltshire that the test may change."""
    url = county.copy_to(tmp_path / "copy")
    app = app_on(tmp_path / "copy", url)
    forget_published()
    limiter.enabled = False
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if county.server:
        drop(county.server, url)


@pytest.fixture(scope="session")
def demo_site(county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a copy of Saltshire, for tests that only look."""
    instance = tmp_path_factory.mktemp("site") / "copy"
    with served(instance, database_url=county.copy_to(instance)) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A real browser."""
    program = chromium_program()
    if program is None:
        missing(INSTALL_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()
