"""What staff choose to bring a survey in: for whom it is, and the file."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.web.fields import OneShown


class ImportForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A survey file and its audience."""

    audience = OneShown("Who is it for?", validators=[InputRequired("Choose who it is for")])
    file = FileField("The file", validators=[InputRequired("Choose a file")])

    def offer(self, audiences: Iterable[Audience]) -> None:
        """Fill in whom there is no survey for yet."""
        self.audience.choices = [SelectChoice(a.value, AUDIENCE_LABELS[a]) for a in audiences]
