"""What is typed about answers: the answer itself, and a code to find one's words again."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from consult.feedback.rules import FeedbackDraft
from consult.web.fields import at_most

LONGEST_TEXT = 3000
LONGEST_CODE = 120


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


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code that the thank-you page gave.

    It has no token against forgery: nobody is signed in here, and to know the code is all the
    right there is. So it works without cookies, and from a page that was open for days.
    """

    class Meta:
        """No token."""

        csrf = False

    code = StringField(
        "Your code",
        description="It looks like amber-otter-lantern-4071. Capital letters and spaces are fine.",
        validators=[
            DataRequired("Write your code."),
            Length(max=LONGEST_CODE, message="That is too long for a code. Check each word."),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
