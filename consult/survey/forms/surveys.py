"""What staff type about a whole survey: whose it is, its first page and its last."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from consult.survey.forms.fields import LinesField, LinesWithin, NumberField
from consult.survey.rules import AUDIENCE_LABELS, Audience, Definition, Start
from consult.survey.services import Source
from consult.web.fields import OneOf, OneShown, at_most, strip

EMPTY = "empty"
LONGEST_REVISION = 9


class RevisionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form that knows which state of the survey it was written for."""

    revision = HiddenField()

    def written_for(self) -> int:
        """Return the revision the page showed; 0, which is never right, when it is unreadable."""
        typed = strip(self.revision.data)
        return (
            int(typed)
            if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_REVISION
            else 0
        )

    def move_to(self, revision: int) -> None:
        """Take the newest revision, so that saving again wins."""
        self.revision.data = str(revision)


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """Where a question is to be asked, counted from 1."""

    place = NumberField(
        "Place",
        validators=[
            InputRequired("Write the place, in digits"),
            NumberRange(1, 9999, "Write a place from 1 on"),
        ],
    )


class NewSurveyForm(FlaskForm):  # type: ignore[misc]
    """Whose wording it is, and what it starts from."""

    audience = OneShown("Who is it for?", validators=[InputRequired("Choose who it is for")])
    source = OneOf("What do you want to start from?", default=EMPTY)

    def offer(self, audiences: Iterable[Audience], sources: Iterable[Source]) -> None:
        """Fill in what there is to choose from."""
        self.audience.choices = [SelectChoice(a.value, AUDIENCE_LABELS[a]) for a in audiences]
        self.source.choices = [
            SelectChoice(EMPTY, "An empty survey"),
            *(SelectChoice(source.key, source.label) for source in sources),
        ]


class StartForm(RevisionForm):
    """The first page and the last."""

    title = StringField(
        "Title", filters=[strip], validators=[DataRequired("Write a title"), at_most(150)]
    )
    lead = TextAreaField("What is it about?", filters=[strip], validators=[at_most(600)])
    minutes = NumberField(
        "How many minutes does it take?",
        validators=[
            InputRequired("Write how many minutes it takes, in digits"),
            NumberRange(1, 60, "Write a number from 1 to 60"),
        ],
    )
    points = LinesField(
        "What people should know before they start",
        description="One sentence a line.",
        filters=[strip],
        validators=[LinesWithin(12, 250)],
    )
    thanks = TextAreaField("What the last page says", filters=[strip], validators=[at_most(1000)])

    def fill_in(self, definition: Definition) -> None:
        """Show what the draft says now."""
        start = definition.start
        self.title.data, self.lead.data, self.minutes.data = start.title, start.lead, start.minutes
        self.points.data, self.thanks.data = "\n".join(start.points), definition.thanks

    def start(self) -> Start:
        """Return the first page as typed."""
        return Start(
            title=self.title.data,
            lead=self.lead.data or "",
            minutes=self.minutes.data,
            points=self.points.lines(),
        )

    def differs_from(self, definition: Definition) -> list[tuple[str, str]]:
        """Return what the draft says now wherever something else was typed, as (field, words)."""
        there, typed = definition.start, self.start()
        pairs = [
            (self.title, there.title, typed.title),
            (self.lead, there.lead, self.lead.data),
            (self.minutes, str(there.minutes), str(typed.minutes)),
            (self.points, " / ".join(there.points), " / ".join(typed.points)),
            (self.thanks, definition.thanks, self.thanks.data),
        ]
        return different(pairs)


def different(pairs: Iterable[tuple[Any, str, str]]) -> list[tuple[str, str]]:
    """Return the fields where the draft and what was typed differ, with what the draft says."""
    return [
        (field.label.text, there or "Nothing") for field, there, typed in pairs if there != typed
    ]
