"""How long a cross-table takes over a county that `tests.bench.results` filled."""

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from consult.results.services import cross_table, weighted_question
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import TODAY

WAYS = ("audience", "age", "area", "setting", "question_5")
ASKED = {"single": "question_1", "several": "question_3", "top3": "question_6"}
TIMES = 3


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
