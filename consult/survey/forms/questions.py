"""What staff type about a question."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from consult.plan.models import Priority
from consult.survey.forms.fields import (
    LONGEST_LABEL,
    MOST_ANSWERS,
    AnswersField,
    LinesField,
    LinesWithin,
    NumberField,
)
from consult.survey.forms.surveys import RevisionForm, different
from consult.survey.rules import (
    LABELS_OF_TYPES,
    AnswerLine,
    NewQuestion,
    Question,
    QuestionDraft,
    QuestionType,
)
from consult.survey.rules.checking import LONGEST_TEXT
from consult.survey.rules.definition import SCALE_KEYS
from consult.web.fields import OneOf, OneShown, at_most, strip

NEW = ""
ABOUT_NOTHING = ""
WRITTEN = {QuestionType.SINGLE, QuestionType.SEVERAL}


class NewQuestionForm(FlaskForm):  # type: ignore[misc]
    """A question as somebody first words it."""

    title = TextAreaField(
        "Question",
        description="One idea, said the way you would say it out loud.",
        filters=[strip],
        validators=[DataRequired("Write the question"), at_most(300)],
    )
    type = OneShown(
        "How people answer",
        choices=[SelectChoice(kind.value, label) for kind, label in LABELS_OF_TYPES.items()],
        validators=[InputRequired("Choose how people answer")],
    )
    answers = LinesField(
        "Answers to choose from",
        description="One a line, for “Choose one”, “Choose several” and “Pick your top three”. "
        "Leave it empty for the others: they come with their usual answers.",
        filters=[strip],
        validators=[LinesWithin(MOST_ANSWERS, LONGEST_LABEL)],
    )
    hint = TextAreaField("Hint", filters=[strip], validators=[Optional(), at_most(300)])
    priority = OneOf("Which priority is this about?", default=ABOUT_NOTHING)
    same_as = OneOf(
        "Does another wording ask this already?",
        description="Then we can show the answers side by side.",
        default=NEW,
    )

    def offer(self, priorities: Iterable[Priority], elsewhere: Iterable[tuple[str, str]]) -> None:
        """Fill in what there is to choose from."""
        self.priority.choices = _priority_choices(priorities)
        self.same_as.choices = [
            SelectChoice(NEW, "No, it is new"),
            *(SelectChoice(key, words) for key, words in elsewhere),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there is something to choose where people choose."""
        fine = bool(super().validate(extra_validators))
        if fine and not self.same_as.data:
            kind, lines = QuestionType(self.type.data), len(self.answers.lines())
            usual = kind not in WRITTEN and not (kind is QuestionType.TOP3 and lines)
            if not usual and lines < kind.least_options:
                self.answers.errors = [f"Write at least {kind.least_options} answers, one a line"]
        return fine and not self.answers.errors

    def new_question(self) -> NewQuestion:
        """Return what was written, in the trade's terms."""
        kind = QuestionType(self.type.data)
        return NewQuestion(
            type=kind,
            title=self.title.data,
            hint=self.hint.data or "",
            priority=self.priority.data or None,
            labels=self.answers.lines(),
            same_as=self.same_as.data or "",
        )


class QuestionForm(RevisionForm):
    """A question that is there: everything but its key and its type."""

    title = TextAreaField(
        "Question",
        description="One idea, said the way you would say it out loud.",
        filters=[strip],
        validators=[DataRequired("Write the question"), at_most(300)],
    )
    hint = TextAreaField("Hint", filters=[strip], validators=[Optional(), at_most(300)])
    answers = AnswersField("Answers to choose from")
    other = BooleanField("Add “Something else”, with room to write")
    most = NumberField(
        "How many may people choose at most?",
        description="Leave it empty for as many as they like.",
        validators=[Optional(), NumberRange(1, MOST_ANSWERS + 1, "Write a small number")],
    )
    max_length = NumberField(
        "How many characters may people write?",
        validators=[
            InputRequired("Write how many characters, in digits"),
            NumberRange(1, LONGEST_TEXT, f"Write a number from 1 to {LONGEST_TEXT}"),
        ],
    )
    priority = OneOf("Which priority is this about?", default=ABOUT_NOTHING)

    def prepare(self, question: Question, priorities: Iterable[Priority]) -> None:
        """Ask only what this type of question has, and offer the priorities."""
        self.kind = question.type
        self.priority.choices = _priority_choices(priorities)
        kept = {
            "answers": question.type.has_options,
            "other": question.type.takes_other,
            "most": question.type is QuestionType.SEVERAL,
            "max_length": question.type.is_text or question.type.takes_other,
        }
        for name, stays in kept.items():
            if not stays:
                delattr(self, name)

    def fill_in(self, question: Question) -> None:
        """Show what the draft says now."""
        values: dict[str, Any] = {
            "title": question.title,
            "hint": question.hint,
            "answers": [AnswerLine(option.key, option.label) for option in question.options],
            "other": question.other,
            "most": question.most,
            "max_length": question.max_length,
            "priority": question.priority or ABOUT_NOTHING,
        }
        for name, value in values.items():
            if name in self:
                self[name].data = value

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there are answers enough."""
        fine = bool(super().validate(extra_validators))
        if "answers" in self and not self.answers.errors:
            written = self.answers.written()
            sentence = f"Write at least {self.kind.least_options} answers"
            short = len(written) < self.kind.least_options
            if self.kind.is_scale:
                sentence = "Write words for all five answers"
                short = bool(set(SCALE_KEYS) - {line.key for line in written})
            self.answers.errors = [sentence] if short else []
            fine = fine and not short
        return fine

    def draft(self) -> QuestionDraft:
        """Return what was written, in the trade's terms."""
        return QuestionDraft(
            title=self.title.data,
            hint=self.hint.data or "",
            priority=self.priority.data or None,
            answers=self.answers.written() if "answers" in self else (),
            most=self.most.data if "most" in self else None,
            other=bool(self.other.data) if "other" in self else False,
            max_length=self.max_length.data if "max_length" in self else None,
        )

    def differs_from(self, question: Question) -> list[tuple[str, str]]:
        """Return what the draft says now wherever something else was typed, as (field, words)."""
        typed = self.draft()
        there = {
            "title": (question.title, typed.title),
            "hint": (question.hint, typed.hint),
            "priority": (question.priority or "", typed.priority or ""),
            "answers": (
                " / ".join(option.label for option in question.options),
                " / ".join(line.label for line in typed.answers),
            ),
            "most": (str(question.most or ""), str(typed.most or "")),
            "other": (_yes_or_no(question.other), _yes_or_no(typed.other)),
            "max_length": (str(question.max_length), str(typed.max_length)),
        }
        return different([(self[name], *pair) for name, pair in there.items() if name in self])


def _yes_or_no(value: bool) -> str:
    return "Yes" if value else "No"


def _priority_choices(priorities: Iterable[Priority]) -> list[Any]:
    return [
        SelectChoice(ABOUT_NOTHING, "None of them"),
        *(SelectChoice(p.code, f"{p.code} {p.label}") for p in priorities),
    ]
