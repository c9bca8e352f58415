"""Working on a draft: every step locks the survey, so that two people never lose each other's."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.db import find
from consult.errors import NotFound, RuleBroken
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
from consult.survey.rules.drafting import first_question, keyed
from consult.survey.services.consultations import priorities_of
from consult.survey.services.history import locked, save_draft
from consult.survey.services.keys import published_answers, published_keys
from consult.survey.services.merging import check_not_overtaken


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
    survey, definition = locked(session, survey_id)
    check_not_overtaken(session, survey, definition, revision, lambda d: (d.start, d.thanks))
    changed = replace(definition, start=start, thanks=thanks)
    return save_draft(session, survey, changed, "change_start", actor=actor, now=now)


def add_question(
    session: Session, survey_id: int, new: NewQuestion, *, actor: str, now: datetime
) -> str:
    """Add a question after another one, or at the end, and return its key.

    A question that another wording asks already keeps the key it has there, and all but its words
    where no answers are given and the type is the same: that is what joins their results.

    Raises:
        NotFound: there is no such survey, or no such question in another wording.
        RuleBroken: it cannot be asked, or is asked here already.
    """
    survey, definition = locked(session, survey_id)
    model = _question_elsewhere(session, survey, new.same_as) if new.same_as else None
    taken = {question.key for question in definition.questions}
    once = taken | published_keys(session, survey_id)
    if model and model.key in taken:
        raise RuleBroken("This wording asks that question already.")
    priority = _known_priority(session, survey, new.priority)
    question = first_question(
        model.key if model else key_from(new.title, once, prefix="q_"),
        replace(new, priority=priority),
        _first_answers(session, survey, new),
    )
    if model and model.type is new.type and not new.labels:
        question = replace(
            model, title=new.title, hint=new.hint, priority=priority, show_if=None, jumps=()
        )
    changed = editing.add_question(definition, question, after=new.after)
    save_draft(session, survey, changed, "add_question", actor=actor, now=now, question=question)
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
        Stale: somebody else changed the question since this revision.
        RuleBroken: it could not be asked any more.
    """
    survey, definition = locked(session, survey_id)
    question = editing.asked(definition, key)
    check_not_overtaken(session, survey, definition, revision, lambda d: d.question(key))
    options, rows = published_answers(session, survey_id, key)
    draft = replace(
        draft,
        priority=_known_priority(session, survey, draft.priority),
        answers=tuple(keyed(draft.answers, options)),
        rows=tuple(keyed(draft.rows, rows)),
    )
    changed = editing.change_question(definition, key, draft)
    return save_draft(
        session, survey, changed, "change_question", actor=actor, now=now, question=question
    )


def copy_question(session: Session, survey_id: int, key: str, *, actor: str, now: datetime) -> str:
    """Ask a question once more after itself, and return the key of the copy.

    Raises:
        NotFound: there is no such survey or question.
    """
    survey, definition = locked(session, survey_id)
    changed, copy = editing.copy_question(definition, key, published_keys(session, survey_id))
    question = editing.asked(definition, key)
    save_draft(session, survey, changed, "copy_question", actor=actor, now=now, question=question)
    return copy


def move_question(
    session: Session, survey_id: int, key: str, place: int, *, actor: str, now: datetime
) -> Survey:
    """Ask a question at a place, counted from 1.

    Raises:
        NotFound: there is no such survey or question.
        RuleBroken: a question would depend on one that is asked after it.
    """
    survey, definition = locked(session, survey_id)
    question = editing.asked(definition, key)
    changed = editing.move_question(definition, key, place)
    return save_draft(
        session, survey, changed, "move_question", actor=actor, now=now, question=question
    )


def remove_question(
    session: Session, survey_id: int, key: str, *, revision: int, actor: str, now: datetime
) -> Survey:
    """Take a question out of the draft; what was published keeps it.

    Raises:
        NotFound: there is no such survey or question.
        Stale: somebody else changed the question since this revision.
        RuleBroken: another question depends on it.
    """
    survey, definition = locked(session, survey_id)
    question = editing.asked(definition, key)
    check_not_overtaken(session, survey, definition, revision, lambda d: d.question(key))
    changed = editing.remove_question(definition, key)
    return save_draft(
        session, survey, changed, "remove_question", actor=actor, now=now, question=question
    )


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
