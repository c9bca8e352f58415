"""What analysts type about themes: names, what to merge, which comments go where."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from consult.themes.models import Theme
from consult.themes.services import LONGEST_NAME

NEW = "new"
NONE = "none"
LONGEST_ID = 10

_not_too_long = Length(
    max=LONGEST_NAME, message=f"Use {LONGEST_NAME} characters or fewer for the name"
)


class NameForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What a theme is called."""

    name = StringField(
        "Name",
        description="Say what people mean, in their kind of words.",
        validators=[DataRequired("Give the theme a name"), _not_too_long],
    )


class MergeForm(FlaskForm):  # type: ignore[misc]
    """Which theme to merge into."""

    into = SelectField("Merge into", validate_choice=False)

    def offer(self, themes: Iterable[Theme]) -> "MergeForm":
        """Offer these themes to choose from."""
        self.into.choices = [SelectChoice("", "Choose a theme"), *_choices(themes)]
        return self

    def validate_into(self, field: SelectField) -> None:
        """Accept only a theme that was offered."""
        _check_offered(field, "Choose a theme to merge into")


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Which comments go to which theme."""

    comments = SelectMultipleField("Comments", choices=[], validate_choice=False)
    to = SelectField("Move the ticked comments to", validate_choice=False)
    name = StringField("Name of the new theme", validators=[_not_too_long])

    def offer(self, themes: Iterable[Theme]) -> "MoveForm":
        """Offer these themes, a new one and none."""
        self.to.choices = [
            SelectChoice("", "Choose where"),
            *_choices(themes),
            SelectChoice(NEW, "A new theme"),
            SelectChoice(NONE, "No theme fits"),
        ]
        return self

    @property
    def comment_ids(self) -> list[int]:
        """The ids of the comments that were ticked."""
        return [int(one) for one in self.comments.data or []]

    def validate_comments(self, field: SelectMultipleField) -> None:
        """Accept ids only, at least one."""
        ticked = field.data or []
        if not ticked:
            raise ValidationError("Tick the comments first")
        if not all(one.isdecimal() and len(one) <= LONGEST_ID for one in ticked):
            raise ValidationError("Tick comments from this page only")

    def validate_to(self, field: SelectField) -> None:
        """Accept only a place that was offered."""
        _check_offered(field, "Choose where the comments go")

    def validate_name(self, field: StringField) -> None:
        """Ask for a name where a new theme is made."""
        if self.to.data == NEW and not (field.data or "").strip():
            raise ValidationError("Give the new theme a name")


def _choices(themes: Iterable[Theme]) -> list[SelectChoice]:
    return [SelectChoice(str(theme.id), theme.name) for theme in themes]


def _check_offered(field: SelectField, sentence: str) -> None:
    if not field.data or field.data not in {choice.value for choice in field.choices}:
        raise ValidationError(sentence)
