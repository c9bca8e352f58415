"""What staff type to add a question."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional

from consult.plan.models import Priority
from consult.survey.forms.fields import LONGEST_LABEL, MOST_ANSWERS, LinesField, LinesWithin
from consult.survey.forms.questions import ABOUT_NOTHING, LONGEST_CLAUSE, priority_choices
from consult.survey.rules import LABELS_OF_TYPES, NewQuestion, QuestionType
from consult.survey.rules.definition import KEY
from consult.web.fields import OneOf, OneShown, at_most, strip

NEW = ""
# The types whose answers, or statements, are written one by one.
WRITTEN = {
    QuestionType.SINGLE,
    QuestionType.SEVERAL,
    QuestionType.DROPDOWN,
    QuestionType.RANKING,
    QuestionType.PICTURES,
    QuestionType.POINTS,
    QuestionType.STATEMENTS,
}


class NewQuestionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A question as somebody first words it."""

    after = HiddenField(filters=[strip])
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
        "Answers to choose from, or statements",
        description="One a line. Leave it empty for faces, agree or disagree, yes or no, age "
        "bands and areas: they come with their usual answers.",
        filters=[strip],
        validators=[LinesWithin(MOST_ANSWERS, LONGEST_LABEL)],
    )
    clause = StringField(
        "Number of the clause",
        description="Only for “Comment on the plan”.",
        filters=[strip],
        validators=[Optional(), at_most(LONGEST_CLAUSE)],
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
        self.priority.choices = priority_choices(priorities)
        self.same_as.choices = [
            SelectChoice(NEW, "No, it is new"),
            *(SelectChoice(key, words) for key, words in elsewhere),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there is something to choose where people choose."""
        fine = bool(super().validate(extra_validators))
        if not fine or self.same_as.data:
            return fine
        kind, lines = QuestionType(self.type.data), len(self.answers.lines())
        least = 1 if kind is QuestionType.STATEMENTS else kind.least_options
        asks = kind in WRITTEN or (kind is QuestionType.TOP3 and lines)
        if asks and lines < least:
            noun = "one statement" if kind is QuestionType.STATEMENTS else f"{least} answers"
            self.answers.errors = [f"Write at least {noun}, one a line"]
        if kind is QuestionType.CLAUSE and not self.clause.data:
            self.clause.errors = ["Write the number of the clause"]
        return not self.answers.errors and not self.clause.errors

    def new_question(self) -> NewQuestion:
        """Return what was written, in the trade's terms."""
        return NewQuestion(
            type=QuestionType(self.type.data),
            title=self.title.data,
            hint=self.hint.data or "",
            priority=self.priority.data or None,
            labels=self.answers.lines(),
            same_as=self.same_as.data or "",
            clause=self.clause.data or "",
            after=self.after.data if KEY.fullmatch(self.after.data or "") else "",
        )
