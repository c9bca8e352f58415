"""What an analyst types to write evidence."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from consult.evidence.rules import LIMITS, STRENGTH_LABELS, EvidenceDraft, Strength

LONGEST = 2000


class EvidenceForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A statement, what it rests on, how strong it is, what it cannot tell."""

    statement = TextAreaField(
        "What did we hear?",
        description="Two or three short sentences. The board reads this first.",
        validators=[
            InputRequired("Write what you heard"),
            Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters"),
        ],
    )
    themes = SelectMultipleField("Which themes does it rest on?", coerce=int)
    quotes = SelectMultipleField("Which words should the board read?", coerce=int)
    strength = RadioField(
        "How strong is it?",
        choices=[SelectChoice(str(int(key)), label) for key, label in STRENGTH_LABELS.items()],
        validators=[InputRequired("Choose how strong it is")],
    )
    limits = TextAreaField(
        "What can it not tell us?",
        default=LIMITS,
        validators=[
            InputRequired("Say what this cannot tell us"),
            Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters"),
        ],
    )
    said_by_few = TextAreaField(
        "Said by few, and serious (optional)",
        description="In words, without a number. It is shown to the board whatever the count.",
        validators=[Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters")],
    )

    def offer(self, themes: Iterable[tuple[int, str]], quotes: Iterable[tuple[int, str]]) -> None:
        """Fill in the themes and quotes to choose from, as (id, words)."""
        self.themes.choices = [SelectChoice(key, label) for key, label in themes]
        self.quotes.choices = [SelectChoice(key, label) for key, label in quotes]

    def draft(self, priority_id: int) -> EvidenceDraft:
        """Return what was written, in the domain's terms."""
        return EvidenceDraft(
            priority_id=priority_id,
            statement=self.statement.data or "",
            strength=Strength(int(self.strength.data)),
            limits=self.limits.data or "",
            said_by_few=self.said_by_few.data or "",
            theme_ids=tuple(self.themes.data or ()),
            quote_ids=tuple(self.quotes.data or ()),
        )
