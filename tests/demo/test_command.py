"""`consult demo`: what it loads, what it prints, and that it keeps its hands off a filled house."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import cli
from consult.audit import AuditEntry
from consult.clock import now, today
from consult.db import Base, db, db_session
from consult.demo.load import NotEmpty, consultations_by_key, is_here, load_saltshire
from consult.demo.pages import NOT_PAGES, UNDER_WAY
from consult.feedback.models import Feedback
from consult.people.rules import Role
from consult.respond.models import Submission
from consult.safeguarding.models import Concern
from consult.survey.models import Survey
from consult.survey.rules import Stage
from consult.survey.services import stage
from consult.themes.models import Theme
from consult.web import commands
from tests import databases
from tests.builders import make_body
from tests.county import County, app_on, drop
from tests.page import Browser
from tests.servers import SECRET

ROLES = {role.value for role in Role}


@dataclass(frozen=True, slots=True)
class Run:
    """What the command printed in an instance of its own."""

    app: Flask
    printed: dict[str, Any]
    said: str

    def again(self, *arguments: str) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(commands, "ready_app", lambda: self.app)
            return CliRunner().invoke(cli.main, arguments)


@pytest.fixture(scope="module")
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool
) -> Iterator[Run]:
    """`consult demo --json` in an empty database."""
    instance = tmp_path_factory.mktemp("demo")
    server = request.getfixturevalue("server_of_databases") if on_postgresql else None
    url = databases.new_database(server) if server else ""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CONSULT_")}
    environ |= {"CONSULT_INSTANCE": str(instance), "CONSULT_SECRET_KEY": SECRET}
    environ |= {"CONSULT_DATABASE_URL": url} if url else {}
    command = [sys.executable, "-m", "consult", "demo", "--json"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    app = app_on(instance, url)
    yield Run(app, json.loads(done.stdout), done.stderr)
    with app.app_context():
        db.engine.dispose()
    if server:
        drop(server, url)


@pytest.fixture
def loaded(run: Run) -> Iterator[Session]:
    with run.app.app_context():
        yield db_session()
        db.session.remove()


def counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        found = {
            table.name: db_session().scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
        db.session.remove()
    return found


def test_it_prints_what_other_programs_rely_on_and_nothing_else(run: Run) -> None:
    assert list(run.printed) == ["surveys", "receipt", "users", "pages"]
    for name, keys in {
        "surveys": {"audience", "title", "url"},
        "users": {"role", "email", "password"},
        "pages": {"role", "url", "title"},
    }.items():
        assert run.printed[name]
        for entry in run.printed[name]:
            assert set(entry) == keys
            assert all(entry[key] for key in keys - {"role"})
    assert run.said == ""


def test_addresses_are_paths(run: Run) -> None:
    for entry in [*run.printed["surveys"], *run.printed["pages"]]:
        assert re.fullmatch(r"/(?!/)[^\s<>]*", entry["url"]), entry


def test_there_is_a_survey_for_each_reader_and_a_code_of_words(run: Run) -> None:
    surveys = {entry["audience"] for entry in run.printed["surveys"]}
    assert surveys == {"easy_read", "young_person", "parent"}
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+-[0-9]+", run.printed["receipt"])


def test_each_role_has_one_person_who_can_sign_in(
    run: Run, county: County, people: dict[str | None, Browser]
) -> None:
    users = run.printed["users"]
    assert Counter(user["role"] for user in users) == Counter(ROLES)
    for user in users:
        assert (user["email"], user["password"]) == (county.users[user["role"]], county.password)
        page = people[user["role"]].open("/staff/account")
        assert user["email"] in page.get_text()


def test_each_page_that_opens_is_named_exactly_once(run: Run) -> None:
    adapter = run.app.url_map.bind("localhost")
    named = Counter(
        adapter.match(page["url"].partition("?")[0], "GET")[0] for page in run.printed["pages"]
    )
    routes = {rule.endpoint for rule in run.app.url_map.iter_rules() if "GET" in rule.methods}
    assert named == Counter(routes - NOT_PAGES - UNDER_WAY)


# A document that devices keep, for when there is no signal.
FOR_DEVICES = {"respond.offline"}


def test_what_is_named_no_page_gives_no_page(
    shown: Flask, people: dict[str | None, Browser]
) -> None:
    values = {"consultation_id": 3, "filename": "css/tokens.css"}
    values |= {"slug": "feeling-safe", "audience": "young_person", "number": 1}
    adapter, client = shown.url_map.bind("localhost"), people["analyst"].client
    for rule in shown.url_map.iter_rules():
        if rule.endpoint not in NOT_PAGES | UNDER_WAY or not rule.arguments <= set(values):
            continue
        wanted = {name: values[name] for name in rule.arguments}
        with client.get(adapter.build(rule.endpoint, wanted), buffered=True) as answer:
            if rule.endpoint in UNDER_WAY:
                assert answer.status_code == 409, "only who has begun a reply may go on"
            else:
                opened = answer.status_code == 200 and answer.mimetype == "text/html"
                assert opened == (rule.endpoint in FOR_DEVICES), rule


def test_pages_belong_to_a_role_or_to_everybody(run: Run) -> None:
    roles = {page["role"] for page in run.printed["pages"]}
    assert None in roles
    assert roles - {None} <= ROLES


def test_in_a_filled_database_it_changes_nothing_and_says_so(run: Run) -> None:
    before = counts(run.app)
    again = run.again("demo", "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout) == run.printed
    assert again.stderr == f"{NotEmpty()}\n"
    assert counts(run.app) == before


def test_without_json_it_tells_people_where_to_go(run: Run) -> None:
    told = run.again("demo").stdout
    assert "Saltshire is ready" in told
    for entry in run.printed["users"]:
        assert entry["email"] in told
    assert all(entry["url"] in told for entry in run.printed["surveys"])
    assert run.printed["receipt"] in told


def test_the_county_loads_into_an_empty_database_only(run: Run, loaded: Session) -> None:
    with pytest.raises(NotEmpty, match="nothing was changed"):
        load_saltshire(loaded, SECRET, today())


def test_a_consultation_stands_at_each_stage(loaded: Session) -> None:
    found = consultations_by_key(loaded)
    stages = {key: stage(consultation, today()) for key, consultation in found.items()}
    assert stages == {
        "hubs": Stage.DESIGNING,
        "safe": Stage.OPEN,
        "plan": Stage.REPORTED,
        "buses": Stage.REPORTED,
    }
    assert set(loaded.scalars(select(Theme.consultation_id))) == {
        found["plan"].id,
        found["buses"].id,
    }
    told = loaded.scalars(select(Feedback)).all()
    about = {one.decision.item.consultation_id for one in told}
    assert about == {found["buses"].id}


def test_hundreds_answered_and_each_survey_was_answered(loaded: Session) -> None:
    assert (loaded.scalar(select(func.count(Submission.id))) or 0) >= 400
    answered = {tuple(row) for row in loaded.execute(
        select(Submission.consultation_id, Submission.audience).distinct()
    )}  # fmt: skip
    hubs = consultations_by_key(loaded)["hubs"].id
    surveys = loaded.execute(select(Survey.consultation_id, Survey.audience))
    assert answered == {tuple(row) for row in surveys if row[0] != hubs}


def test_nothing_was_entered_after_it_was_loaded(loaded: Session) -> None:
    entered = loaded.scalars(select(AuditEntry.at)).all()
    raised = loaded.scalars(select(Concern.raised_at)).all()
    assert entered
    assert raised
    assert max(*entered, *raised) <= now()


def test_what_somebody_else_filled_is_left_alone(session: Session, app: Flask) -> None:
    make_body(session)
    with pytest.raises(NotEmpty):
        load_saltshire(session, SECRET, today())
    assert not is_here(session)
