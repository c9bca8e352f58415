"""A survey of ten questions, ready to be answered: for benchmarks and tests under load."""

from pathlib import Path
from typing import Any

from consult import create_app
from consult.clock import today
from consult.config import read_settings
from consult.db import db, db_session
from consult.migrations import upgrade
from tests.builders import make_consultation, make_survey, make_survey_version
from tests.servers import SECRET

OPTIONS = [{"key": str(n), "label": f"Answer number {n}"} for n in range(1, 6)]
TEN_QUESTIONS: list[dict[str, Any]] = [
    *(
        {"key": f"question_{n}", "type": "single", "title": f"Question {n}?", "options": OPTIONS}
        for n in range(1, 10)
    ),
    {"key": "one_thing", "type": "long_text", "title": "What one thing should change?"},
]


def prepare(
    instance: Path, database_url: str, questions: list[dict[str, Any]] = TEN_QUESTIONS
) -> str:
    """Open a consultation with the survey; return the address of its first page."""
    environ = {"CONSULT_INSTANCE": str(instance), "CONSULT_SECRET_KEY": SECRET}
    if database_url:
        environ["CONSULT_DATABASE_URL"] = database_url
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade(db.engine)
        session = db_session()
        consultation = make_consultation(session, today=today())
        make_survey_version(session, make_survey(session, consultation, questions=questions))
        path = f"/s/{consultation.slug}/young_person"
        db.session.remove()
        db.engine.dispose()
    return path
