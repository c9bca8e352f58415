"""Changing a survey one step at a time: each step gives back a new survey, the old one stands."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from consult.errors import NotFound
from consult.survey.rules.checking import check_definition
from consult.survey.rules.definition import Definition, Question
from consult.survey.rules.drafting import QuestionDraft, key_from, options_of


def add_question(definition: Definition, question: Question, *, after: str = "") -> Definition:
    """Return the survey with one more question: after another one, or at its end.

    Raises:
        BadDefinition: it cannot be asked.
    """
    place = definition.place_of(after) + 1 if after else len(definition.questions)
    before, behind = definition.questions[:place], definition.questions[place:]
    return _checked(replace(definition, questions=(*before, question, *behind)))


def change_question(definition: Definition, key: str, draft: QuestionDraft) -> Definition:
    """Return the survey with a question reworded; its key, its type and known answers' keys stay.

    Raises:
        NotFound: there is no such question.
        BadDefinition: it could not be asked any more.
    """
    before = asked(definition, key)
    changed = replace(
        before,
        title=draft.title,
        hint=draft.hint,
        priority=draft.priority,
        options=options_of(draft.answers) if before.type.has_options else (),
        rows=options_of(draft.rows),
        most=draft.most,
        least=draft.least,
        total=draft.total,
        unit=draft.unit,
        other=draft.other and before.type.takes_other,
        max_length=draft.max_length or before.max_length,
        shuffle=draft.shuffle,
        clause=draft.clause,
        sensitive=draft.sensitive,
        show_if=draft.show_if,
        jumps=draft.jumps,
    )
    return _checked(
        _with(definition, [changed if q is before else q for q in definition.questions])
    )


def copy_question(
    definition: Definition, key: str, taken: Collection[str] = ()
) -> tuple[Definition, str]:
    """Return the survey with a question asked once more after itself, and the key of the copy.

    The copy leads nowhere yet: where people go after it is for somebody to say. Its key is none
    of those taken.

    Raises:
        NotFound: there is no such question.
    """
    model = asked(definition, key)
    copied = key_from(key, {*taken, *(question.key for question in definition.questions)})
    copy = replace(model, key=copied, jumps=())
    return add_question(definition, copy, after=key), copied


def move_question(definition: Definition, key: str, place: int) -> Definition:
    """Return the survey with a question at a place, counted from 1; no further than the ends.

    Raises:
        NotFound: there is no such question.
        BadDefinition: a question would depend on one that is asked after it.
    """
    moved = asked(definition, key)
    questions = [question for question in definition.questions if question is not moved]
    questions.insert(max(1, place) - 1, moved)
    return _checked(_with(definition, questions))


def remove_question(definition: Definition, key: str) -> Definition:
    """Return the survey without a question.

    Raises:
        NotFound: there is no such question.
        BadDefinition: another question depends on it.
    """
    gone = asked(definition, key)
    return _checked(_with(definition, [q for q in definition.questions if q is not gone]))


def asked(definition: Definition, key: str) -> Question:
    """Return a question of the survey.

    Raises:
        NotFound: there is no such question.
    """
    question = definition.question(key)
    if question is None:
        raise NotFound("That question is not in this survey. Somebody may have taken it out.")
    return question


def _with(definition: Definition, questions: Sequence[Question]) -> Definition:
    return replace(definition, questions=tuple(questions))


def _checked(definition: Definition) -> Definition:
    check_definition(definition)
    return definition
