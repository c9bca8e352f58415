"""What the safeguarding lead types: what was done about a concern, and why."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from consult.safeguarding.rules import CONCERN_LABELS
from consult.safeguarding.services import LONGEST_REASON
from consult.safeguarding.services.files import LONGEST_WHY
from consult.web.fields import OneShown


class CloseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """An outcome and a reason."""

    outcome = OneShown(
        "What was done?",
        choices=[SelectChoice(outcome.value, label) for outcome, label in CONCERN_LABELS.items()],
        validators=[InputRequired("Choose what was done")],
    )
    reason = TextAreaField(
        "Why?",
        description="For the record. Only safeguarding leads can read it.",
        validators=[
            DataRequired("Say why"),
            Length(
                max=LONGEST_REASON,
                message=f"Say why in {LONGEST_REASON:,} characters or fewer",
            ),
        ],
    )


class JudgeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whether a file is let through, and why not."""

    verdict = OneShown(
        "May others see it?",
        choices=[
            SelectChoice("allow", "Yes. It shows nobody who could be known, and nothing unsafe"),
            SelectChoice("refuse", "No. Delete it"),
        ],
        validators=[InputRequired("Choose yes or no")],
    )
    reason = TextAreaField(
        "Why not?",
        description="Only if you refuse it.",
        validators=[Length(max=LONGEST_WHY, message=f"Use {LONGEST_WHY} characters or fewer")],
    )
