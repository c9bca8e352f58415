"""What staff type about sheets of paper and groups: the answers themselves are read elsewhere."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from consult.partnership.models import Body
from consult.respond.services.group_sessions import GroupSessionDraft
from consult.survey.forms.fields import NumberField
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.web.fields import DayField, OneOf, OneShown, at_most, strip

LONGEST_NAME = 120
LONGEST_NOTE = 2000
MOST_PEOPLE = 500
NONE = 0


class SheetForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The number on a sheet, and whether somebody types it again."""

    sheet = StringField(
        "Number on the sheet",
        description="Write a number on each sheet before you type it in.",
        filters=[strip],
        validators=[DataRequired("Write the number on the sheet"), at_most(40)],
    )
    key_twice = BooleanField(
        "Somebody else will type it again",
        description="We then show where the two differ. Good for a few sheets in every pile.",
    )


class GroupSessionForm(FlaskForm):  # type: ignore[misc]
    """A group's evening: who, when, how many."""

    name = StringField(
        "Name of the group",
        description="Such as Thornwick Youth Council. No names of people.",
        filters=[strip],
        validators=[DataRequired("Write the name of the group"), at_most(LONGEST_NAME)],
    )
    body_id = OneOf("Is it one of these bodies?", coerce=int)
    audience = OneShown("Who were they?", validators=[InputRequired("Choose who they were")])
    held_on = DayField("When was it?", validators=[InputRequired("Choose the day")])
    people = NumberField(
        "How many people were there?",
        validators=[
            InputRequired("Write how many people were there, in digits"),
            NumberRange(1, MOST_PEOPLE, f"Write a number from 1 to {MOST_PEOPLE}"),
        ],
    )
    may_quote = BooleanField(
        "The group said we may show its words", description="Ask them. If not sure, leave it empty."
    )

    def offer(self, bodies: Iterable[Body], audiences: Iterable[Audience]) -> None:
        """Fill in what there is to choose from."""
        self.body_id.choices = [
            SelectChoice(NONE, "No"),
            *(SelectChoice(body.id, body.name) for body in bodies),
        ]
        self.audience.choices = [SelectChoice(a.value, AUDIENCE_LABELS[a]) for a in audiences]

    def draft(self) -> GroupSessionDraft:
        """Return what was typed."""
        return GroupSessionDraft(
            name=self.name.data,
            audience=Audience(self.audience.data),
            held_on=self.held_on.data,
            people=self.people.data,
            may_quote=self.may_quote.data,
            body_id=self.body_id.data or None,
        )


class NoteForm(FlaskForm):  # type: ignore[misc]
    """One note of a group: what it is about, and the words."""

    topic = OneOf("What is it about?")
    text = TextAreaField(
        "What was said",
        description="One thing said. As they said it. No names.",
        filters=[strip],
        validators=[DataRequired("Write what was said"), at_most(LONGEST_NOTE)],
    )

    def offer(self, topics: dict[str, str]) -> None:
        """Fill in what a note can be about."""
        self.topic.choices = [SelectChoice(key, label) for key, label in topics.items()]


class FlipChartForm(FlaskForm):  # type: ignore[misc]
    """A photo of a sheet of paper on the wall."""

    file = FileField("Photo of a flip chart", description="JPEG, PNG or WebP. No faces.")
