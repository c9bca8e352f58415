"""What was done to a draft, by whom and when; taking a step back, and doing it again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from consult import audit
from consult.errors import NotFound, RuleBroken, Stale
from consult.people.models import User
from consult.survey.models import Survey, SurveyChange
from consult.survey.rules import Definition, Question, read_definition, write_definition
from consult.survey.rules.saying import plain_title

KEPT = 100
UNDO, REDO, GO_BACK = "undo_change", "redo_change", "go_back"
IN_WORDS = {
    "change_start": "reworded the first and last page",
    "add_question": "added a question",
    "change_question": "changed a question",
    "copy_question": "copied a question",
    "move_question": "moved a question",
    "remove_question": "took out a question",
    UNDO: "took back a change",
    REDO: "made a change again",
    "add_from_bank": "added a question from the bank",
    "translate": "translated some words",
    GO_BACK: "went back to an earlier draft",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One step of somebody's work: `about` is the question as it was worded then."""

    revision: int
    action: str
    question_key: str
    about: str
    actor: str
    who: str
    at: datetime

    @property
    def words(self) -> str:
        """What was done, to read after a name."""
        done = IN_WORDS.get(self.action, self.action.replace("_", " "))
        return f"{done}: “{self.about}”" if self.about else done


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What Undo takes back, what Redo does again, and the revision at which that was undone."""

    back: Change | None
    again: Change | None
    undone_at: int


def locked(session: Session, survey_id: int) -> tuple[Survey, Definition]:
    """Return a survey and its draft, held until the commit.

    Raises:
        NotFound: there is no such survey.
    """
    survey = session.get(Survey, survey_id, with_for_update=True, populate_existing=True)
    if survey is None:
        raise NotFound("There is no such survey.")
    return survey, read_definition(survey.draft)


def save_draft(
    session: Session,
    survey: Survey,
    definition: Definition,
    action: str,
    *,
    actor: str,
    now: datetime,
    question: Question | None = None,
) -> Survey:
    """Make a definition the draft of a survey that is `locked`, keep the step, and commit.

    Nothing is kept where nothing changed.
    """
    draft = write_definition(definition)
    if draft == survey.draft:
        session.commit()
        return survey
    key, about = (question.key, plain_title(question)) if question else ("", "")
    _step(session, survey, draft, (action, key, about), actor, now)
    return survey


def _step(
    session: Session,
    survey: Survey,
    draft: dict[str, Any],
    what: tuple[str, str, str],
    actor: str,
    now: datetime,
) -> None:
    """Make the step and commit; `what` is the action, the question's key and its words."""
    action, key, about = what
    survey.revision += 1
    session.add(
        SurveyChange(
            survey_id=survey.id,
            revision=survey.revision,
            action=action,
            question_key=key,
            about=about,
            before=survey.draft,
            actor=actor,
            at=now,
        )
    )
    survey.draft = draft
    session.execute(
        update(SurveyChange)
        .where(
            SurveyChange.survey_id == survey.id,
            SurveyChange.revision <= survey.revision - KEPT,
            SurveyChange.before.is_not(None),
        )
        .values(before=null())
    )
    detail = {"question": key} if key else {}
    audit.record(session, actor, action, f"survey:{survey.id}", now=now, **detail)
    session.commit()


def changes_of(session: Session, survey_id: int, *, since: int = 0) -> list[Change]:
    """Return the newest steps after a revision, the newest first."""
    rows = session.scalars(
        select(SurveyChange)
        .where(SurveyChange.survey_id == survey_id, SurveyChange.revision > since)
        .order_by(SurveyChange.revision.desc())
        .limit(KEPT)
    ).all()
    names = _names(session, {row.actor for row in rows})
    return [
        Change(
            revision=row.revision,
            action=row.action,
            question_key=row.question_key,
            about=row.about,
            actor=row.actor,
            who=names.get(row.actor, "The system"),
            at=row.at,
        )
        for row in rows
    ]


def _names(session: Session, actors: Iterable[str]) -> dict[str, str]:
    ids = [int(number) for kind, _, number in (a.partition(":") for a in actors) if kind == "user"]
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {f"user:{user_id}": name for user_id, name in rows}


def next_steps(changes: Sequence[Change]) -> NextSteps:
    """Return what can be taken back and done again, of steps with the newest first.

    A step back lifts the last step off a pile; a step forward puts it on again; anything new
    that is done leaves nothing to do again.
    """
    done: list[Change] = []
    undone: list[tuple[Change, int]] = []
    for change in reversed(changes):
        if change.action == UNDO:
            undone += [(done.pop(), change.revision)] if done else []
        elif change.action == REDO:
            done += [undone.pop()[0]] if undone else []
        else:
            done.append(change)
            undone.clear()
    again, undone_at = undone[-1] if undone else (None, 0)
    return NextSteps(done[-1] if done else None, again, undone_at)


def undo(session: Session, survey_id: int, *, revision: int, actor: str, now: datetime) -> Change:
    """Take the last step back, as a step of its own; return what was taken back.

    Raises:
        NotFound: there is no such survey.
        Stale: somebody changed the survey since this revision.
        RuleBroken: there is nothing to take back.
    """
    survey, changes = _unchanged(session, survey_id, revision)
    step = next_steps(changes).back
    if step is None:
        raise RuleBroken("There is nothing to take back.")
    draft = _before(session, survey_id, step.revision)
    _step(session, survey, draft, (UNDO, step.question_key, step.about), actor, now)
    return step


def redo(session: Session, survey_id: int, *, revision: int, actor: str, now: datetime) -> Change:
    """Do again what was last taken back; return it.

    Raises:
        NotFound: there is no such survey.
        Stale: somebody changed the survey since this revision.
        RuleBroken: nothing was taken back.
    """
    survey, changes = _unchanged(session, survey_id, revision)
    steps = next_steps(changes)
    if steps.again is None:
        raise RuleBroken("There is nothing to do again.")
    draft = _before(session, survey_id, steps.undone_at)
    _step(session, survey, draft, (REDO, steps.again.question_key, steps.again.about), actor, now)
    return steps.again


def go_back(session: Session, survey_id: int, to: int, *, actor: str, now: datetime) -> Survey:
    """Make the draft what it was at an earlier revision, as a step of its own.

    Raises:
        NotFound: there is no such survey, or that draft is not kept any more.
    """
    survey, _ = locked(session, survey_id)
    draft = _before(session, survey_id, to + 1)
    if draft != survey.draft:
        _step(session, survey, draft, (GO_BACK, "", ""), actor, now)
    return survey


def draft_at(session: Session, survey: Survey, revision: int) -> Definition | None:
    """Return the draft as it was at a revision, if it is still kept."""
    if revision == survey.revision:
        return read_definition(survey.draft)
    try:
        return read_definition(_before(session, survey.id, revision + 1))
    except NotFound:
        return None


def _unchanged(session: Session, survey_id: int, revision: int) -> tuple[Survey, list[Change]]:
    survey, _ = locked(session, survey_id)
    changes = changes_of(session, survey_id)
    if survey.revision != revision:
        raise Stale("The survey changed meanwhile. Look again before you do this.")
    return survey, changes


def _before(session: Session, survey_id: int, revision: int) -> dict[str, Any]:
    """Return the draft before a step."""
    draft: dict[str, Any] | None = session.scalar(
        select(SurveyChange.before).where(
            SurveyChange.survey_id == survey_id, SurveyChange.revision == revision
        )
    )
    if draft is None:
        raise NotFound("That draft is not kept any more.")
    return draft
