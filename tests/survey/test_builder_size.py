"""The builder of a large survey: its page stays small, and asks the database no more often."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from consult.db import db
from consult.people.rules import Role
from consult.survey.models import Survey
from tests.builders import PASSWORD, make_user
from tests.page import Browser
from tests.survey.large import MANY, make_large

MOST_BYTES = 200_000
FEW = 5


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect what is asked of the database by somebody who knows nothing of it yet."""
    db.session.expunge_all()
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def asked_of(officer: Browser, survey: Survey) -> dict[str, int]:
    """Return how often each act asks the database."""
    at, asked = f"/staff/surveys/{survey.id}", {}
    with counted() as statements:
        page = officer.open(f"{at}?question=thing_2")
    asked["open"] = len(statements)
    with counted() as statements:
        page = officer.submit(page, form="#edit", title="Is it good?", hint="Say.")
    asked["save"] = len(statements)
    with counted() as statements:
        officer.submit(page, form="form[action$='/move'].row", place="4")
    asked["move"] = len(statements)
    for name in ("history", "preview", "add"):
        with counted() as statements:
            officer.open(f"{at}/{name}")
        asked[name] = len(statements)
    return asked


def test_no_act_asks_the_database_more_often_for_a_larger_survey(
    session: Session, officer: Browser
) -> None:
    few, many = make_large(session, FEW), make_large(session, MANY)

    assert asked_of(officer, few) == asked_of(officer, many)


@pytest.mark.parametrize("page", ["", "?question=thing_2", "?question=thing_199"])
def test_the_page_of_a_large_survey_stays_small(
    session: Session, officer: Browser, page: str
) -> None:
    survey = make_large(session, MANY)

    answer = officer.client.get(f"/staff/surveys/{survey.id}{page}")

    assert len(answer.data) < MOST_BYTES
