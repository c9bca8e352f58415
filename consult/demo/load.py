"""Loads the make-believe county, from founding it to telling its children."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.demo import content
from consult.demo.answering import answer
from consult.demo.asking import ask, write_plan
from consult.demo.coding_twice import code_twice, keep_themes
from consult.demo.county import found_county
from consult.demo.deciding import YESTERDAY, hold_meetings, suggest, tell, weigh, worry
from consult.demo.gathering import gather
from consult.demo.launching import fill_calendar
from consult.demo.reaching import reach
from consult.demo.reporting import report
from consult.demo.watching import count_people, hope
from consult.errors import RuleBroken
from consult.evidence.models import Evidence, EvidenceQuote
from consult.partnership.models import Body
from consult.people.models import User
from consult.plan.models import Priority
from consult.respond.models import Comment, Submission
from consult.respond.receipts import receipt_code, receipt_hash
from consult.survey.models import Consultation

READ_AFTER = 4
WEIGHED = ("buses", "plan")


class NotEmpty(RuleBroken):
    """The county was to be loaded into a database that holds something."""

    def __init__(self) -> None:
        super().__init__("This database is not empty, so nothing was changed.")


def is_empty(session: Session) -> bool:
    """Return whether nobody signs in here yet and no bodies stand here."""
    filled = select(1).where(exists(select(User.id)) | exists(select(Body.id)))
    return session.scalar(filled) is None


def is_here(session: Session) -> bool:
    """Return whether what stands here is Saltshire."""
    return len(consultations_by_key(session)) == len(_texts())


def load_saltshire(session: Session, secret: str, today: date) -> None:
    """Load the whole county.

    Raises:
        NotEmpty: the database holds something; nothing was changed.
    """
    if not is_empty(session):
        raise NotEmpty
    county = found_county(session, today)
    fill_calendar(session, county)
    count_people(session, county)
    versions = write_plan(session, county)
    texts = {text["key"]: text for text in content.read("consultations.json")["consultations"]}
    consultations = {
        key: ask(session, county, versions[text["plan"]], text) for key, text in texts.items()
    }
    for key, consultation in consultations.items():
        if texts[key]["stage"] != "designing":
            answer(session, county, secret, key, consultation)
            hope(session, county, consultation)
    reach(session, county, secret, consultations["safe"])
    gather(session, county, secret, consultations["safe"])
    worry(session, county, consultations["safe"])
    for key in WEIGHED:
        closed, reported = texts[key]["closes_days"], texts[key]["reported_days"]
        suggest(session, county, consultations[key], closed + READ_AFTER)
        weigh(session, county, key, consultations[key], reported)
    keep_themes(session, county, consultations["plan"], YESTERDAY)
    code_twice(session, county, consultations["plan"], YESTERDAY)
    report(session, county, consultations["plan"], YESTERDAY)
    hold_meetings(session, county, consultations)
    fed_back = texts["buses"]["feedback_due_days"]
    tell(session, county, "buses", consultations["buses"], fed_back)


def demo_receipt(session: Session, secret: str) -> str:
    """Return the code of somebody whose words went the whole way and are quoted to the board.

    The county's codes are made from known keys, so that one can be worked out again.
    """
    quoted = set(
        session.scalars(
            select(Submission.receipt_hash)
            .join(Comment)
            .join(EvidenceQuote, EvidenceQuote.comment_id == Comment.id)
            .join(Evidence, Evidence.id == EvidenceQuote.evidence_id)
            .join(Priority, Priority.id == Evidence.priority_id)
            .join(Consultation, Consultation.id == Submission.consultation_id)
            .where(Consultation.slug == _slug("buses"), Priority.code == "P6")
        )
    )
    rows = [row for row in content.comments() if row["consultation"] == "buses"]
    for number in range(len(rows)):
        code = receipt_code(secret, f"saltshire buses {number}")
        if receipt_hash(secret, code) in quoted:
            return code
    return ""


def consultations_by_key(session: Session) -> Mapping[str, Consultation]:
    """Return the county's consultations by the keys the content uses."""
    slugs = {text["slug"]: text["key"] for text in _texts()}
    rows = session.scalars(select(Consultation).where(Consultation.slug.in_(slugs)))
    return {slugs[row.slug]: row for row in rows}


def _slug(key: str) -> str:
    return next(text["slug"] for text in _texts() if text["key"] == key)


def _texts() -> list[dict[str, str]]:
    texts: list[dict[str, str]] = content.read("consultations.json")["consultations"]
    return texts
