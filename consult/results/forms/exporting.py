"""Why somebody needs files in which small groups are told."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from consult.results.services.exporting import FILES, LONGEST_REASON
from consult.web.fields import OneOf, at_most, strip


class RawForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which file, and what it is needed for."""

    kind = OneOf("File", choices=[SelectChoice(each.name, each.title) for each in FILES.values()])
    reason = TextAreaField(
        "Why do you need it?",
        description="This is kept for ever, with your name.",
        filters=[strip],
        validators=[DataRequired("Say why you need it"), at_most(LONGEST_REASON)],
    )
