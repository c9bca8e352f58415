"""What staff type about a question that is there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from consult.plan.models import Priority
from consult.survey.forms.conditions import ConditionField, JumpsField
from consult.survey.forms.fields import MOST_ANSWERS, AnswersField, NumberField
from consult.survey.forms.surveys import RevisionForm, different
from consult.survey.rules import (
    AnswerLine,
    Definition,
    Jump,
    Option,
    Question,
    QuestionDraft,
    QuestionType,
)
from consult.survey.rules.checking import LONGEST_TEXT, MOST_POINTS
from consult.survey.rules.definition import SCALE_KEYS
from consult.survey.rules.drafting import draft_of
from consult.survey.rules.saying import in_words, jump_in_words
from consult.web.fields import OneOf, at_most, strip

ABOUT_NOTHING = ""
LONGEST_CLAUSE = 20
LARGEST = 1_000_000
SMALL = "Write a small number"
# What each field changes of a question, where it is called something else.
CHANGES = {"places": "most", "largest": "most", "show": "show_if"}
STATED = {"title", "hint", "priority", "sensitive", "show", "jumps"}


def fields_of(kind: QuestionType) -> set[str]:
    """Return what can be asked about a question of this type."""
    usual = kind.is_scale or kind in {QuestionType.YES_NO, QuestionType.AGE_BAND}
    kept = {
        "answers": kind.has_options,
        "rows": kind is QuestionType.STATEMENTS,
        "other": kind.takes_other,
        "most": kind.takes_several,
        "places": kind is QuestionType.RANKING,
        "least": kind is QuestionType.NUMBER,
        "largest": kind is QuestionType.NUMBER,
        "unit": kind is QuestionType.NUMBER,
        "total": kind is QuestionType.POINTS,
        "clause": kind is QuestionType.CLAUSE,
        "max_length": kind.is_text or kind.takes_other,
        "shuffle": kind.has_options and not usual,
    }
    return {*STATED, *(name for name, stays in kept.items() if stays)}


class QuestionForm(RevisionForm):
    """A question that is there: everything but its key and its type."""

    title = TextAreaField(
        "Question",
        description="One idea, said the way you would say it out loud.",
        filters=[strip],
        validators=[DataRequired("Write the question"), at_most(300)],
    )
    hint = TextAreaField("Hint", filters=[strip], validators=[Optional(), at_most(300)])
    rows = AnswersField("Statements")
    answers = AnswersField("Answers to choose from")
    other = BooleanField("Add “Something else”, with room to write")
    shuffle = BooleanField("Show the answers in another order to each person")
    most = NumberField(
        "How many may people choose at most?",
        description="Leave it empty for as many as they like.",
        validators=[Optional(), NumberRange(1, MOST_ANSWERS + 1, SMALL)],
    )
    places = NumberField(
        "How many places are there?",
        description="Leave it empty to have everything put in order.",
        validators=[Optional(), NumberRange(1, MOST_ANSWERS, SMALL)],
    )
    least = NumberField(
        "Smallest number", validators=[Optional(), NumberRange(-LARGEST, LARGEST, SMALL)]
    )
    largest = NumberField(
        "Largest number", validators=[Optional(), NumberRange(-LARGEST, LARGEST, SMALL)]
    )
    unit = StringField(
        "Of what?",
        description="The word after the number, such as minutes.",
        filters=[strip],
        validators=[Optional(), at_most(30)],
    )
    total = NumberField(
        "How many points are there to share out?",
        validators=[
            InputRequired("Write how many points, in digits"),
            NumberRange(1, MOST_POINTS, f"Write a number from 1 to {MOST_POINTS}"),
        ],
    )
    clause = StringField(
        "Number of the clause",
        filters=[strip],
        validators=[DataRequired("Write the number of the clause"), at_most(LONGEST_CLAUSE)],
    )
    max_length = NumberField(
        "How many characters may people write?",
        validators=[
            InputRequired("Write how many characters, in digits"),
            NumberRange(1, LONGEST_TEXT, f"Write a number from 1 to {LONGEST_TEXT}"),
        ],
    )
    sensitive = BooleanField("A sensitive topic: show a way to leave this page in a hurry")
    priority = OneOf("Which priority is this about?", default=ABOUT_NOTHING)
    show = ConditionField("Show this question only if")
    jumps = JumpsField("After this question")

    def prepare(
        self,
        definition: Definition,
        question: Question,
        priorities: Iterable[Priority],
        areas: Sequence[Option] = (),
    ) -> None:
        """Ask only what this type of question has, and offer what there is to choose from."""
        self.question = question
        self.priority.choices = priority_choices(priorities)
        asked = {"csrf_token", "revision", *fields_of(question.type)}
        for name in [field.name for field in self if field.name not in asked]:
            delattr(self, name)
        if question.type is QuestionType.STATEMENTS:
            self.answers.label.text = "The scale they are answered on"
            self.shuffle.label.text = "Show the statements in another order to each person"
        if question.type is QuestionType.PICTURES:
            self.most.description = "Leave it empty for one."
        self.show.about(definition, question, areas)
        self.jumps.about(definition, question, areas)

    def fill_in(self) -> None:
        """Show what the draft says now."""
        there = draft_of(self.question)
        for name in fields_of(self.question.type) - {"show", "jumps"}:
            value = getattr(there, CHANGES.get(name, name))
            self[name].data = list(value) if isinstance(value, tuple) else value
        self.priority.data = there.priority or ABOUT_NOTHING

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there are answers enough."""
        fine = bool(super().validate(extra_validators))
        for name, least in (("rows", 1), ("answers", self.question.type.least_options)):
            if name in self and not self[name].errors:
                sentence = self._too_few(self[name].written(), name, least)
                self[name].errors = [sentence] if sentence else []
                fine = fine and not sentence
        return fine

    def _too_few(self, written: Sequence[AnswerLine], name: str, least: int) -> str:
        if name == "answers" and self.question.type.is_scale:
            missing = set(SCALE_KEYS) - {line.key for line in written}
            return "Write words for all five answers" if missing else ""
        noun = "answers" if name == "answers" else "statement"
        return f"Write at least {least} {noun}" if len(written) < least else ""

    def draft(self) -> QuestionDraft:
        """Return what was written, in the trade's terms; what is not asked stays as it is."""
        typed = {
            CHANGES.get(name, name): self._value(name) for name in fields_of(self.question.type)
        }
        return replace(draft_of(self.question), **typed)

    def _value(self, name: str) -> Any:
        field = self[name]
        if isinstance(field, AnswersField):
            return field.written()
        if name == "priority":
            return field.data or None
        return field.data or "" if isinstance(field, StringField) else field.data

    def differs_from(self, definition: Definition, question: Question) -> list[tuple[str, str]]:
        """Return what the draft says now wherever something else was typed, as (field, words)."""
        typed, there = self.draft(), draft_of(question)
        return different(
            (
                self[name],
                _in_words(getattr(there, CHANGES.get(name, name)), definition),
                _in_words(getattr(typed, CHANGES.get(name, name)), definition),
            )
            for name in (field.name for field in self)
            if name in fields_of(question.type)
        )


def _in_words(value: Any, definition: Definition) -> str:
    """Return a value of a draft as a person would read it."""
    if isinstance(value, tuple):
        return " / ".join(_in_words(part, definition) for part in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    match value:
        case AnswerLine():
            return value.label
        case Jump():
            return jump_in_words(value, definition)
        case str() | int() | None:
            return "" if value is None else str(value)
    return in_words(value, definition)


def priority_choices(priorities: Iterable[Priority]) -> list[Any]:
    """Return the priorities to choose from, and none of them."""
    return [
        SelectChoice(ABOUT_NOTHING, "None of them"),
        *(SelectChoice(p.code, f"{p.code} {p.label}") for p in priorities),
    ]
