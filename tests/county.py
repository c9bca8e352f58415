"""The make-believe county for tests: loaded once a process, copied for each test that asks."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from consult import create_app
from consult.clock import today
from consult.config import read_settings
from consult.db import db, db_session
from consult.demo.county import PASSWORD
from consult.demo.load import demo_receipt, load_saltshire
from consult.demo.pages import demo_pages, demo_surveys
from consult.migrations import upgrade
from consult.respond.services import forget_published
from tests import databases
from tests.servers import SECRET


@dataclass(frozen=True, slots=True)
class County:
    """Saltshire as `consult demo` leaves it, and where its copies come from."""

    folder: Path
    server: str | None
    url: str
    receipt: str
    surveys: list[dict[str, str]]
    pages: list[dict[str, Any]]
    users: dict[str, str]
    password: str = PASSWORD

    def copy_to(self, instance: Path) -> str:
        """Put a copy of the county into an instance; return the address of its database."""
        instance.mkdir(parents=True, exist_ok=True)
        if self.server is None:
            shutil.copy(self.folder / "consult.db", instance / "consult.db")
            return ""
        return databases.new_database(self.server, template=_name(self.url))


@contextmanager
def found(folder: Path, server: str | None) -> Iterator[County]:
    """Load the county into a database of its own."""
    folder.mkdir()
    url = databases.new_database(server) if server else ""
    app = app_on(folder, url)
    with app.app_context(), app.test_request_context():
        upgrade(db.engine)
        load_saltshire(db_session(), SECRET, today())
        county = County(
            folder=folder,
            server=server,
            url=url,
            receipt=demo_receipt(db_session(), SECRET),
            surveys=demo_surveys(db_session()),
            pages=demo_pages(db_session()),
            users={role: email for email, role in _users(app)},
        )
        db.session.remove()
        db.engine.dispose()
    forget_published()
    yield county


def app_on(instance: Path, url: str) -> Flask:
    """Return an application on a database."""
    environ = {"CONSULT_INSTANCE": str(instance), "CONSULT_SECRET_KEY": SECRET}
    if url:
        environ["CONSULT_DATABASE_URL"] = url
    app = create_app(read_settings(environ))
    app.testing = True
    return app


def drop(server: str, url: str) -> None:
    """Drop a copy that is not needed any more."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _users(app: Flask) -> list[tuple[str, str]]:
    from consult.people.services import everyone

    return [(user.email, user.role.value) for user in everyone(db_session())]
