"""How long a cross-table takes over 100,000 people and 20 questions."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from consult import create_app
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from consult.results.services import cross_table, weighted_question
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.bench.county import fill
from tests.builders import TODAY
from tests.servers import SECRET

WAYS = ("audience", "age", "area", "setting", "question_5")
ASKED = {"single": "question_1", "several": "question_3", "top3": "question_6"}
TIMES = 3


def measure_comparing(submissions: int = 100_000) -> None:
    """Fill a county of its own and print how long its tables take."""
    with tempfile.TemporaryDirectory(prefix="consult-bench-") as folder:
        environ = {"CONSULT_INSTANCE": folder, "CONSULT_SECRET_KEY": SECRET}
        app = create_app(read_settings(environ))
        with app.app_context():
            upgrade(db.engine)
            session = db_session()
            measure_cross_tables(session, fill(session, submissions))
            db.session.remove()
            db.engine.dispose()


def measure_cross_tables(session: Session, consultation: Consultation) -> None:
    """Print the median milliseconds of each kind of table of a county that `fill` made."""
    at = (session, consultation.id)
    named: dict[str, Any] = {"audience": Audience.YOUNG_PERSON, "today": TODAY}
    for kind, key in ASKED.items():
        for by in WAYS:
            say(f"{kind} by {by}", partial(cross_table, *at, key, by=by, **named))
    say("weighted", partial(weighted_question, *at, ASKED["single"], **named))


def say(what: str, make: Callable[[], object]) -> None:
    """Print one line."""
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        make()
        spent.append((time.perf_counter() - begun) * 1000)
    line = {"bench": "cross-table", "table": what, "ms": round(statistics.median(spent))}
    print(json.dumps(line), flush=True)
