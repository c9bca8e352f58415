"""A county that has asked about its plan and was answered: hundreds of comments, all unread."""

from pathlib import Path

from sqlalchemy import func, select

from consult.clock import today
from consult.db import db, db_session
from consult.demo import content
from consult.demo.answering import answer
from consult.demo.asking import ask, write_plan
from consult.demo.county import found_county
from consult.demo.launching import fill_calendar
from consult.migrations import upgrade
from consult.respond.models import Comment
from consult.respond.services import forget_published
from tests.county import app_on
from tests.servers import SECRET

KEY = "plan"
ANALYST = "analyst@saltshire.example"


def ask_and_be_answered(instance: Path, url: str = "") -> int:
    """Load what comes before anybody reads; return how many comments there are."""
    instance.mkdir(parents=True, exist_ok=True)
    app = app_on(instance, url)
    with app.app_context(), app.test_request_context():
        upgrade(db.engine)
        session = db_session()
        county = found_county(session, today())
        fill_calendar(session, county)
        texts = content.read("consultations.json")["consultations"]
        text = next(each for each in texts if each["key"] == KEY)
        consultation = ask(session, county, write_plan(session, county)[text["plan"]], text)
        answer(session, county, SECRET, KEY, consultation)
        comments = session.scalar(select(func.count(Comment.id))) or 0
        db.session.remove()
        db.engine.dispose()
    forget_published()
    return comments
