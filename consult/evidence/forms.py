"""What an analyst types to write evidence."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from consult.evidence.rules import LIMITS, STRENGTH_LABELS, EvidenceDraft, Strength
from consult.web.fields import OneShown, SomeOf, strip

LONGEST = 2000
NOT_TOO_LONG = Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters")


class Offered(SomeOf):
    """Some of what is offered now: between reading and sending, one can be taken back."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is not offered any more."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            sentence = "One of these cannot be chosen any more. Choose again."
            raise ValidationError(sentence) from error


class EvidenceForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A statement, what it rests on, how strong it is, what it cannot tell."""

    statement = TextAreaField(
        "What did we hear?",
        description="Two or three short sentences. The board reads this first.",
        filters=[strip],
        validators=[InputRequired("Write what you heard"), NOT_TOO_LONG],
    )
    themes = Offered("Which themes does it rest on?", coerce=int)
    quotes = Offered("Which words should the board read?", coerce=int)
    strength = OneShown(
        "How strong is it?",
        choices=[SelectChoice(str(int(key)), label) for key, label in STRENGTH_LABELS.items()],
        validators=[InputRequired("Choose how strong it is")],
    )
    limits = TextAreaField(
        "What can it not tell us?",
        default=LIMITS,
        filters=[strip],
        validators=[InputRequired("Say what this cannot tell us"), NOT_TOO_LONG],
    )
    said_by_few = TextAreaField(
        "Said by few, and serious (optional)",
        description="In words, without a number. It is shown to the board whatever the count.",
        filters=[strip],
        validators=[NOT_TOO_LONG],
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
