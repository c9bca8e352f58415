"""What makes a survey impossible to ask: the first thing wrong, in a sentence."""

import re
from collections.abc import Collection, Sequence

from consult.survey.rules.conditions import Between, Chose, Condition, Gave, parts_of
from consult.survey.rules.definition import (
    END,
    KEY,
    OPTION_KEY,
    SCALE_KEYS,
    BadDefinition,
    Definition,
    Question,
)
from consult.survey.rules.kinds import PICTURES, QuestionType
from consult.survey.rules.piping import piped_keys

LONGEST_TEXT = 5000
MOST_POINTS = 1000


def check_definition(definition: Definition) -> None:
    """Raise the first thing that makes a survey impossible to ask.

    Conditions, jumps and words taken over look back, jumps lead on: no path can go in a circle.
    """
    for question in definition.questions:
        check_question(question)
    check_keys([question.key for question in definition.questions], "question")
    earlier: dict[str, Question] = {}
    for place, question in enumerate(definition.questions):
        _check_piping(question, earlier)
        if question.show_if:
            _check_condition(question.show_if, earlier, question)
        earlier[question.key] = question
        for jump in question.jumps:
            if jump.when:
                _check_condition(jump.when, earlier, question)
            if jump.to != END and definition.place_of(jump.to) <= place:
                raise BadDefinition(f"{_name(question)} can only lead on to a later question.")
            if jump.to != END and definition.question(jump.to) is None:
                raise BadDefinition(f"{_name(question)} leads to a question that is not there.")


def check_clauses(definition: Definition, numbers: Collection[str]) -> None:
    """Raise where a question is about a clause that the plan does not have."""
    for question in definition.questions:
        if question.type is QuestionType.CLAUSE and question.clause not in numbers:
            raise BadDefinition(
                f"{_name(question)} is about clause {question.clause}, which this version of the "
                "plan does not have. Write the clause first, or choose another."
            )


def check_question(question: Question) -> None:
    """Raise the first thing that makes a question impossible to ask."""
    name = _name(question)
    if not KEY.fullmatch(question.key) or question.key == END:
        raise BadDefinition(f"{name} needs a key of small letters, digits and _.")
    if not question.title.strip():
        raise BadDefinition("Write the question.")
    if not 1 <= question.max_length <= LONGEST_TEXT:
        raise BadDefinition(f"{name} can take from 1 to {LONGEST_TEXT} characters.")
    _check_kind(question, name)
    if question.type.has_options:
        _check_options(question, name)


def _check_kind(question: Question, name: str) -> None:
    if question.type is QuestionType.CLAUSE and not question.clause.strip():
        raise BadDefinition(f"{name} needs the number of the clause it is about.")
    if question.type is QuestionType.NUMBER:
        _check_ends(question, name)
    if question.type is QuestionType.STATEMENTS:
        check_keys([row.key for row in question.rows], "statement", OPTION_KEY)
        if not question.rows or any(not row.label.strip() for row in question.rows):
            raise BadDefinition(f"{name} needs statements, each with words.")
    if question.type is QuestionType.POINTS and not 1 <= question.total <= MOST_POINTS:
        raise BadDefinition(f"{name} can have from 1 to {MOST_POINTS} points to share out.")


def check_keys(keys: Sequence[str], what: str, form: re.Pattern[str] = KEY) -> None:
    """Raise where a key is not well formed or is taken twice."""
    for position, key in enumerate(keys):
        if not form.fullmatch(key):
            raise BadDefinition(f"The {what} key “{key}” needs small letters, digits and _.")
        if key in keys[:position]:
            raise BadDefinition(f"Two {what}s have the key “{key}”: each needs its own.")


def _check_ends(question: Question, name: str) -> None:
    least, most = question.least, question.most
    if least is not None and most is not None and least > most:
        raise BadDefinition(f"{name} has a smallest number above its largest.")


def _check_options(question: Question, name: str) -> None:
    keys = [option.key for option in question.options]
    check_keys(keys, "answer", OPTION_KEY)
    if any(not option.label.strip() for option in question.options):
        raise BadDefinition(f"{name} has an answer with no words.")
    unknown = sorted({option.picture for option in question.options} - PICTURES - {""})
    if unknown:
        raise BadDefinition(f"{name} has a picture we do not have: “{unknown[0]}”.")
    least = question.type.least_options
    if len(keys) < least:
        raise BadDefinition(f"{name} needs at least {least} answers to choose from.")
    if question.type.is_scale and tuple(keys[:5]) != SCALE_KEYS:
        raise BadDefinition(f"{name} needs five answers from least to most, keyed 1 to 5.")
    if question.most is not None and not 1 <= question.most <= len(keys):
        raise BadDefinition(f"{name} lets people choose more answers than there are.")


def _check_piping(question: Question, earlier: dict[str, Question]) -> None:
    for key in piped_keys(question):
        if key not in earlier:
            raise BadDefinition(f"{_name(question)} repeats an answer (“{key}”) not given before.")


def _check_condition(
    condition: Condition, earlier: dict[str, Question], question: Question
) -> None:
    for part in parts_of(condition):
        asked = earlier.get(part.question)
        if asked is None:
            raise BadDefinition(
                f"{_name(question)} depends on “{part.question}”, which is not asked before it."
            )
        if not _can_hold(part, asked):
            raise BadDefinition(
                f"{_name(question)} depends on an answer that “{asked.title}” does not offer."
            )


def _can_hold(part: Chose | Gave | Between, asked: Question) -> bool:
    match part:
        case Gave():
            return True
        case Between():
            return asked.type is QuestionType.NUMBER
        case Chose(_, options, row):
            grid = asked.type is QuestionType.STATEMENTS
            if grid != bool(row) or (row and row not in asked.row_keys):
                return False
            # Areas are rows of the database, and come and go.
            return asked.type is QuestionType.AREA or set(options) <= asked.option_keys


def _name(question: Question) -> str:
    return f"“{question.title or question.key}”"
