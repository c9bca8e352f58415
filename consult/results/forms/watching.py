"""Targets for replies, and a file of the population."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms.validators import NumberRange, Optional

from consult.survey.forms.fields import NumberField
from consult.survey.rules import AUDIENCE_LABELS, Audience

MOST_BYTES = 1_000_000
MOST_PEOPLE = 1_000_000


def _target(audience: Audience) -> NumberField:
    return NumberField(
        AUDIENCE_LABELS[audience],
        validators=[
            Optional(),
            NumberRange(1, MOST_PEOPLE, "Write a whole number from 1 to 1,000,000"),
        ],
    )


class TargetsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """How many replies we hope for; an empty box means no target."""

    easy_read = _target(Audience.EASY_READ)
    young_person = _target(Audience.YOUNG_PERSON)
    parent = _target(Audience.PARENT)

    def targets(self) -> dict[Audience, int | None]:
        """Return the targets as typed."""
        return {audience: self[audience.value].data for audience in Audience}


class PopulationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A CSV file of counts by area and age band."""

    file = FileField(
        "File",
        description="A CSV file with the columns area, age_band, people, source and counted_on.",
        validators=[
            FileRequired("Choose a file"),
            FileSize(MOST_BYTES, message="Choose a file of 1 MB or less"),
        ],
    )
