"""How long the page of results and its cross-tables take over 100,000 people and 20 questions.

CONSULT_BENCH_PEOPLE makes the county smaller. The baseline is what counts people the plain way: one
grouped query with count(distinct …), without a page.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial

from flask import Flask
from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from consult import create_app
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from consult.people.rules import Role
from consult.respond.models import Answer, Submission
from consult.results.services import question_results
from consult.results.services.standing import standing
from consult.survey.models import Consultation
from tests.bench.comparing import measure_cross_tables
from tests.bench.county import fill
from tests.builders import PASSWORD, TODAY, make_user
from tests.page import Browser
from tests.servers import SECRET

PEOPLE = int(os.environ.get("CONSULT_BENCH_PEOPLE", "100000"))
WARM_TIMES, COLD_TIMES = 15, 3


def measure_results(place: str = "sqlite", database_url: str = "") -> None:
    """Fill a county of its own; print how long its results take, cold, warm, and beside plain."""
    with tempfile.TemporaryDirectory(prefix="consult-bench-") as folder:
        environ = {"CONSULT_INSTANCE": folder, "CONSULT_SECRET_KEY": SECRET}
        if database_url:
            environ["CONSULT_DATABASE_URL"] = database_url
        app = create_app(read_settings(environ))
        with app.app_context():
            upgrade(db.engine)
            consultation_id = fill(db_session(), PEOPLE).id
            email = make_user(db_session(), Role.ANALYST).email
            db.session.remove()
        measure_page(app, place, consultation_id, email)
        with app.app_context():
            consultation = db_session().get_one(Consultation, consultation_id)
            measure_cross_tables(db_session(), consultation)
            db.session.remove()
            db.engine.dispose()


def measure_page(app: Flask, place: str, consultation_id: int, email: str) -> None:
    """Print how long the page takes when asked for first, after somebody withdrew, and again."""
    browser = Browser(app.test_client())
    browser.sign_in(email, PASSWORD)
    path = f"/staff/consultations/{consultation_id}/results"
    get = partial(browser.client.get, path)
    first, bytes_of_page = milliseconds(get), len(get().data)
    warm = [milliseconds(get) for _ in range(WARM_TIMES)]
    anew = []
    for number in range(1, COLD_TIMES + 1):
        with app.app_context():
            db_session().get_one(Submission, number).withdrawn_on = TODAY
            db_session().commit()
        anew.append(milliseconds(get))
    with app.app_context():
        session = db_session()
        of_area = partial(question_results, session, consultation_id, area_key="saltby")
        area = milliseconds(of_area)
        area_again = statistics.median(milliseconds(of_area) for _ in range(WARM_TIMES))
        plain = statistics.median(
            milliseconds(partial(count_plainly, session, consultation_id))
            for _ in range(COLD_TIMES)
        )
    line = {
        "bench": "results page",
        "database": place,
        "people": PEOPLE,
        "page_bytes": bytes_of_page,
        "first_ms": round(first),
        "after_a_change_ms": round(statistics.median(anew)),
        "warm_ms": round(statistics.median(warm)),
        "one_area_first_ms": round(area),
        "one_area_warm_ms": round(area_again),
        "baseline_ms": round(plain),
        "ratio": round(plain / statistics.median(anew), 1),
    }
    print(json.dumps(line), flush=True)


def count_plainly(session: Session, consultation_id: int) -> int:
    """Count the people of each audience at each answer, as one would at first."""
    by = (Submission.audience, Answer.question_key, Answer.row_key, Answer.option_key)
    people = select(*by, func.count(distinct(Answer.submission_id))).join(
        Submission, Answer.submission_id == Submission.id
    )
    return len(session.execute(standing(people, consultation_id, None).group_by(*by)).all())


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
