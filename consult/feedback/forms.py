"""What is typed about answers."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Optional

from consult.feedback.rules import FeedbackDraft
from consult.web.fields import at_most

LONGEST_TEXT = 3000


class FeedbackForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """You said, we did, why not."""

    decision = HiddenField()
    you_said = TextAreaField(
        "You said",
        description="What people told us, in their way of talking.",
        validators=[DataRequired("Write what people said."), at_most(LONGEST_TEXT)],
    )
    we_did = TextAreaField(
        "We did",
        description="What has changed, who does it and by when. Short words.",
        validators=[Optional(), at_most(LONGEST_TEXT)],
    )
    why_not = TextAreaField(
        "Here is why not",
        description="What we will not do, and the true reason. “No” gets as much room as “yes”.",
        validators=[Optional(), at_most(LONGEST_TEXT)],
    )

    def draft(self) -> FeedbackDraft:
        """Return what was typed."""
        return FeedbackDraft(
            self.you_said.data or "", self.we_did.data or "", self.why_not.data or ""
        )
