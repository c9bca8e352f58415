"""The question bank: what it holds, adding from it to a survey, keeping questions in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import audit
from consult.errors import NotFound, RuleBroken
from consult.survey.bank import (
    BankEntry,
    asked_at_age,
    code_for,
    our_entries,
    read_entry,
    write_entry,
)
from consult.survey.models import BankQuestion, Survey
from consult.survey.rules import AUDIENCE_LABELS, Audience, Definition, Question, editing
from consult.survey.rules.conditions import Every
from consult.survey.services.building import survey_of
from consult.survey.services.consultations import priorities_of
from consult.survey.services.history import locked, save_draft

LONGEST_USE = 200
OURS = "Ours"


@dataclass(frozen=True, slots=True)
class BankPage:
    """An entry as a survey can use it: its questions in this wording, and what hinders."""

    entry: BankEntry
    questions: tuple[Question, ...]
    is_asked: bool
    is_changed: bool
    priority: str | None


def bank_entries(session: Session, search: str = "") -> list[BankEntry]:
    """Return what the bank holds and fits some words: harmonised, ours, then by subject."""
    rows = session.scalars(select(BankQuestion).order_by(BankQuestion.name, BankQuestion.id))
    kept = [read_entry(row.definition, ours=True) for row in rows]
    entries = [entry for entry in our_entries() if entry.about_you or entry.standard]
    entries += kept
    entries += [entry for entry in our_entries() if not (entry.about_you or entry.standard)]
    words = search.casefold().split()
    return [entry for entry in entries if all(word in _said(entry) for word in words)]


def by_topic(entries: Iterable[BankEntry]) -> dict[str, list[BankEntry]]:
    """Return entries under what they are about, in their order."""
    topics: dict[str, list[BankEntry]] = {}
    for entry in entries:
        topics.setdefault(entry.topic, []).append(entry)
    return topics


def bank_entry(session: Session, key: str) -> BankEntry:
    """Return one entry of the bank.

    Raises:
        NotFound: the bank has no such entry.
    """
    for entry in bank_entries(session):
        if entry.key == key:
            return entry
    raise NotFound("The bank has no such question any more.")


def bank_page(session: Session, survey: Survey, definition: Definition, key: str) -> BankPage:
    """Return one entry as a survey can use it.

    Raises:
        NotFound: the bank has no such entry.
    """
    entry = bank_entry(session, key)
    questions = entry.wordings.get(survey.audience, ())
    asked = [found for q in questions if (found := definition.question(q.key))]
    return BankPage(
        entry=entry,
        questions=questions,
        is_asked=bool(asked),
        is_changed=bool(asked) and entry.standard is not None and not entry.is_standard(asked),
        priority=_fitting_priority(session, survey, entry),
    )


def add_from_bank(
    session: Session,
    survey_id: int,
    entry_key: str,
    *,
    priority: str | None = None,
    use: str = "",
    actor: str,
    now: datetime,
) -> str:
    """Add an entry's questions at the end of a survey, and return the key of the first.

    Keys stay as the bank has them, in every wording: that is what joins their results.

    Raises:
        NotFound: there is no such survey or entry.
        RuleBroken: it is asked already, has no words for these people or no use was named
            (L-HAR-05), or may not be asked of all ages and the survey does not ask for them.
    """
    survey, definition = locked(session, survey_id)
    entry = bank_entry(session, entry_key)
    use = use.strip().rstrip(".")
    if entry.about_you and not use:
        raise RuleBroken("Say what you will use the answers for: without a use it is not asked.")
    known = {each.code for each in priorities_of(session, survey.consultation_id)}
    if priority and priority not in known:
        raise RuleBroken("Choose a priority this consultation asks about.")
    changed = definition
    for question in _wording(entry, survey.audience, definition):
        hint = f"{question.hint} We ask so that we can {use}.".strip() if use else question.hint
        changed = editing.add_question(
            changed, replace(question, priority=priority or None, hint=hint)
        )
        use = ""  # Said once, at the first question.
    first = changed.questions[len(definition.questions)]
    save_draft(session, survey, changed, "add_from_bank", actor=actor, now=now, question=first)
    return first.key


def keep_in_bank(
    session: Session, survey_id: int, question_key: str, name: str, *, actor: str, now: datetime
) -> BankQuestion:
    """Keep a question of a survey to ask again; a second wording joins the first by its key.

    Raises:
        NotFound: there is no such survey or question.
        RuleBroken: the bank holds this question from the start.
    """
    survey, definition = survey_of(session, survey_id)
    question = editing.asked(definition, question_key)
    if any(question_key == q.key for e in our_entries() for w in e.wordings.values() for q in w):
        raise RuleBroken("The bank has a question with this key already: that one stays as it is.")
    # What depends on other questions of this survey means nothing in another.
    alone = replace(question, priority=None, show_if=None, jumps=())
    row = session.scalar(select(BankQuestion).where(BankQuestion.key == question_key))
    before = read_entry(row.definition).wordings if row else {}
    entry = BankEntry(question_key, name, OURS, {**before, survey.audience: (alone,)})
    row = row or BankQuestion(key=question_key, added_by=actor, added_at=now)
    row.name, row.definition = name, write_entry(entry)
    session.add(row)
    session.flush()
    audit.record(session, actor, "keep_in_bank", f"bank_question:{row.id}", now=now)
    session.commit()
    return row


def _said(entry: BankEntry) -> str:
    """Return all words of an entry, to be searched."""
    texts = [entry.name, entry.topic, entry.standard.name if entry.standard else ""]
    for question in (q for wording in entry.wordings.values() for q in wording):
        texts += [question.title, *(option.label for option in question.options)]
    return " ".join(texts).casefold()


def _wording(entry: BankEntry, audience: Audience, definition: Definition) -> Sequence[Question]:
    """Return an entry's questions for these people, asked only of whom they may be asked."""
    questions = entry.wordings.get(audience, ())
    if not questions:
        raise RuleBroken(
            f"This question has no wording for {AUDIENCE_LABELS[audience].casefold()}. "
            "It would be another question: write one of your own."
        )
    if any(definition.question(question.key) for question in questions):
        raise RuleBroken("This survey asks that question already.")
    if audience is not Audience.YOUNG_PERSON or not (entry.least_age or entry.most_age):
        return questions
    old_enough = asked_at_age(entry, definition)
    if old_enough is None:
        raise RuleBroken("Ask for the age first: this question is not for people of every age.")
    return [
        replace(q, show_if=Every((old_enough, q.show_if)) if q.show_if else old_enough)
        for q in questions
    ]


def _fitting_priority(session: Session, survey: Survey, entry: BankEntry) -> str | None:
    priorities = priorities_of(session, survey.consultation_id)
    return code_for(entry.topic, [(p.code, f"{p.label}. {p.verbatim}") for p in priorities])
