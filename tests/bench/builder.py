"""How long a save in the builder takes with 200 questions, and how large its page is."""

import json
import statistics
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bs4 import BeautifulSoup

from consult import create_app
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from consult.people.rules import Role
from tests.builders import PASSWORD, make_user
from tests.page import filled_in
from tests.servers import SECRET, served
from tests.survey.large import MANY, make_large

SAVES = 25


def measure_builder() -> None:
    """Print the median time of a save, and until the page that says so is there."""
    with tempfile.TemporaryDirectory(prefix="consult-bench-") as folder:
        path, email = prepare(Path(folder))
        with served(Path(folder)) as server:
            opener = build_opener(HTTPCookieProcessor(CookieJar()))
            sign_in = form_of(opener, f"{server.url}/sign-in", "main form")
            post(opener, f"{server.url}/sign-in", {**sign_in, "email": email, "password": PASSWORD})
            times, sizes = [], []
            spent = server.cpu_seconds
            for number in range(SAVES):
                form = form_of(opener, server.url + path, "#edit")
                title = f"What would help, for the time number {number}?"
                begun = time.perf_counter()
                page = post(opener, server.url + form_path(path), {**form, "title": title})
                times.append((time.perf_counter() - begun) * 1000)
                sizes.append(len(page))
                assert b"Saved." in page
            spent = server.cpu_seconds - spent
    line = {"bench": "builder", "questions": MANY, "page_bytes": max(sizes)}
    figures = {
        "save_and_show_ms": round(statistics.median(times)),
        "cpu_ms_to_open_save_and_show": round(spent * 1000 / SAVES),
    }
    print(json.dumps({**line, **figures}), flush=True)


def form_path(path: str) -> str:
    """Return where the form of a question is sent."""
    return path.replace("?question=", "/questions/")


def prepare(folder: Path) -> tuple[str, str]:
    """Make a survey of 200 questions; return where one of them is edited, and who may."""
    app = create_app(read_settings({"CONSULT_INSTANCE": str(folder), "CONSULT_SECRET_KEY": SECRET}))
    with app.app_context():
        upgrade(db.engine)
        session = db_session()
        path = f"/staff/surveys/{make_large(session, MANY).id}?question=thing_99"
        email = make_user(session, Role.PARTICIPATION_OFFICER).email
        db.session.remove()
        db.engine.dispose()
    return path, email


def form_of(opener: OpenerDirector, url: str, selector: str) -> dict[str, Any]:
    """Return what a form holds as a page shows it."""
    with opener.open(url) as answer:
        form = BeautifulSoup(answer.read(), "html.parser").select(selector)[0]
    return filled_in(form)


def post(opener: OpenerDirector, url: str, data: dict[str, Any]) -> bytes:
    """Send a form, follow where it leads, and return the page."""
    with opener.open(url, urlencode(data, doseq=True).encode()) as answer:
        page: bytes = answer.read()
        return page
