"""The site with all its forms found and everybody signed in: copied for each way to misuse it."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult.clock import now
from consult.db import Base, db, db_session
from consult.people.doorkeeper import COOKIE as SIGNED_IN
from consult.respond.models import EntryLink
from consult.respond.rules import LinkKind
from consult.respond.services import forget_published, make_host_code
from consult.survey.models import Survey
from consult.survey.rules import read_definition
from consult.themes.models import Theme
from consult.themes.rules import ThemeStatus
from consult.web.limits import limiter
from tests.county import County, app_on, drop
from tests.forms import TOKEN, WORDS, Control, Fields, Form, forms_on
from tests.page import Browser, check_page
from tests.servers import SECRET

OFFICER = "participation_officer"

# No page of the county shows these: its one draft is not ready to be launched, and the machine is
# not reading.
NOT_SHOWN = {
    "themes.stop": Form(
        OFFICER,
        "/staff/consultations/1/themes/progress",
        "/staff/consultations/1/themes/stop",
        (Control(TOKEN, "hidden"),),
    ),
    "survey.launch": Form(
        OFFICER,
        "/staff/consultations/1",
        "/staff/consultations/1/launch",
        (Control(TOKEN, "hidden"),),
    ),
}
# What these do spoils the others: they come last.
LAST = [
    "respond.start_again",
    "respond.send",
    "respond.end_class",
    "respond.host_code",
    "respond.end_way",
    "survey.undo",
    "survey.redo",
    "survey.go_back",
    "feedback.withdraw",
    "people.account",
    "people.edit_person",
    "people.sign_out",
]

REPLY = "consult_reply"
CLASS = "consult_class"
# These say when somebody was last seen, and who looked at what.
TOUCHED = {"sign_in", "audit_entry", "audit_head"}

Cookie = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The page that a form was answered with, wherever it led."""

    status: int
    took: bool
    page: BeautifulSoup

    @property
    def problems(self) -> list[str]:
        """What the page says is wrong, in its own words."""
        return [tag.get_text(" ", strip=True) for tag in self.page.select(".errors li, .err")]


@dataclass(frozen=True, slots=True, repr=False)
class Site:
    """One application, and the cookies of everybody who uses it."""

    app: Flask
    cookies: dict[str | None, list[Cookie]]

    def client(self, role: str | None) -> FlaskClient:
        """Return the browser of whoever has a role, as it was when the forms were found."""
        client = self.app.test_client()
        for name, value, path in self.cookies[role]:
            client.set_cookie(name, value, path=path)
        return client

    def send(self, form: Form, fields: Fields, action: str = "") -> Answer:
        """Send a form, follow where it leads, and check the page."""
        answer = self.client(form.role).post(
            action or form.action, data=fields, follow_redirects=True
        )
        page = BeautifulSoup(answer.text, "html.parser")
        check_once(page, answer)
        return Answer(answer.status_code, bool(answer.history), page)

    def endpoint(self, form: Form) -> str:
        """Return the route that takes a form."""
        address = form.action.partition("?")[0]
        return str(self.app.url_map.bind("localhost").match(address, "POST")[0])

    def contents(self) -> dict[str, str]:
        """Return a fingerprint of every table."""
        with self.app.app_context():
            tables = Base.metadata.sorted_tables
            return {each.name: _fingerprint(each) for each in tables if each.name not in TOUCHED}

    def counts(self) -> dict[str, int]:
        """Return how many rows every table has."""
        tables = Base.metadata.sorted_tables
        queries = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
        with self.app.app_context():
            row = db_session().execute(select(*queries)).one()
        return {table.name: count for table, count in zip(tables, row, strict=True)}


def _fingerprint(table: object) -> str:
    rows = db_session().execute(select(table)).all()  # type: ignore[call-overload]
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


_checked: set[int] = set()


def check_once(page: BeautifulSoup, answer: TestResponse) -> None:
    """Check a page, unless one with the same tags was checked before: that takes its time."""
    if answer.mimetype != "text/html":
        return
    tags = re.sub(r'>[^<]*<|(?<=value=)"[^"]*"', "><", answer.text)
    if hash(tags) not in _checked:
        check_page(page, answer.text)
        _checked.add(hash(tags))


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A county in which everybody is signed in and every form was seen."""

    county: County
    forms: tuple[Form, ...]
    cookies: dict[str | None, list[Cookie]]

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Site]:
        """Give a copy that may be misused."""
        with _running(self.county, folder) as (app, _):
            yield Site(app, self.cookies)


@contextmanager
def _running(county: County, folder: Path) -> Iterator[tuple[Flask, County]]:
    """Run a copy of a county; every request has an application context of its own."""
    url = county.copy_to(folder)
    app = app_on(folder, url)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(county.folder))
    forget_published()
    limiter.enabled = False
    yield app, replace(county, folder=folder, url=url)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if county.server:
        drop(county.server, url)


@contextmanager
def walked(county: County, folder: Path) -> Iterator[Found]:
    """Walk every page as those who may open it, and take down the forms."""
    with _running(county, folder) as (app, copy):
        browsers: dict[str | None, Browser] = {None: Browser(app.test_client())}
        for role, email in county.users.items():
            browsers[role] = Browser(app.test_client())
            browsers[role].sign_in(email, county.password)
        _edit(browsers[OFFICER])
        with app.app_context():
            pages = [(page["role"], page["url"]) for page in county.pages] + _other_pages()
            codes = _codes()
        forms = [
            form for role, url in pages for form in forms_on(browsers[role].open(url), role, url)
        ]
        forms += _respondents(browsers[None], county)
        forms += _at_the_tablet(browsers[None], codes["tablet"])
        forms += _in_class(browsers[None], codes["teacher"])
        cookies = {role: _cookies(each.client, county) for role, each in browsers.items()}
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        yield Found(copy, _sorted(Site(app, cookies), [*forms, *NOT_SHOWN.values()]), cookies)


def _edit(browser: Browser) -> None:
    """Change a draft twice and take one change back: so Undo, Redo and a history are there."""
    page = browser.open("/staff/surveys/2")
    for minutes in "78":
        page = browser.submit(page, form="#edit", minutes=minutes)
    browser.submit(page, form="form[action$='/undo']")


def _other_pages() -> list[tuple[str | None, str]]:
    """Return more addresses of pages that show another form with other things in them."""
    session = db_session()
    survey = session.get_one(Survey, 2)
    questions = read_definition(survey.draft).questions
    theme = session.scalars(
        select(Theme.id).where(Theme.status == ThemeStatus.SUGGESTED).limit(1)
    ).one()
    of_each_type = {question.type: question.key for question in questions}
    return [
        *((OFFICER, f"/staff/surveys/2?question={key}") for key in of_each_type.values()),
        (OFFICER, "/staff/surveys/2/history"),
        (OFFICER, f"/staff/themes/{theme}"),
        (OFFICER, "/staff/consultations/2"),
        (OFFICER, "/staff/consultations/2/evidence"),
    ]


def _respondents(browser: Browser, county: County) -> Iterator[Form]:
    """Answer every survey up to its end, the first one even further: to the receipt."""
    for survey in county.surveys:
        page = browser.submit(browser.open(survey["url"]))
        while page.select("main form button[name=skip]"):
            yield from forms_on(page, None, browser.path)
            boxes = page.select("main textarea, main [name=text]")
            answers: dict[str, Any] = {str(box["name"]): WORDS for box in boxes}
            page = browser.submit(page, **answers)
        yield from forms_on(page, None, browser.path)
        if survey is county.surveys[0]:
            page = browser.submit(page)
            yield from forms_on(page, None, browser.path)
            page = browser.submit(page)
            yield from forms_on(page, None, browser.path)


def _codes() -> dict[str, str]:
    """Return the code of the tablet in the library, and one for the teacher of the class."""
    session, links = db_session(), {}
    for kind in (LinkKind.KIOSK, LinkKind.CLASS):
        links[kind] = session.scalars(select(EntryLink).where(EntryLink.kind == kind)).one()
    class_id = links[LinkKind.CLASS].id
    teacher = make_host_code(session, SECRET, class_id, actor="system", now=now())
    return {"tablet": links[LinkKind.KIOSK].code, "teacher": teacher}


def _at_the_tablet(browser: Browser, code: str) -> Iterator[Form]:
    """Answer a survey on a shared tablet, up to its end."""
    page = browser.open(f"/j/{code}")
    yield from forms_on(page, None, browser.path)
    page = browser.submit(page)
    while page.select("#answer button[name=skip]"):
        yield from forms_on(page, None, browser.path)
        typed = {"text": WORDS} if page.select("#answer [name=text]") else {}
        page = browser.submit(page, form="#answer", press=None if typed else "skip", **typed)
    yield from forms_on(page, None, browser.path)


def _in_class(browser: Browser, code: str) -> Iterator[Form]:
    """Open a class as its teacher, and start a session."""
    page = browser.submit(browser.open("/class"), code=code)
    yield from forms_on(page, None, browser.path)
    page = browser.submit(page)
    yield from forms_on(page, None, browser.path)


def _cookies(client: FlaskClient, county: County) -> list[Cookie]:
    places = [
        ("consult", "/"),
        (SIGNED_IN, "/"),
        (CLASS, "/class"),
        *((REPLY, each["url"]) for each in county.surveys),
    ]
    kept = [client.get_cookie(name, path=path) for name, path in places]
    return [(each.key, each.value, each.path) for each in kept if each]


def _sorted(site: Site, forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return one form of each shape, those last that spoil the others."""
    shapes: dict[tuple[str, object], Form] = {}
    for form in forms:
        endpoint = site.endpoint(form)
        asked = frozenset((re.sub(r"\d+", "", each.name), each.kind) for each in form.controls)
        shapes.setdefault((endpoint, asked), form)
    order = {endpoint: place for place, endpoint in enumerate(LAST, start=1)}
    found = sorted(shapes.items(), key=lambda each: order.get(each[0][0], 0))
    return tuple(form for _, form in found)
