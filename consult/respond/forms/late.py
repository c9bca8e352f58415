"""What was decided of answers that came late."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from consult.web.fields import OneShown, at_most

LONGEST_REASON = 1000


class LateForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Considered or not, because."""

    considered = OneShown(
        "Are late answers considered?",
        choices=[
            SelectChoice("yes", "Yes, they count like the others"),
            SelectChoice("no", "No, they stay apart"),
        ],
        validators=[InputRequired("Choose yes or no")],
    )
    reason = TextAreaField(
        "Because",
        description="Everybody can read this. Plain words, and the true reason.",
        validators=[DataRequired("Write the reason"), at_most(LONGEST_REASON)],
    )
