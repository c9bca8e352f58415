"""What staff type to fill the calendar: days one by one, or a whole file."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from consult.errors import BadFile
from consult.survey.rules.calendar import (
    CALENDAR_LABELS,
    LONGEST_NAME,
    LONGEST_SOURCE,
    CalendarKind,
    DayRange,
)
from consult.web.fields import DayField, OneOf, at_most, strip


class DaysForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Days with a name."""

    kind = OneOf(
        "What are they?",
        choices=[SelectChoice(kind.value, label) for kind, label in CALENDAR_LABELS.items()],
    )
    name = StringField(
        "Name",
        description="Such as “Summer holidays” or “County election”.",
        filters=[strip],
        validators=[DataRequired("Write a name"), at_most(LONGEST_NAME)],
    )
    starts_on = DayField("First day", validators=[InputRequired("Choose the first day")])
    ends_on = DayField("Last day", validators=[InputRequired("Choose the last day")])
    source = StringField(
        "Where do you have them from? (optional)",
        filters=[strip],
        validators=[at_most(LONGEST_SOURCE)],
    )

    def days(self) -> DayRange:
        """Return what was written."""
        return DayRange(
            CalendarKind(self.kind.data),
            self.name.data or "",
            self.starts_on.data,
            self.ends_on.data,
            self.source.data or "",
        )


class CalendarFileForm(FlaskForm):  # type: ignore[misc]
    """A CSV file of days."""

    file = FileField(
        "A CSV file",
        description="Its first row names the columns: kind, name, starts_on, ends_on, source. "
        "The kind is school_holiday, bank_holiday or pre_election.",
        validators=[FileRequired("Choose a file")],
    )

    def text(self) -> str:
        """Return what the file says.

        Raises:
            BadFile: it is no text.
        """
        try:
            return str(self.file.data.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise BadFile(
                "This is not a CSV file in UTF-8. Save it as one and try again."
            ) from error
