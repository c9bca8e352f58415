"""What somebody writes to introduce a report before it is frozen."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField

from consult.results.rules.report_faults import LONGEST_INTRODUCTION
from consult.web.fields import at_most


class ReportForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A few paragraphs that stand at the beginning; they may be empty."""

    introduction = TextAreaField(
        "Introduction",
        description="What a reader should know first. Leave it empty if there is nothing to add.",
        validators=[at_most(LONGEST_INTRODUCTION)],
    )
