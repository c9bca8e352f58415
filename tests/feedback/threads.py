"""A whole thread for tests: from somebody's words to what they were told."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.board import services as board
from consult.board.models import AgendaItem, Commitment, Decision
from consult.board.rules import CommitmentStatus, Standing
from consult.evidence.models import Evidence
from consult.feedback import services as feedback
from consult.feedback.models import Feedback
from consult.people.rules import Role
from consult.respond.models import Comment, Submission
from consult.respond.receipts import receipt_hash
from consult.survey.models import Consultation
from consult.themes.models import Theme
from tests.builders import (
    NOW,
    TODAY,
    make_agenda_item,
    make_comment,
    make_consultation,
    make_decision,
    make_evidence,
    make_theme,
    make_user,
)
from tests.servers import SECRET

CODE = "amber-otter-lantern-4071"
WORDS = "The last bus goes at six, so I had to stop art club."


@dataclass(frozen=True, slots=True)
class WholeThread:
    """Everything from the words to the answer."""

    consultation: Consultation
    comment: Comment
    theme: Theme
    evidence: Evidence
    item: AgendaItem
    decision: Decision
    commitment: Commitment
    feedback: Feedback


def give_code(session: Session, submission: Submission, code: str = CODE) -> Submission:
    submission.receipt_hash = receipt_hash(SECRET, code)
    session.commit()
    return submission


def make_thread(session: Session, *, today: date = TODAY, people: int = 6) -> WholeThread:
    """Make the thread, sewn from end to end; the first comment has the code."""
    consultation = make_consultation(session, stage="reported", today=today)
    comments = [
        make_comment(
            session,
            consultation,
            WORDS if number == 0 else f"No late bus, says person {number}",
            sent_on=today - timedelta(days=60),
            age_band="13_15",
        )
        for number in range(people)
    ]
    give_code(session, comments[0].submission)
    theme = make_theme(session, consultation, comments=comments)
    evidence = make_evidence(session, consultation, themes=[theme], quotes=comments[:1])
    item = make_agenda_item(session, consultation, held_on=today)
    decision = make_decision(session, item, evidence=[evidence], today=today)
    commitment = board.commitments_of(session, decision.id)[0]
    board.update_commitment(
        session, commitment.id, CommitmentStatus.UNDER_WAY, "Drivers are found.",
        user_id=make_user(session, Role.SECRETARIAT).id, today=today, now=NOW,
    )  # fmt: skip
    told = publish(session, decision, today=today)
    return WholeThread(consultation, comments[0], theme, evidence, item, decision, commitment, told)


def publish(
    session: Session,
    decision: Decision,
    *,
    you_said: str = "The last bus goes too early.",
    we_did: str = "There will be a late bus on Friday.",
    why_not: str = "",
    today: date = TODAY,
) -> Feedback:
    return feedback.publish_feedback(
        session, decision.id, you_said, we_did, why_not,
        user_id=make_user(session, Role.PARTICIPATION_OFFICER).id, today=today, now=NOW,
    )  # fmt: skip


def provisional(session: Session, thread: WholeThread) -> Decision:
    """Let the board take its decision back to think again."""
    return make_decision(
        session, thread.item, evidence=[thread.evidence], standing=Standing.PROVISIONAL
    )


def tear(session: Session, table: str, where: str) -> None:
    """Take a row out by hand, past every trigger and foreign key, as only a vandal would."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET session_replication_role = replica"))
        session.execute(text(f"DELETE FROM {table} WHERE {where}"))
        session.execute(text("SET session_replication_role = DEFAULT"))
        session.commit()
    else:
        session.commit()
        connection = session.get_bind().raw_connection()  # type: ignore[union-attr]
        cursor = connection.cursor()
        triggers = cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        cursor.execute("PRAGMA foreign_keys=OFF")
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"DELETE FROM {table} WHERE {where}")
        for _, sql in triggers:
            cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys=ON")
        connection.commit()
        connection.close()
    session.expire_all()
