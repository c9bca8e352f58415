"""Working on a draft: every step locks the survey, so that two people never lose each other's."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken, Stale
from consult.survey.models import Consultation, Survey
from consult.survey.rules import (
    AnswerLine,
    Audience,
    Definition,
    NewQuestion,
    Question,
    QuestionDraft,
    QuestionType,
    Start,
    editing,
    key_from,
    read_definition,
    write_definition,
)
from consult.survey.rules.definition import DEFAULT_MAX_LENGTH, OTHER_MAX_LENGTH
from consult.survey.services.consultations import priorities_of

SOMEBODY_ELSE = "Somebody else changed this survey while you were writing. "
NOTHING_LOST = "What you wrote is still here. Save again to use it."


def survey_of(session: Session, survey_id: int) -> tuple[Survey, Definition]:
    """Return a survey and its draft.

    Raises:
        NotFound: there is no such survey.
    """
    survey = find(session, Survey, survey_id)
    return survey, read_definition(survey.draft)


def create_survey(
    session: Session,
    consultation_id: int,
    audience: Audience,
    *,
    definition: Definition | None = None,
    actor: str,
    now: datetime,
) -> Survey:
    """Add a wording to a consultation: empty, or from a definition such as another's draft.

    Raises:
        NotFound: there is no such consultation.
        RuleBroken: there is a survey for this audience already.
    """
    consultation = find(session, Consultation, consultation_id)
    taken = select(Survey.id).where(
        Survey.consultation_id == consultation_id, Survey.audience == audience
    )
    if session.scalar(taken):
        raise RuleBroken("There is a survey for these people already. Open that one.")
    begun = definition or Definition(start=Start(title=consultation.title, lead=consultation.lead))
    codes = {priority.code for priority in priorities_of(session, consultation_id)}
    questions = tuple(
        question if question.priority in codes else replace(question, priority=None)
        for question in begun.questions
    )
    draft = write_definition(replace(begun, questions=questions))
    survey = Survey(consultation_id=consultation_id, audience=audience, draft=draft)
    session.add(survey)
    session.flush()
    audit.record(session, actor, "create_survey", f"survey:{survey.id}", now=now)
    session.commit()
    return survey


def change_start(
    session: Session,
    survey_id: int,
    start: Start,
    thanks: str,
    *,
    revision: int,
    actor: str,
    now: datetime,
) -> Survey:
    """Reword the first page and the last.

    Raises:
        NotFound: there is no such survey.
        Stale: somebody else changed the survey since this revision.
    """
    survey, definition = _locked(session, survey_id, revision)
    changed = replace(definition, start=start, thanks=thanks)
    return _save(session, survey, changed, "change_start", actor, now)


def add_question(
    session: Session, survey_id: int, new: NewQuestion, *, actor: str, now: datetime
) -> str:
    """Add a question at the end and return its key.

    A question that another wording asks already keeps the key it has there, and its answers where
    none are given and the type is the same: that is what joins their results.

    Raises:
        NotFound: there is no such survey, or no such question in another wording.
        RuleBroken: it cannot be asked, or is asked here already.
    """
    survey, definition = _locked(session, survey_id)
    model = _question_elsewhere(session, survey, new.same_as) if new.same_as else None
    taken = {question.key for question in definition.questions}
    if model and model.key in taken:
        raise RuleBroken("This wording asks that question already.")
    question = Question(
        key=model.key if model else key_from(new.title, taken, prefix="q_"),
        type=new.type,
        title=new.title,
        hint=new.hint,
        priority=_known_priority(session, survey, new.priority),
        options=editing.first_options(new.type, _first_answers(session, survey, new)),
        max_length=DEFAULT_MAX_LENGTH.get(new.type.value, OTHER_MAX_LENGTH),
    )
    if model and model.type is new.type and not new.labels:
        question = replace(question, options=model.options, most=model.most, other=model.other)
    changed = editing.add_question(definition, question)
    _save(session, survey, changed, "add_question", actor, now, question.key)
    return question.key


def change_question(
    session: Session,
    survey_id: int,
    key: str,
    draft: QuestionDraft,
    *,
    revision: int,
    actor: str,
    now: datetime,
) -> Survey:
    """Reword a question; its key stays, and so do the keys of answers that were there.

    Raises:
        NotFound: there is no such survey or question.
        Stale: somebody else changed the survey since this revision.
        RuleBroken: it could not be asked any more.
    """
    survey, definition = _locked(session, survey_id, revision, key)
    priority = _known_priority(session, survey, draft.priority)
    changed = editing.change_question(definition, key, replace(draft, priority=priority))
    return _save(session, survey, changed, "change_question", actor, now, key)


def move_question(
    session: Session, survey_id: int, key: str, *, up: bool, actor: str, now: datetime
) -> Survey:
    """Ask a question one place earlier or later.

    Raises:
        NotFound: there is no such survey or question.
    """
    survey, definition = _locked(session, survey_id)
    changed = editing.move_question(definition, key, up=up)
    return _save(session, survey, changed, "move_question", actor, now, key)


def remove_question(
    session: Session, survey_id: int, key: str, *, revision: int, actor: str, now: datetime
) -> Survey:
    """Take a question out of the draft; what was published keeps it.

    Raises:
        NotFound: there is no such survey or question.
        Stale: somebody else changed the survey since this revision.
    """
    survey, definition = _locked(session, survey_id, revision, key)
    changed = editing.remove_question(definition, key)
    return _save(session, survey, changed, "remove_question", actor, now, key)


def _locked(
    session: Session, survey_id: int, revision: int | None = None, key: str = ""
) -> tuple[Survey, Definition]:
    """Return the survey, held until the commit; a question's key is looked for first."""
    survey = session.get(Survey, survey_id, with_for_update=True, populate_existing=True)
    if survey is None:
        raise NotFound("There is no such survey.")
    definition = read_definition(survey.draft)
    if key:
        editing.asked(definition, key)
    if revision is not None and revision != survey.revision:
        raise Stale(SOMEBODY_ELSE + NOTHING_LOST)
    return survey, definition


def _save(
    session: Session,
    survey: Survey,
    definition: Definition,
    action: str,
    actor: str,
    now: datetime,
    key: str = "",
) -> Survey:
    survey.draft = write_definition(definition)
    survey.revision += 1
    detail = {"question": key} if key else {}
    audit.record(session, actor, action, f"survey:{survey.id}", now=now, **detail)
    session.commit()
    return survey


def _known_priority(session: Session, survey: Survey, code: str | None) -> str | None:
    codes = {priority.code for priority in priorities_of(session, survey.consultation_id)}
    if code and code not in codes:
        raise RuleBroken("Choose a priority this consultation asks about.")
    return code or None


def _first_answers(session: Session, survey: Survey, new: NewQuestion) -> list[AnswerLine]:
    if new.type is QuestionType.TOP3 and not new.labels:
        priorities = priorities_of(session, survey.consultation_id)
        return [AnswerLine(p.code.lower(), p.label) for p in priorities]
    return [AnswerLine("", label) for label in new.labels]


def _question_elsewhere(session: Session, survey: Survey, key: str) -> Question:
    others = session.scalars(
        select(Survey).where(
            Survey.consultation_id == survey.consultation_id, Survey.id != survey.id
        )
    )
    for other in others:
        question = read_definition(other.draft).question(key)
        if question:
            return question
    raise NotFound("No other wording asks that question any more.")
