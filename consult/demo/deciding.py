"""What becomes of the words: themes confirmed, evidence written, decisions taken, children told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.board import services as board
from consult.board.rules import CommitmentStatus, DecisionDraft, Outcome, Standing
from consult.demo import content
from consult.demo.asking import priorities_by_code
from consult.demo.county import County
from consult.evidence import services as evidence
from consult.evidence.rules import EvidenceDraft, Strength
from consult.feedback import services as feedback
from consult.jobs import run_next
from consult.people.rules import Role
from consult.respond.models import Comment, Submission
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.themes import services as themes

MOST_QUOTES = 3
YESTERDAY = -1


def suggest(session: Session, county: County, consultation: Consultation, day: int) -> None:
    """Let the machine read the comments on a day, as background work."""
    now = county.noon(day)
    themes.ask_for_themes(session, consultation.id, user_id=county.user_id(Role.ANALYST), now=now)
    run_next(session, "demo", clock=lambda: now)


def weigh(session: Session, county: County, key: str, consultation: Consultation, day: int) -> None:
    """Confirm the themes that evidence needs, write the evidence, report to the board."""
    analyst = county.user_id(Role.ANALYST)
    codes = priorities_by_code(session, consultation.version)
    for entry in content.read("stories.json")["evidence"]:
        if entry["consultation"] != key:
            continue
        about = _themes_about(session, county, key, consultation, entry["priority"], day)
        quotes = [
            comment.id for theme_id in about for comment in themes.quotable(session, theme_id)[:2]
        ]
        evidence.write_evidence(
            session,
            consultation.id,
            EvidenceDraft(
                priority_id=codes[entry["priority"]].id,
                statement=entry["statement"],
                strength=Strength(entry["strength"]),
                limits=entry["limits"],
                said_by_few=entry["said_by_few"],
                theme_ids=tuple(about),
                quote_ids=tuple(quotes[:MOST_QUOTES]),
            ),
            user_id=analyst,
            now=county.noon(day),
        )
    evidence.report_consultation(
        session,
        consultation.id,
        actor=f"user:{analyst}",
        today=county.day(day),
        now=county.noon(day),
    )


def _themes_about(
    session: Session, county: County, key: str, consultation: Consultation, code: str, day: int
) -> list[int]:
    """Confirm and return the themes more than half of whose comments bear on a priority."""
    analyst = county.user_id(Role.ANALYST)
    about = _priority_of_comments(session, key, consultation)
    found = Counter[int]()
    for view in themes.themes_of(session, consultation.id):
        bears = sum(about.get(comment_id) == code for comment_id in view.comment_ids)
        if 2 * bears > len(view.comment_ids):
            found[view.theme.id] = bears
    chosen = [theme_id for theme_id, _ in found.most_common(MOST_QUOTES)]
    for theme_id in chosen:
        themes.confirm_theme(session, theme_id, user_id=analyst, now=county.noon(day))
    if chosen:
        return chosen
    priority = priorities_by_code(session, consultation.version)[code]
    own = themes.move_to_new_theme(
        session,
        consultation.id,
        [comment_id for comment_id, bears_on in about.items() if bears_on == code],
        priority.label,
        user_id=analyst,
        now=county.noon(day),
    )
    themes.confirm_theme(session, own.id, user_id=analyst, now=county.noon(day))
    return [own.id]


def _priority_of_comments(
    session: Session, key: str, consultation: Consultation
) -> Mapping[int, str]:
    """Return the priority each comment bears on, as the content says."""
    of_text = {
        row["text"]: row["priority"] for row in content.comments() if row["consultation"] == key
    }
    rows = session.execute(
        select(Comment.id, Comment.text)
        .join(Submission)
        .where(Submission.consultation_id == consultation.id)
    )
    return {row.id: of_text.get(row.text, "") for row in rows}


def hold_meetings(
    session: Session, county: County, consultations: Mapping[str, Consultation]
) -> None:
    """Call the meetings, put priorities on their agenda, record what was decided."""
    secretary = county.user_id(Role.SECRETARIAT)
    stories = content.read("stories.json")
    decided: set[str] = set()
    for entry in sorted(stories["meetings"], key=lambda meeting: meeting["held_days"]):
        held = entry["held_days"]
        meeting = board.add_meeting(
            session,
            county.bodies[entry["body"]].id,
            entry["title"],
            county.day(held),
            minutes=entry["minutes"] or "",
            user_id=secretary,
            now=county.noon(min(held, YESTERDAY)),
        )
        key = entry["consultation"]
        decisions = [one for one in stories["decisions"] if one["consultation"] == key]
        _put_on_agenda(
            session, county, consultations[key], meeting.id, decisions if key not in decided else ()
        )
        if decisions:
            decided.add(key)


def _put_on_agenda(
    session: Session,
    county: County,
    consultation: Consultation,
    meeting_id: int,
    decisions: Sequence[dict[str, Any]],
) -> None:
    secretary = county.user_id(Role.SECRETARIAT)
    by_code = {entry["priority"]: entry for entry in decisions}
    meeting = next(one for one in board.meetings(session) if one.id == meeting_id)
    held = (meeting.held_on - county.today).days
    for code, priority in priorities_by_code(session, consultation.version).items():
        if not board.can_ask(session, consultation.id, priority.id):
            continue
        item = board.add_item(
            session,
            meeting_id,
            consultation.id,
            priority.id,
            user_id=secretary,
            now=county.noon(min(held, YESTERDAY)),
        )
        if code in by_code:
            _decide(session, county, item.id, by_code[code], held)


def _decide(
    session: Session, county: County, item_id: int, entry: dict[str, Any], held: int
) -> None:
    secretary = county.user_id(Role.SECRETARIAT)
    case = board.case_for(session, item_id, county.day(held))
    commitment = entry.get("commitment")
    decision = board.record_decision(
        session,
        item_id,
        DecisionDraft(
            outcome=Outcome(entry["outcome"]),
            standing=Standing.FINAL,
            reason=entry["reason"],
            plan_change=entry["plan_change"],
            evidence_ids=tuple(piece.evidence.id for piece in case.evidence),
            organisation_id=(
                county.organisations[commitment["organisation"]].id if commitment else None
            ),
            commitment=commitment["text"] if commitment else "",
            due_on=county.day(commitment["due_days"]) if commitment else None,
        ),
        user_id=secretary,
        today=county.day(held),
        now=county.noon(held),
    )
    for made in board.commitments_of(session, decision.id):
        for update in entry["updates"]:
            board.update_commitment(
                session,
                made.id,
                CommitmentStatus(update["status"]),
                update["text"],
                user_id=secretary,
                today=county.day(update["days"]),
                now=county.noon(update["days"]),
            )


def tell(session: Session, county: County, key: str, consultation: Consultation, day: int) -> None:
    """Publish “you said, we did” for what was decided."""
    codes = priorities_by_code(session, consultation.version)
    for entry in content.read("stories.json")["feedback"]:
        if entry["consultation"] != key:
            continue
        decision = board.standing_decision(session, codes[entry["priority"]].id)
        if decision is None:
            continue
        feedback.publish_feedback(
            session,
            decision.id,
            entry["you_said"],
            entry["we_did"],
            entry["why_not"],
            user_id=county.user_id(Role.PARTICIPATION_OFFICER),
            today=county.day(day),
            now=county.noon(day),
        )


def worry(session: Session, county: County, consultation: Consultation) -> None:
    """Let the officer raise one comment for the safeguarding lead, so that the queue shows."""
    newest = (
        select(Comment.id)
        .join(Submission)
        .where(Submission.consultation_id == consultation.id)
        .order_by(Comment.id.desc())
        .limit(1)
    )
    comment_id = session.scalar(newest)
    if comment_id is not None:
        officer = county.user_id(Role.PARTICIPATION_OFFICER)
        raise_concern(session, comment_id, user_id=officer, now=county.noon(YESTERDAY))
