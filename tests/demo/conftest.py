"""One application on a copy of Saltshire, for tests that only look."""

from collections.abc import Iterator

import pytest
from flask import Flask

from consult.db import db
from consult.respond.services import forget_published
from consult.web.limits import limiter
from tests.county import County, app_on, drop
from tests.page import Browser


@pytest.fixture(scope="session")
def shown(county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The county's application; each request has a context of its own."""
    folder = tmp_path_factory.mktemp("shown") / "copy"
    url = county.copy_to(folder)
    app = app_on(folder, url)
    yield app
    with app.app_context():
        db.engine.dispose()
    if county.server:
        drop(county.server, url)


@pytest.fixture(scope="session")
def people(shown: Flask, county: County) -> dict[str | None, Browser]:
    """A browser for the public, and one for each role, signed in."""
    limiter.enabled = False
    browsers: dict[str | None, Browser] = {None: Browser(shown.test_client())}
    for role, email in county.users.items():
        browsers[role] = Browser(shown.test_client())
        browsers[role].sign_in(email, county.password)
    return browsers


@pytest.fixture(autouse=True)
def nothing_left_over() -> None:
    """Let no test find what another application put by."""
    forget_published()
    limiter.enabled = False
