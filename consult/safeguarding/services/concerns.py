"""Raise a concern, read it, close it; and the comments that are free to be analysed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
from consult.jobs import chore
from consult.partnership.models import Area
from consult.respond.models import Answer, Comment, Submission
from consult.respond.services import counts_in_figures
from consult.safeguarding.models import Concern
from consult.safeguarding.rules import ConcernOutcome
from consult.survey.models import Consultation
from consult.survey.rules import Question, QuestionType, read_definition

LONGEST_REASON = 2000

WORDS_KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What somebody answered to one question, in the words of their survey."""

    question: str
    chosen: tuple[str, ...]
    words: str
    is_concern: bool


@dataclass(frozen=True, slots=True)
class ConcernFile:
    """A concern with the full answer set it stands in (SG-09)."""

    concern: Concern
    submission: Submission
    age: str
    area: str
    lines: tuple[AnswerLine, ...]


@chore
def forget_old_words(session: Session, today: date) -> None:
    """Empty the comments of consultations that were answered a year ago (L-DP-09).

    What was ticked stays, and so do the figures that evidence froze. Words held by a concern are
    kept on the safeguarding lead's own schedule.
    """
    oldest = today - timedelta(days=WORDS_KEPT_DAYS)
    old = (
        select(Comment.id)
        .join(Submission, Submission.id == Comment.submission_id)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .where(
            Consultation.reported_on.is_not(None),
            Consultation.feedback_on < oldest,
            Comment.id.not_in(_held()),
        )
    )
    session.execute(
        update(Comment)
        .where(Comment.id.in_(old), Comment.text != "")
        .values(text="")
        .execution_options(synchronize_session=False)
    )
    session.commit()


def free_comments() -> Select[Comment]:
    """Return the select of comments that may be analysed, joined with their submissions.

    Left out: comments withdrawn, those that came late and are not considered (L-CON-11), and those
    held by a concern that nobody has released (SG-13).
    """
    return (
        select(Comment)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(
            func.trim(Comment.text) != "",
            Submission.withdrawn_on.is_(None),
            counts_in_figures(),
            Comment.id.not_in(_held()),
        )
    )


def _held() -> Select[int]:
    return select(Concern.comment_id).where(
        or_(Concern.outcome.is_(None), Concern.outcome != ConcernOutcome.NOT_A_CONCERN)
    )


def free_comment(session: Session, comment_id: int) -> Comment:
    """Return a comment that may be read in analysis.

    Raises:
        NotFound: there is none, it was withdrawn, or it is held by a concern.
    """
    comment = session.scalar(
        free_comments()
        .where(Comment.id == comment_id)
        .options(joinedload(Comment.submission).joinedload(Submission.consultation))
    )
    if comment is None:
        raise NotFound(
            "This comment is not here. Its writer took it back, or the safeguarding lead has it."
        )
    return comment


def raise_concern(session: Session, comment_id: int, *, user_id: int, now: datetime) -> Concern:
    """Hold a comment out of analysis at once, for the safeguarding lead to read.

    One that was let go before can be raised again.

    Raises:
        NotFound: there is no such comment, it was withdrawn, or the lead has it already.
    """
    # Its writer may be taking it back at this moment: one after the other.
    whose = select(Submission.id).join(Comment, Comment.submission_id == Submission.id)
    session.execute(whose.where(Comment.id == comment_id).with_for_update(of=Submission))
    comment = free_comment(session, comment_id)
    concern = session.scalar(
        select(Concern).where(Concern.comment_id == comment.id).with_for_update()
    ) or Concern(comment_id=comment.id)
    concern.raised_by_id, concern.raised_at = user_id, now
    concern.outcome, concern.reason, concern.closed_by_id, concern.closed_at = None, "", None, None
    session.add(concern)
    session.flush()
    _record(session, "raise_concern", concern, user_id, now)
    session.commit()
    return concern


def open_concern(session: Session, concern_id: int, *, user_id: int, now: datetime) -> ConcernFile:
    """Open a concern with all its words; that it was opened, and by whom, is recorded (SG-12).

    Raises:
        NotFound: there is no such concern.
    """
    concern = find(session, Concern, concern_id)
    file = _file_of(session, concern)
    _record(session, "open_concern", concern, user_id, now)
    session.commit()
    return file


def close_concern(
    session: Session,
    concern_id: int,
    outcome: ConcernOutcome,
    reason: str,
    *,
    user_id: int,
    now: datetime,
) -> Concern:
    """Close a concern with what was done and why; only “not a concern” releases the comment.

    Words that were taken back while it was open are then emptied.

    Raises:
        NotFound: there is no such concern.
        RuleBroken: it is closed already, or the reason is missing or too long.
    """
    concern = find(session, Concern, concern_id)
    session.refresh(concern, with_for_update=True)
    if concern.outcome is not None:
        raise RuleBroken("This concern is closed already. What was done then still stands.")
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise RuleBroken(f"Say why, in {LONGEST_REASON:,} characters or fewer.")
    concern.outcome, concern.reason = outcome, reason
    concern.closed_by_id, concern.closed_at = user_id, now
    session.flush()
    _let_go_of_withdrawn(session, concern)
    _record(session, "close_concern", concern, user_id, now, outcome=outcome.value)
    session.commit()
    return concern


def _let_go_of_withdrawn(session: Session, concern: Concern) -> None:
    """Empty words that their writer took back once no concern keeps them (L-DP-08)."""
    submission = concern.comment.submission
    if submission.withdrawn_on is None or concern.outcome is not ConcernOutcome.NOT_A_CONCERN:
        return
    concern.comment.text = ""
    still_held = select(Comment.id).where(
        Comment.submission_id == submission.id, Comment.id.in_(_held())
    )
    if session.scalar(still_held.limit(1)) is None:
        submission.age_band = submission.area_key = None


def open_concerns(session: Session) -> Sequence[Concern]:
    """Return the concerns nobody has closed, oldest first."""
    return session.scalars(
        _concerns().where(Concern.outcome.is_(None)).order_by(Concern.raised_at, Concern.id)
    ).all()


def closed_concerns(session: Session, *, most: int = 100) -> Sequence[Concern]:
    """Return the concerns that were closed, newest first."""
    closed = _concerns().where(Concern.outcome.is_not(None))
    newest_first = closed.order_by(Concern.closed_at.desc(), Concern.id.desc())
    return session.scalars(newest_first.limit(most)).all()


def _concerns() -> Select[Concern]:
    return select(Concern).options(
        joinedload(Concern.raised_by),
        joinedload(Concern.closed_by),
        joinedload(Concern.comment)
        .joinedload(Comment.submission)
        .joinedload(Submission.consultation),
    )


def _file_of(session: Session, concern: Concern) -> ConcernFile:
    submission = concern.comment.submission
    chosen: dict[str, list[str]] = {}
    answers = select(Answer).where(Answer.submission_id == submission.id)
    for answer in session.scalars(answers.order_by(Answer.place, Answer.id)):
        chosen.setdefault(answer.question_key, []).append(answer.option_key)
    of_submission = select(Comment).where(Comment.submission_id == submission.id)
    words: dict[str, str] = {}
    for comment in session.scalars(of_submission.order_by(Comment.id)):
        before = words.get(comment.question_key)
        words[comment.question_key] = f"{before}\n{comment.text}" if before else comment.text
    area = session.scalar(select(Area.name).where(Area.key == submission.area_key))
    definition = read_definition(submission.version.definition)
    age_question = definition.of_type(QuestionType.AGE_BAND)
    age = submission.age_band or ""
    return ConcernFile(
        concern=concern,
        submission=submission,
        age=age_question.label_of(age) if age and age_question else age,
        area=area or submission.area_key or "",
        lines=tuple(
            _line(question, chosen.get(question.key, []), words, concern.comment.question_key)
            for question in definition.questions
            if question.key in chosen or question.key in words
        )
        + tuple(
            AnswerLine("A note of a group", (), text, key == concern.comment.question_key)
            for key, text in words.items()
            if definition.question(key) is None
        ),
    )


def _line(
    question: Question, chosen: Sequence[str], words: dict[str, str], concerned: str
) -> AnswerLine:
    return AnswerLine(
        question=question.title,
        chosen=tuple(question.label_of(key) for key in chosen),
        words=words.get(question.key, ""),
        is_concern=question.key == concerned,
    )


def _record(
    session: Session, action: str, concern: Concern, user_id: int, now: datetime, **detail: str
) -> None:
    audit.record(session, f"user:{user_id}", action, f"concern:{concern.id}", now=now, **detail)
