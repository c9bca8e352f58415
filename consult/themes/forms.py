"""What analysts type about themes: names, what to merge, which comments go where, codebooks."""

from collections.abc import Iterable, Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from consult.people.models import User
from consult.survey.forms.fields import NumberField
from consult.survey.models import Consultation
from consult.themes.models import Theme
from consult.themes.rules import LONGEST_CODE_NAME, LONGEST_CODE_TEXT, Pool
from consult.themes.services import LONGEST_NAME, LONGEST_WORDS
from consult.web.fields import OneOf, OneShown, at_most

NEW = "new"
NONE = "none"
LONGEST_ID = 10
LARGEST_CODEBOOK = 2_000_000
MOST_COMMENTS = 1_000_000
LEAST_THEMES = 2
MOST_THEMES = 200

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


def _code_name(label: str) -> StringField:
    return StringField(label, validators=[DataRequired("Write a name"), at_most(LONGEST_CODE_NAME)])


class KeepForm(FlaskForm):  # type: ignore[misc]
    """What a codebook is called."""

    name = _code_name("Name of the codebook")


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A codebook from elsewhere."""

    name = _code_name("Name of the codebook")
    file = FileField(
        "File",
        description="A CSV file or a REFI-QDA codebook (.qdc), of 2 MB at most.",
        validators=[
            FileRequired("Choose a file"),
            FileSize(LARGEST_CODEBOOK, message="Choose a file of 2 MB or less"),
        ],
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    """What a code is called and what it means."""

    name = _code_name("Name")
    description = TextAreaField(
        "What it means",
        description="What belongs here and what does not, so that two people code alike.",
        validators=[Optional(), at_most(LONGEST_CODE_TEXT)],
    )


class UseForm(FlaskForm):  # type: ignore[misc]
    """In which consultation a codebook is used."""

    consultation = OneOf("Consultation", validators=[InputRequired("Choose a consultation")])

    def offer(self, consultations: Iterable[Consultation]) -> "UseForm":
        """Offer these consultations."""
        listed = [SelectChoice(str(one.id), one.title) for one in consultations]
        self.consultation.choices = [SelectChoice("", "Choose a consultation"), *listed]
        return self


class SecondReadingForm(FlaskForm):  # type: ignore[misc]
    """Who reads a second time, which comments, and how many of them."""

    reader = OneOf("Who codes them a second time", validators=[InputRequired("Choose who")])
    pool = OneShown(
        "Drawn from",
        choices=[
            SelectChoice(Pool.PEOPLE.value, "Comments that a person has coded"),
            SelectChoice(Pool.ALL.value, "All comments"),
        ],
        validators=[InputRequired("Choose what to draw from")],
    )
    size = NumberField(
        "How many",
        description="50 or more. Leave it empty for all of them.",
        validators=[Optional(), NumberRange(1, MOST_COMMENTS, "Write a whole number, 50 or more")],
    )

    def offer(self, readers: Iterable[User]) -> "SecondReadingForm":
        """Offer these people."""
        listed = [SelectChoice(str(one.id), one.name) for one in readers]
        self.reader.choices = [SelectChoice("", "Choose a person"), *listed]
        return self


class CodingForm(FlaskForm):  # type: ignore[misc]
    """One theme, or none, for each of several comments."""

    @property
    def said(self) -> dict[int, int | None]:
        """What was chosen, by the number of each comment; what was left out is not there."""
        chosen = {field.name: field.data for field in self if isinstance(field, OneOf)}
        return {
            int(name.removeprefix("comment-")): None if one == NONE else int(one)
            for name, one in chosen.items()
            if one
        }


def coding_form(
    numbers: Sequence[int], themes: Iterable[Theme], said: dict[int, int | None] | None = None
) -> CodingForm:
    """Return a form that asks for a theme for each of these numbers, with what is said so far.

    Each theme has a number in front, so that typing it chooses the theme in any browser.
    """
    listed = [
        SelectChoice(str(one.id), f"{number} {one.name}")
        for number, one in enumerate(themes, start=1)
    ]
    choices = [SelectChoice("", "Choose a theme"), *listed, SelectChoice(NONE, "0 No theme fits")]

    class Asked(CodingForm):
        """The fields for these comments."""

    before = {
        f"comment-{number}": NONE if one is None else str(one)
        for number, one in (said or {}).items()
    }
    for place, number in enumerate(numbers, start=1):
        field = OneOf(f"Theme of comment {place}", choices=choices, validators=[Optional()])
        setattr(Asked, f"comment-{number}", field)
    return Asked(data=before)


class SuggestForm(FlaskForm):  # type: ignore[misc]
    """How many themes to look for: blank leaves it to the machine."""

    about = NumberField(
        "About how many themes",
        description="Fewer are broader, more are finer. Blank: as many as the machine finds.",
        validators=[
            Optional(),
            NumberRange(LEAST_THEMES, MOST_THEMES, f"Write {LEAST_THEMES} to {MOST_THEMES}"),
        ],
    )


class NestForm(FlaskForm):  # type: ignore[misc]
    """Which broader theme a theme is a part of."""

    under = OneOf("Part of a broader theme")

    def offer(self, themes: Iterable[Theme]) -> "NestForm":
        """Offer these themes to choose from, and none."""
        self.under.choices = [SelectChoice(NONE, "None: it stands by itself"), *_choices(themes)]
        return self


class YouthForm(FlaskForm):  # type: ignore[misc]
    """How the youth council reads a theme."""

    agrees = OneShown(
        "Do you see it the same way?",
        choices=[SelectChoice("yes", "Yes, the same"), SelectChoice("no", "No, differently")],
        validators=[InputRequired("Choose one")],
    )
    name = StringField(
        "What would you call it?",
        description="Blank: the name it has.",
        validators=[Optional(), _not_too_long],
    )
    words = TextAreaField(
        "In your own words",
        description="What is it about, or what do you see differently?",
        validators=[at_most(LONGEST_WORDS)],
    )

    def validate_words(self, field: TextAreaField) -> None:
        """Ask for words where they differ."""
        if self.agrees.data == "no" and not (field.data or "").strip():
            raise ValidationError("Say what you see differently")
